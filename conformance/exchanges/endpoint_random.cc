// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <random>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handles[] = {0x00000001'00000007, 0x00000002'00000007, 0x00000007'00000001, 0xffffffff'00000000};
constexpr uint16_t senders[] = {0x0001, 0x0002, 0x8001};
constexpr size_t most_regions = 3; ///< that are held at a time

/// Draws what happens next. No distributions of the standard library: each library has its own.
class Drawn {
  public:
    Drawn(EndpointScript& script, uint64_t seed) : script_(script), random_(seed) {}

    /// One more step, or none.
    void step() {
        switch (below(12)) {
        case 0: script_.get_version(sender()); return;
        case 1: info(); return;
        case 2: unknown(); return;
        case 3:
        case 4:
        case 5: retrieve(); return;
        case 6: relinquish(); return;
        default: call(); return;
        }
    }

  private:
    uint64_t below(uint64_t limit) { return random_() % limit; }
    uint32_t word() { return static_cast<uint32_t>(random_()); }
    uint16_t sender() { return senders[below(std::size(senders))]; }
    uint64_t handle() { return handles[below(std::size(handles))]; }

    /// The owner of what is shared as that, more often than not.
    uint16_t sender_for(uint64_t handle) {
        const RegionState* const region = script_.state().find(handle);
        return region == nullptr || below(5) == 0 ? sender() : region->owner;
    }

    // One draw a statement, or in braces: compilers differ in the order of a function's arguments.
    void info() {
        const uint16_t by = sender();
        script_.info(below(2) == 0 ? test_service_uuid() : test_service_twin_uuid(), by);
    }

    void unknown() {
        const Registers words = {{management(4 + static_cast<uint32_t>(below(0xfffc))), word(), word(), word(), 0}};
        script_.request(sender(), words);
    }

    int32_t maybe_refused() { return below(6) == 0 ? -1 - static_cast<int32_t>(below(8)) : 0; }

    void retrieve() {
        const uint64_t one = handle();
        const RegionState* region = script_.state().find(one);
        if (region == nullptr && script_.state().held_regions() < most_regions) {
            const uint64_t tag = below(3) == 0 ? random_() : 0;
            const uint64_t pages = 1 + below(2);
            script_.share(sender(), one, pages, tag);
            region = script_.state().find(one);
        }
        if (region != nullptr && region->held != Held::no) {
            return; // a second retrieve is open
        }
        script_.refuse(maybe_refused());
        const uint64_t tag = region == nullptr ? 0 : region->tag ^ (below(8) == 0 ? uint64_t{1} << below(64) : 0);
        script_.request(sender_for(one), pack(RetrieveMemRequest{MemoryHandle{one}, MemoryTag{tag}}));
        script_.refuse(0);
    }

    void relinquish() {
        const uint64_t one = handle();
        script_.refuse(maybe_refused());
        script_.request(sender_for(one), pack(RelinquishMemRequest{MemoryHandle{one}}));
        script_.refuse(0);
        const RegionState* const region = script_.state().find(one);
        if (region != nullptr && region->held == Held::no && below(2) == 0) {
            script_.reclaim(one);
        }
    }

    void call() {
        constexpr uint16_t opcodes[] = {TSRPC_TEST_SERVICE_NOP,      TSRPC_TEST_SERVICE_ECHO,
                                        TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_STATUS,
                                        TSRPC_TEST_SERVICE_FILL,     TSRPC_TEST_SERVICE_NOP_LAST};
        const uint64_t one = below(6) == 0 ? TSRPC_INVALID_MEMORY_HANDLE : handle();
        const uint64_t which = below(8);
        const uint16_t opcode = which < std::size(opcodes) ? opcodes[which] : static_cast<uint16_t>(below(0x10000));
        const uint32_t lengths[] = {0, 1, 4, 5, 16, static_cast<uint32_t>(below(40)), 4096, 4097, 8192, 8193, word()};
        const Hosted service = below(3) == 0 ? Hosted::twin : Hosted::test;
        const RegionState* const region = script_.state().find(one);
        if (region != nullptr && region->held == Held::yes && below(2) == 0 && !pending_) {
            std::vector<uint8_t> bytes(8 + below(24));
            put_u32(bytes, 0, opcode == TSRPC_TEST_SERVICE_FILL ? static_cast<uint32_t>(below(50)) : word());
            for (size_t i = 4; i < bytes.size(); ++i) {
                bytes[i] = static_cast<uint8_t>(random_());
            }
            script_.write(one, bytes);
            pending_ = true;
        }
        const Registers words = {{static_cast<uint32_t>(service) << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode,
                                  static_cast<uint32_t>(one), static_cast<uint32_t>(one >> 32),
                                  lengths[below(std::size(lengths))], word()}};
        const bool done = script_.try_request(sender_for(one), words);
        pending_ = pending_ && !done;
    }

    EndpointScript& script_;
    std::mt19937_64 random_;
    bool pending_ = false; ///< a write that no request has followed
};

} // namespace

void add_random_scripts(std::vector<Json>& scripts) {
    constexpr uint64_t count = 60;
    constexpr size_t steps = 24;
    for (uint64_t seed = 1; seed <= count; ++seed) {
        EndpointScript script(fmt::format("random-{}", seed),
                              fmt::format("Requests of three callers, valid and not, drawn with seed {}.", seed),
                              {"Random"});
        script.find_services(true);
        Drawn drawn(script, seed);
        while (script.size() < steps) {
            drawn.step();
        }
        scripts.push_back(script.json());
    }
}

} // namespace tsrpc::conformance

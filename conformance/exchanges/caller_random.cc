// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include "conformance/sp/services.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <vector>

namespace tsrpc::conformance {
namespace {

/// Draws what the user does next. No distributions of the standard library: each library has its own.
class Drawn {
  public:
    Drawn(CallerScript& script, uint64_t seed) : script_(script), random_(seed) {}

    void step() {
        lie();
        switch (below(9)) {
        case 0:
        case 1: open(); return;
        case 2: close(); return;
        case 3:
        case 4: alloc(); return;
        case 5: script_.free(memory()); return;
        default: invoke(); return;
        }
    }

  private:
    uint64_t below(uint64_t limit) { return random_() % limit; }
    uint32_t session() { return sessions_[below(sessions_.size())]; }
    uint32_t memory() { return memories_[below(memories_.size())]; }

    /// What the other side answers to one kind of ask, now and then.
    void lie() {
        constexpr Message messages[] = {Message::service_info, Message::retrieve_mem, Message::service_call};
        constexpr int32_t errors[] = {TSRPC_FFA_INVALID_PARAMETERS, TSRPC_FFA_NO_MEMORY, TSRPC_FFA_DENIED,
                                      TSRPC_FFA_ABORTED};
        const Message message = messages[below(std::size(messages))];
        const int32_t error = errors[below(std::size(errors))];
        switch (below(12)) {
        case 0: script_.answer(message, FfaError{error}); return;
        case 1: {
            const auto status = 0u - static_cast<uint32_t>(1 + below(9));
            script_.answer(message, Response{{{0, status, 0, 0, 0}}});
            return;
        }
        case 2: script_.refuse_share(error); return;
        case 3: script_.serve(static_cast<uint32_t>(random_()), 0); return;
        default: return;
        }
    }

    /// A caller may give the id of a closed session again: then the closed one is used no more.
    void open() {
        const uint16_t endpoint = below(2) == 0 ? 0x8001 : 0x8002;
        script_.open(++last_, endpoint, below(2) == 0 ? test_service_uuid() : test_service_twin_uuid());
        if (script_.is_open(last_)) {
            std::erase_if(sessions_, [this](uint32_t one) { return !script_.is_open(one); });
            sessions_.push_back(last_);
        }
    }

    void alloc() {
        const uint32_t one = session();
        script_.alloc(++last_, one, 1 + below(2 * TSRPC_PAGE_SIZE));
        if (script_.is_allocated(last_)) {
            std::erase_if(memories_, [this](uint32_t other) { return !script_.is_allocated(other); });
            memories_.push_back(last_);
        }
    }

    /// With a session its memory may be gone, which is the caller's choice: then it stays open.
    void close() {
        const uint32_t one = session();
        if (std::ranges::none_of(script_.state().memories,
                                 [one](const auto& has) { return has.second.session == one; })) {
            script_.close(one);
        }
    }

    void invoke() {
        // One draw a statement: compilers differ in the order of arguments.
        const uint32_t one = below(3) == 0 ? 0 : memory();
        const auto first_byte = static_cast<uint8_t>(below(256));
        const auto length = one == 0 ? 0 : static_cast<uint32_t>(below(64));
        const auto opcode = static_cast<uint16_t>(below(0x10000));
        script_.invoke(session(), opcode, one, length, first_byte);
    }

    CallerScript& script_;
    std::mt19937_64 random_;
    uint32_t last_ = 1;                 ///< number
    std::vector<uint32_t> sessions_{1}; ///< that can be used, or were closed last
    std::vector<uint32_t> memories_{1};
};

} // namespace

void add_random_caller_scripts(std::vector<Json>& scripts) {
    constexpr uint64_t count = 40;
    constexpr size_t steps = 20;
    for (uint64_t seed = 1; seed <= count; ++seed) {
        CallerScript script(fmt::format("random-{}", seed),
                            fmt::format("What a user does, legal and not, with answers true and false; seed {}.", seed),
                            {"Random"});
        script.create();
        script.open(1, 0x8001, test_service_uuid());
        script.alloc(1, 1, TSRPC_PAGE_SIZE);
        Drawn drawn(script, seed);
        while (script.size() < steps) {
            drawn.step();
        }
        script.destroy();
        scripts.push_back(script.json());
    }
}

} // namespace tsrpc::conformance

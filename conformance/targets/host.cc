// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/host.hpp"

#include "conformance/targets/connection.hpp"
#include "conformance/targets/target.hpp"
#include "conformance/targets/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// A direct response that the SP leaves as it finds it: no conforming response looks like this.
constexpr uint32_t untouched = 0xdeadbeef;

static_assert(Spmc::most_events <= most_events);

SpmcOperation operation(std::string_view word) {
    if (word == "retrieve") {
        return SpmcOperation::retrieve;
    }
    if (word == "relinquish") {
        return SpmcOperation::relinquish;
    }
    throw WireError(fmt::format("'{}' is neither retrieve nor relinquish", excerpt(word)));
}

std::string done(int32_t result) { return result == 0 ? "ok" : fmt::format("error ffa {}", result); }

/// The part of a region's memory that a line names.
std::span<uint8_t> part(Spmc& spmc, uint64_t handle, uint64_t offset, uint64_t length) {
    const std::span<uint8_t> memory = spmc.memory(handle);
    if (length > most_bytes) {
        throw WireError(fmt::format("{:x} bytes are more than {:x}", length, most_bytes));
    }
    if (offset > memory.size() || length > memory.size() - offset) {
        throw WireError(fmt::format("{:x} bytes at {:x} are not in the {:x} bytes of memory {:016x}", length, offset,
                                    memory.size(), handle));
    }
    return memory.subspan(offset, length);
}

/// Words on either side of a response that are not the SP's to write.
constexpr size_t margin = 8;

/// An SP that writes there is a crash: what it writes over, and where, is chance.
void check_margins(std::span<const uint32_t> words) {
    for (const std::span<const uint32_t> side : {words.first(margin), words.last(margin)}) {
        if (std::ranges::any_of(side, [](uint32_t word) { return word != untouched; })) {
            fmt::print(stderr, "the SP wrote beyond the five words of response[]\n");
            std::abort();
        }
    }
}

std::string call(const tsrpc_sp_plugin& plugin, void* sp, WireReader& reader) {
    const auto sender = reader.hex<uint16_t>();
    uint32_t request[register_count];
    for (uint32_t& word : request) {
        word = reader.hex<uint32_t>();
    }
    reader.end();
    std::array<uint32_t, register_count + 2 * margin> words;
    words.fill(untouched);
    uint32_t* const response = words.data() + margin;
    plugin.direct_request(sp, sender, request, response);
    check_margins(words);
    return fmt::format("ok {:08x} {:08x} {:08x} {:08x} {:08x}", response[0], response[1], response[2], response[3],
                       response[4]);
}

std::string share(Spmc& spmc, WireReader& reader) {
    const auto owner = reader.hex<uint16_t>();
    const auto size = reader.hex<uint64_t>();
    const auto tag = reader.hex<uint64_t>();
    const auto handle = reader.hex<uint64_t>();
    reader.end();
    return done(spmc.share(owner, size, tag, handle));
}

std::string reclaim(Spmc& spmc, WireReader& reader) {
    const auto owner = reader.hex<uint16_t>();
    const auto handle = reader.hex<uint64_t>();
    reader.end();
    return done(spmc.reclaim(owner, handle));
}

std::string read(Spmc& spmc, WireReader& reader) {
    const auto handle = reader.hex<uint64_t>();
    const auto offset = reader.hex<uint64_t>();
    const auto length = reader.hex<uint64_t>();
    reader.end();
    return "ok " + wire_bytes(part(spmc, handle, offset, length));
}

std::string write(Spmc& spmc, WireReader& reader) {
    const auto handle = reader.hex<uint64_t>();
    const auto offset = reader.hex<uint64_t>();
    const std::vector<uint8_t> bytes = reader.bytes();
    reader.end();
    std::ranges::copy(bytes, part(spmc, handle, offset, bytes.size()).begin());
    return "ok";
}

std::string refuse(Spmc& spmc, WireReader& reader) {
    const SpmcOperation refused = operation(reader.word());
    const int32_t error = reader.decimal();
    const auto count = reader.hex<uint32_t>();
    reader.end();
    if (error >= 0) {
        throw WireError("FF-A errors are negative");
    }
    spmc.refuse(refused, error, count);
    return "ok";
}

/// What the SP asked of its SPMC, a line each.
std::string events(Spmc& spmc) {
    std::string lines;
    for (const SpmcEvent& event : spmc.take_events()) {
        if (event.operation == SpmcOperation::retrieve) {
            lines += fmt::format("event retrieve {:04x} {:016x} {:016x} {}\n", event.sender_id, event.handle, event.tag,
                                 event.result);
        } else if (event.operation == SpmcOperation::relinquish) {
            lines += fmt::format("event relinquish {:016x} {}\n", event.handle, event.result);
        }
    }
    return lines;
}

} // namespace

std::string Host::answer(std::string_view line) {
    std::string reply;
    try {
        reply = dispatch(line);
    } catch (const WireError& error) {
        reply = fmt::format("error line {}", error.what());
    }
    return spmc_ ? events(*spmc_) + reply : reply;
}

std::string Host::dispatch(std::string_view line) {
    WireReader reader(line);
    const std::string_view command = reader.word();
    if (command == "hello") {
        const auto version = reader.hex<uint32_t>();
        reader.end();
        return hello(version);
    }
    if (sp_ == nullptr) {
        throw WireError("nothing but hello comes before a successful hello");
    }
    if (command == "call") {
        return call(plugin_, sp_, reader);
    }
    if (command == "share") {
        return share(*spmc_, reader);
    }
    if (command == "reclaim") {
        return reclaim(*spmc_, reader);
    }
    if (command == "read") {
        return read(*spmc_, reader);
    }
    if (command == "write") {
        return write(*spmc_, reader);
    }
    if (command == "refuse") {
        return refuse(*spmc_, reader);
    }
    if (command == "reset") {
        reader.end();
        destroy();
        return create();
    }
    if (command == "bye") {
        reader.end();
        destroy();
        return "ok";
    }
    throw WireError(fmt::format("'{}' is not a command", excerpt(command)));
}

std::string Host::hello(uint32_t version) {
    if (version != target_protocol_version) {
        return fmt::format("error version {:x}", target_protocol_version);
    }
    destroy();
    std::string created = create();
    if (created != "ok") {
        return created;
    }
    return fmt::format("ok {:x} {:04x} memory,spmc {}", target_protocol_version, spmc_->interface()->own_id,
                       printable(plugin_.name ? plugin_.name : "unnamed"));
}

std::string Host::create() {
    spmc_ = std::make_unique<Spmc>();
    sp_ = plugin_.create(spmc_->interface());
    return sp_ != nullptr
               ? "ok"
               : "error create create() returned NULL: it must return an SP; what it prints is on standard error";
}

void Host::destroy() {
    if (sp_ != nullptr) {
        plugin_.destroy(std::exchange(sp_, nullptr));
    }
    spmc_.reset();
}

} // namespace tsrpc::conformance

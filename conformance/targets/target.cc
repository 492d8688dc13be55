// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/target.hpp"

#include "conformance/targets/wire.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

[[noreturn]] void garbled(std::string_view request, std::string_view reply, std::string_view why) {
    throw TargetLost(TargetLost::How::garbled,
                     fmt::format("'{}' was answered with '{}', which the protocol does not allow: {}", excerpt(request),
                                 excerpt(reply), why));
}

/// Takes `prefix` and the space after it off the line, if they, or the prefix alone, are there.
bool consume(std::string_view& line, std::string_view prefix) {
    if (line == prefix) {
        line = {};
        return true;
    }
    if (!line.starts_with(prefix) || line[prefix.size()] != ' ') {
        return false;
    }
    line.remove_prefix(prefix.size() + 1);
    return true;
}

/// For an error in place of an SP: "load WHY", "create WHY", "version N".
[[noreturn]] void unreachable(std::string_view error) {
    std::string_view why = error;
    if (consume(why, "version")) {
        throw TargetUnreachable(
            fmt::format("the target speaks version {} of the target protocol, this tsrpc version {}", excerpt(why),
                        target_protocol_version));
    }
    why = error.substr(std::min(error.find(' '), error.size()));
    throw TargetUnreachable(why.empty() ? "the target cannot start an SP and does not say why"
                                        : printable(why.substr(1)));
}

SpmcEvent parse_event(std::string_view line) {
    WireReader reader(line);
    reader.word(); // "event"
    const std::string_view kind = reader.word();
    SpmcEvent event = {};
    if (kind == "retrieve") {
        event.operation = SpmcOperation::retrieve;
        event.sender_id = reader.hex<uint16_t>();
        event.handle = reader.hex<uint64_t>();
        event.tag = reader.hex<uint64_t>();
    } else if (kind == "relinquish") {
        event.operation = SpmcOperation::relinquish;
        event.handle = reader.hex<uint64_t>();
    } else {
        throw WireError("an unknown event");
    }
    event.result = reader.decimal();
    reader.end();
    return event;
}

std::string call_line(uint16_t sender, const Registers& request) {
    return fmt::format("call {:04x} {:08x} {:08x} {:08x} {:08x} {:08x}", sender, request[W3], request[W4], request[W5],
                       request[W6], request[W7]);
}

} // namespace

Target::Target(Connection connection) : connection_(std::move(connection)) {
    const std::string hello = fmt::format("hello {:x}", target_protocol_version);
    const Reply reply = exchange(hello);
    std::string_view rest = reply.line;
    if (consume(rest, "error")) {
        unreachable(rest);
    }
    if (!consume(rest, "ok")) {
        garbled(hello, reply.line, "neither ok nor error");
    }
    try {
        WireReader reader(rest);
        if (reader.hex<uint32_t>() != target_protocol_version) {
            throw WireError("another protocol version");
        }
        own_id_ = reader.hex<uint16_t>();
        features_ = reader.word();
        name_ = printable(reader.rest());
    } catch (const WireError& error) {
        garbled(hello, reply.line, error.what());
    }
}

bool Target::has(std::string_view feature) const {
    return fmt::format(",{},", features_).find(fmt::format(",{},", feature)) != std::string::npos;
}

/// The first reply of several.
Target::Reply Target::take_reply(const std::string& line, std::string_view& replies) {
    const auto take_line = [&replies] {
        const size_t end = std::min(replies.find('\n'), replies.size());
        const std::string_view text = replies.substr(0, end);
        replies.remove_prefix(std::min(end + 1, replies.size()));
        return text;
    };
    Reply reply;
    while (replies.starts_with("event ")) {
        const std::string_view event = take_line();
        try {
            reply.events.push_back(parse_event(event));
        } catch (const WireError& error) {
            garbled(line, event, error.what());
        }
    }
    reply.line = take_line();
    return reply;
}

Target::Reply Target::exchange(const std::string& line) {
    const std::string text = connection_(line);
    std::string_view replies = text;
    Reply reply = take_reply(line, replies);
    if (!replies.empty()) {
        garbled(line, replies, "more than one reply");
    }
    return reply;
}

std::string Target::expect_ok(const std::string& line) {
    const std::string reply = exchange(line).line;
    std::string_view rest = reply;
    if (!consume(rest, "ok")) {
        garbled(line, reply, "ok was expected");
    }
    return std::string(rest);
}

int32_t Target::expect_ffa(const std::string& line) {
    const std::string reply = exchange(line).line;
    std::string_view rest = reply;
    if (consume(rest, "ok")) {
        return 0;
    }
    if (!consume(rest, "error ffa")) {
        garbled(line, reply, "neither ok nor error ffa");
    }
    try {
        WireReader reader(rest);
        const int32_t error = reader.decimal();
        reader.end();
        if (error >= 0) {
            throw WireError("FF-A errors are negative");
        }
        return error;
    } catch (const WireError& error) {
        garbled(line, reply, error.what());
    }
}

void Target::reset() {
    const std::string reply = exchange("reset").line;
    std::string_view rest = reply;
    if (consume(rest, "error create")) {
        throw TargetUnreachable(fmt::format("reset: {}", printable(rest)));
    }
    if (!consume(rest, "ok")) {
        garbled("reset", reply, "neither ok nor error create");
    }
}

Target::Outcome Target::parse_outcome(const std::string& line, Reply reply) {
    std::string_view rest = reply.line;
    if (!consume(rest, "ok")) {
        garbled(line, reply.line, "ok was expected");
    }
    try {
        WireReader reader(rest);
        Outcome outcome = {{}, std::move(reply.events)};
        for (uint32_t& word : outcome.response.words) {
            word = reader.hex<uint32_t>();
        }
        reader.end();
        return outcome;
    } catch (const WireError& error) {
        garbled(line, reply.line, error.what());
    }
}

Target::Outcome Target::direct_request(uint16_t sender, const Registers& request) {
    const std::string line = call_line(sender, request);
    return parse_outcome(line, exchange(line));
}

std::vector<Target::Outcome> Target::direct_requests(uint16_t sender, std::span<const Registers> requests) {
    std::string lines;
    for (const Registers& request : requests) {
        lines += (lines.empty() ? "" : "\n") + call_line(sender, request);
    }
    const std::string text = connection_(lines);
    std::string_view replies = text;
    std::vector<Outcome> outcomes;
    for (const Registers& request : requests) {
        const std::string line = call_line(sender, request);
        outcomes.push_back(parse_outcome(line, take_reply(line, replies)));
    }
    if (!replies.empty()) {
        garbled(call_line(sender, requests.back()), replies, "more than one reply");
    }
    return outcomes;
}

int32_t Target::share(uint16_t owner, uint64_t size, uint64_t tag, uint64_t handle) {
    return expect_ffa(fmt::format("share {:04x} {:x} {:016x} {:016x}", owner, size, tag, handle));
}

int32_t Target::reclaim(uint16_t owner, uint64_t handle) {
    return expect_ffa(fmt::format("reclaim {:04x} {:016x}", owner, handle));
}

std::vector<uint8_t> Target::read(uint64_t handle, uint64_t offset, uint64_t length) {
    const std::string line = fmt::format("read {:016x} {:x} {:x}", handle, offset, length);
    const std::string reply = expect_ok(line);
    try {
        WireReader reader(reply);
        std::vector<uint8_t> bytes = reader.bytes();
        reader.end();
        if (bytes.size() != length) {
            throw WireError("another number of bytes");
        }
        return bytes;
    } catch (const WireError& error) {
        garbled(line, reply, error.what());
    }
}

void Target::write(uint64_t handle, uint64_t offset, std::span<const uint8_t> bytes) {
    expect_ok(fmt::format("write {:016x} {:x} {}", handle, offset, wire_bytes(bytes)));
}

void Target::refuse(SpmcOperation operation, int32_t error, uint32_t count) {
    expect_ok(fmt::format("refuse {} {} {:x}", operation == SpmcOperation::retrieve ? "retrieve" : "relinquish", error,
                          count));
}

void Target::bye() { expect_ok("bye"); }

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// "? send ...", what a caller asks for, "! retrieve ...", what an SP did, and what kind of line a line is.
#include "conformance/protocol/line_parts.hpp"
#include "conformance/protocol/lines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace tsrpc::conformance {

// --- events ----------------------------------------------------------------------------------------------------------

std::string to_line(const SpmcEvent& event) {
    if (event.operation == SpmcOperation::retrieve) {
        WordWriter out("! retrieve");
        out.hex(event.sender_id, id_digits).hex(event.handle, wide_digits).hex(event.tag, wide_digits);
        return out.decimal(event.result).take();
    }
    return WordWriter("! relinquish").hex(event.handle, wide_digits).decimal(event.result).take();
}

SpmcEvent parse_event(std::string_view line) {
    WordReader in = words_of(line, '!');
    const std::string_view kind = in.word();
    SpmcEvent event = {};
    if (kind == "retrieve") {
        event.operation = SpmcOperation::retrieve;
        event.sender_id = in.hex<uint16_t>();
        event.handle = in.hex<uint64_t>();
        event.tag = in.hex<uint64_t>();
    } else if (kind == "relinquish") {
        event.operation = SpmcOperation::relinquish;
        event.handle = in.hex<uint64_t>();
    } else {
        throw LineError(fmt::format("'{}' is neither retrieve nor relinquish", excerpt(kind)));
    }
    event.result = in.decimal();
    if (event.result > 0) {
        throw LineError("a RESULT is 0 or negative");
    }
    return whole(in, event);
}

// --- asks ------------------------------------------------------------------------------------------------------------

std::string to_line(const Ask& ask) {
    return std::visit(
        Overloaded{
            [](const PartitionIds& a) {
                return WordWriter("? partitions").word(to_text(a.protocol).text).hex(a.capacity).take();
            },
            [](const Send& a) { return WordWriter("? send").hex(a.endpoint, id_digits).registers(a.request).take(); },
            [](const FfaShare& a) {
                return WordWriter("? share").hex(a.endpoint, id_digits).hex(a.base).hex(a.size).take();
            },
            [](const FfaReclaim& a) { return WordWriter("? reclaim").hex(a.handle, wide_digits).take(); },
        },
        ask);
}

Ask parse_ask(std::string_view line) {
    WordReader in = words_of(line, '?');
    const std::string_view word = in.word();
    if (word == "partitions") {
        return whole(in, Ask(PartitionIds{take_uuid(in), in.hex<uint32_t>()}));
    }
    if (word == "send") {
        return whole(in, Ask(Send{in.hex<uint16_t>(), in.registers()}));
    }
    if (word == "share") {
        return whole(in, Ask(FfaShare{in.hex<uint16_t>(), in.hex<uint64_t>(), in.hex<uint64_t>()}));
    }
    if (word == "reclaim") {
        return whole(in, Ask(FfaReclaim{in.hex<uint64_t>()}));
    }
    throw LineError(fmt::format("'{}' is not an ask", excerpt(word)));
}

// --- kinds -----------------------------------------------------------------------------------------------------------

LineKind kind_of(std::string_view line) {
    if (line.size() < 3 || line[1] != ' ') {
        return LineKind::noise;
    }
    const std::string_view words = line.substr(2);
    const std::string_view word = words.substr(0, words.find(' '));
    const auto is_one_of = [word](std::initializer_list<std::string_view> known) {
        return std::ranges::find(known, word) != known.end();
    };
    switch (line[0]) {
    case '>': return is_command_name(word) ? LineKind::command : LineKind::noise;
    case '<': return is_one_of({"ok", "ffa", "failed", "cannot", "error"}) ? LineKind::reply : LineKind::noise;
    case '!':
        return line == ready_line                      ? LineKind::ready
               : is_one_of({"retrieve", "relinquish"}) ? LineKind::event
                                                       : LineKind::noise;
    case '?': return is_one_of({"partitions", "send", "share", "reclaim"}) ? LineKind::ask : LineKind::noise;
    case '=': return is_one_of({"ok", "ffa"}) ? LineKind::granted : LineKind::noise;
    default: return LineKind::noise;
    }
}

} // namespace tsrpc::conformance

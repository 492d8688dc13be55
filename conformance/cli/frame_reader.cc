// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/frame_reader.hpp"

#include "conformance/protocol/fault.hpp"
#include "conformance/protocol/lines.hpp"
#include "conformance/protocol/words.hpp"
#include "conformance/report/frame_json.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>

namespace tsrpc::cli {
namespace {

using namespace conformance;

/// Without white space around it and a comment behind two spaces, which the console puts there.
std::string_view bare(std::string_view line) { return trimmed(line.substr(0, line.find("  # "))); }

[[noreturn]] void refuse(std::string_view line) {
    throw FrameError(fmt::format("{}; {}, after > or < if any", report::shown(std::string(line)), expected_words));
}

/// Five words of a frame that is known to go in that direction.
std::optional<TracedFrame> parse_words(std::string_view words, Direction direction) {
    const std::optional<Registers> registers = report::parse_registers(words);
    return registers ? std::optional<TracedFrame>({direction, *registers, *registers}) : std::nullopt;
}

TracedFrame request_frame(const Registers& words) { return {Direction::request, words, words}; }

} // namespace

std::optional<TracedFrame> parse_plain_frame(std::string_view text, Direction direction) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    if (text.starts_with('>') || text.starts_with('<')) {
        direction = text.front() == '>' ? Direction::request : Direction::response;
        text.remove_prefix(1);
    }
    return parse_words(text, direction);
}

std::optional<TracedFrame> FrameReader::take(std::string_view line) {
    const std::string_view text = bare(line);
    if (text.empty() || text.front() == '#') {
        return std::nullopt;
    }
    if (const auto frame = parse_plain_frame(text, direction_)) {
        return frame;
    }
    try {
        return take_traced(text);
    } catch (const LineError&) {
        refuse(line);
    }
}

std::optional<TracedFrame> FrameReader::take_traced(std::string_view line) {
    switch (kind_of(line)) {
    case LineKind::command: {
        const Command command = parse_command(line);
        const auto* const call = std::get_if<Call>(&command);
        command_ = {true, call ? std::optional(call->request) : std::nullopt};
        return call ? std::optional(request_frame(call->request)) : std::nullopt;
    }
    case LineKind::ask: {
        const Ask ask = parse_ask(line);
        const auto* const send = std::get_if<Send>(&ask);
        ask_ = {true, send ? std::optional(send->request) : std::nullopt};
        return send ? std::optional(request_frame(send->request)) : std::nullopt;
    }
    case LineKind::reply: return take_answer(line, command_);
    case LineKind::granted: return take_answer(line, ask_);
    case LineKind::event:
    case LineKind::ready: return std::nullopt;
    case LineKind::noise:
        if (parse_fault(line)) {
            return std::nullopt;
        }
        break;
    }
    throw LineError("no line of a trace");
}

std::optional<TracedFrame> FrameReader::take_answer(std::string_view line, const Asked& asked) {
    constexpr std::string_view words = "ok "; // behind the mark and a space
    line.remove_prefix(2);
    if (!line.starts_with(words) || (asked.known && !asked.request)) {
        return std::nullopt;
    }
    std::optional<TracedFrame> frame = parse_words(line.substr(words.size()), Direction::response);
    if (frame && asked.request) {
        frame->request = *asked.request;
    }
    if (!frame && asked.known) {
        throw LineError("a frame has five words");
    }
    return frame;
}

} // namespace tsrpc::cli

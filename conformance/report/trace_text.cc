// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_text.hpp"

#include "conformance/report/frame_text.hpp"
#include "conformance/report/trace_messages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace tsrpc::conformance {
namespace {

std::string left_out_text(std::span<const Said> left_out) {
    std::map<std::string_view, size_t> counts;
    for (const Said& said : left_out) {
        ++counts[name(said.command)];
    }
    std::string text = fmt::format("# {} exchange{} left out:", left_out.size(), left_out.size() == 1 ? "" : "s");
    for (const char* separator = " "; const auto& [command, count] : counts) {
        text += fmt::format("{}{} {}", separator, count, command);
        separator = ", ";
    }
    return text + '\n';
}

std::string all_text(std::span<const Said> trace) {
    std::string text;
    for (const Said& said : trace) {
        text += trace_text(said);
    }
    return text;
}

/// The rows that hold the bits, as comments.
std::string explanation(const TraceFrame& frame, const WrongBits& wrong) {
    const std::string rows =
        report::explain_bits(frame.inspect(), frame.words, frame.request, {wrong.reg, wrong.mask, wrong.expected});
    std::string text;
    for (std::string_view rest = rows; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
        text += fmt::format("# {}\n", rest.substr(0, rest.find('\n')));
    }
    return text;
}

} // namespace

std::string trace_text(const Said& said) {
    std::string text;
    for (const TraceMessage& message : messages(said)) {
        text += message.line + (message.says.empty() ? "\n" : fmt::format("  # {}\n", message.says));
    }
    return text;
}

std::string trace_text(std::span<const Said> trace, const TraceLength& length) {
    if (trace.size() <= length.first + length.last) {
        return all_text(trace);
    }
    return all_text(trace.first(length.first)) +
           left_out_text(trace.subspan(length.first, trace.size() - length.first - length.last)) +
           all_text(trace.last(length.last));
}

std::string trace_text(std::span<const Said> trace, const Findings& findings, const TraceLength& length) {
    const size_t step = findings.empty() ? trace.size() : findings.front().step;
    if (step >= trace.size()) {
        return trace_text(trace, length);
    }
    std::string text = trace_text(trace.first(step + 1), length);
    const std::optional<TraceFrame> frame = last_frame(trace[step]);
    for (const Finding& finding : findings) {
        if (frame && finding.wrong && finding.step == step) {
            text += explanation(*frame, *finding.wrong);
        }
    }
    return text;
}

} // namespace tsrpc::conformance

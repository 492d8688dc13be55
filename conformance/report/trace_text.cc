// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_text.hpp"

#include "conformance/protocol/lines.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <variant>

namespace tsrpc::conformance {
namespace {

/// Five words and, of a response, what they answer.
struct Frame {
    Direction direction;
    Registers words;
    Registers request;

    Inspection inspect() const {
        return direction == Direction::request ? inspect_request(words) : inspect_response(words, request);
    }
};

Frame request_frame(const Registers& words) { return {Direction::request, words, words}; }

/// What a reply, or what was granted, answers to a request, if it is a frame.
template <class Answer>
std::optional<Frame> response_frame(const Answer& answer, const Registers& request) {
    const auto* const response = std::get_if<Response>(&answer);
    return response ? std::optional<Frame>({Direction::response, response->words, request}) : std::nullopt;
}

/// The last frame of an exchange: what a finding's bits are of.
std::optional<Frame> last_frame(const Said& said) {
    if (const auto* const call = std::get_if<Call>(&said.command)) {
        const auto response = said.reply ? response_frame(said.reply->result, call->request) : std::nullopt;
        return response ? response : request_frame(call->request);
    }
    const auto is_send = [](const Asked& asked) { return std::holds_alternative<Send>(asked.ask); };
    const auto send = std::find_if(said.asked.rbegin(), said.asked.rend(), is_send);
    // The runner's own answer is not what a caller is judged by.
    return send == said.asked.rend() ? std::nullopt : std::optional(request_frame(std::get<Send>(send->ask).request));
}

std::string with_summary(std::string line, const std::optional<Frame>& frame) {
    return frame ? fmt::format("{}  # {}\n", line, report::summary(frame->inspect(), frame->words))
                 : std::move(line) + '\n';
}

/// A line of bytes, cut where it gets long.
std::string with_count(const std::string& line, size_t bytes) {
    constexpr size_t longest = 112;
    return line.size() <= longest ? line + '\n' : fmt::format("{}...  # {} bytes\n", line.substr(0, longest), bytes);
}

std::string command_text(const Command& command) {
    const std::string line = to_line(command, BytesForm::shortened);
    if (const auto* const call = std::get_if<Call>(&command)) {
        return with_summary(line, request_frame(call->request));
    }
    if (const auto* const write = std::get_if<Write>(&command)) {
        return with_count(line, write->bytes.size());
    }
    const auto* const store = std::get_if<Store>(&command);
    return store ? with_count(line, store->bytes.size()) : line + '\n';
}

std::string result_text(const Command& command, const Result& result) {
    const std::string line = to_line(result, BytesForm::shortened);
    if (const auto* const call = std::get_if<Call>(&command)) {
        return with_summary(line, response_frame(result, call->request));
    }
    const auto* const bytes = std::get_if<Bytes>(&result);
    return bytes ? with_count(line, bytes->bytes.size()) : line + '\n';
}

std::string asked_text(const Asked& asked) {
    const auto* const send = std::get_if<Send>(&asked.ask);
    if (send == nullptr) {
        return to_line(asked.ask) + '\n' + to_line(asked.granted) + '\n';
    }
    std::string meanwhile;
    for (const Touched& touched : asked.meanwhile) {
        meanwhile += command_text(touched.command) + result_text(touched.command, touched.reply.result);
    }
    return with_summary(to_line(asked.ask), request_frame(send->request)) + meanwhile +
           with_summary(to_line(asked.granted), response_frame(asked.granted, send->request));
}

/// "# 12 exchanges left out: 8 call, 4 share"
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
std::string explanation(const Frame& frame, const WrongBits& wrong) {
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
    std::string text = command_text(said.command);
    for (const Asked& asked : said.asked) {
        text += asked_text(asked);
    }
    if (!said.reply) {
        return text + "# no reply: the target was lost here\n";
    }
    for (const SpmcEvent& event : said.reply->events) {
        text += to_line(event) + '\n';
    }
    return text + result_text(said.command, said.reply->result);
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
    const std::optional<Frame> frame = last_frame(trace[step]);
    for (const Finding& finding : findings) {
        if (frame && finding.wrong && finding.step == step) {
            text += explanation(*frame, *finding.wrong);
        }
    }
    return text;
}

} // namespace tsrpc::conformance

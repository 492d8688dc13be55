// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_messages.hpp"

#include "conformance/protocol/line_parts.hpp"
#include "conformance/protocol/lines.hpp"
#include "conformance/report/frame_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <variant>

namespace tsrpc::conformance {
namespace {

TraceFrame request_frame(const Registers& words) { return {Direction::request, words, words}; }

template <class Answer>
std::optional<TraceFrame> response_frame(const Answer& answer, const Registers& request) {
    const auto* const response = std::get_if<Response>(&answer);
    return response ? std::optional<TraceFrame>({Direction::response, response->words, request}) : std::nullopt;
}

struct Parties {
    Party from;
    Party to;
};

/// Who says a command to whom.
Parties parties(const Command& command) {
    constexpr Parties to_target = {Party::runner, Party::target};
    constexpr Parties to_memory = {Party::runner, Party::memory};
    constexpr Parties to_spmc = {Party::caller, Party::spmc};
    return std::visit(Overloaded{
                          [&](const Hello&) { return to_target; },
                          [&](const Reset&) { return to_target; },
                          [&](const Bye&) { return to_target; },
                          [&](const Select&) { return to_target; },
                          [&](const Read&) { return to_memory; },
                          [&](const Write&) { return to_memory; },
                          [&](const Share&) { return to_spmc; },
                          [&](const Reclaim&) { return to_spmc; },
                          [](const Refuse&) {
                              return Parties{Party::runner, Party::spmc};
                          },
                          [](const Call&) {
                              return Parties{Party::caller, Party::endpoint};
                          },
                          [](const auto&) {
                              return Parties{Party::user, Party::caller};
                          },
                      },
                      command);
}

/// Who asks whom.
Parties parties(const Ask& ask) {
    return {Party::caller, std::holds_alternative<Send>(ask) ? Party::endpoint : Party::spmc};
}

Parties parties(const SpmcEvent& event) {
    const bool is_of_owner = event.operation == SpmcOperation::share || event.operation == SpmcOperation::reclaim;
    return {is_of_owner ? Party::caller : Party::endpoint, Party::spmc};
}

std::string says(const std::optional<TraceFrame>& frame) {
    return frame ? report::summary(frame->inspect(), frame->words) : "";
}

/// A line with bytes, cut if it is long.
TraceMessage with_bytes(Parties between, const std::string& line, size_t bytes) {
    constexpr size_t longest = 112;
    const auto& [from, to] = between;
    return line.size() <= longest
               ? TraceMessage{from, to, line, ""}
               : TraceMessage{from, to, line.substr(0, longest) + "...", fmt::format("{} bytes", bytes)};
}

TraceMessage message(const Command& command) {
    const Parties between = parties(command);
    const std::string line = to_line(command, BytesForm::shortened);
    if (const auto* const write = std::get_if<Write>(&command)) {
        return with_bytes(between, line, write->bytes.size());
    }
    if (const auto* const store = std::get_if<Store>(&command)) {
        return with_bytes(between, line, store->bytes.size());
    }
    const auto* const call = std::get_if<Call>(&command);
    return {between.from, between.to, line, call ? says(request_frame(call->request)) : ""};
}

TraceMessage message(const Command& command, const Result& result) {
    const Parties between = {parties(command).to, parties(command).from};
    const std::string line = to_line(result, BytesForm::shortened);
    if (const auto* const bytes = std::get_if<Bytes>(&result)) {
        return with_bytes(between, line, bytes->bytes.size());
    }
    const auto* const call = std::get_if<Call>(&command);
    return {between.from, between.to, line, call ? says(response_frame(result, call->request)) : ""};
}

void add(std::vector<TraceMessage>& list, const Asked& asked) {
    const auto& [from, to] = parties(asked.ask);
    const auto* const send = std::get_if<Send>(&asked.ask);
    list.push_back({from, to, to_line(asked.ask), send ? says(request_frame(send->request)) : ""});
    for (const Touched& touched : asked.meanwhile) {
        list.push_back(message(touched.command));
        list.push_back(message(touched.command, touched.reply.result));
    }
    list.push_back({to, from, to_line(asked.granted), send ? says(response_frame(asked.granted, send->request)) : ""});
}

} // namespace

std::string_view name(Party party) {
    switch (party) {
    case Party::runner: return "runner";
    case Party::target: return "target";
    case Party::user: return "user";
    case Party::caller: return "caller";
    case Party::endpoint: return "endpoint";
    case Party::spmc: return "SPMC";
    case Party::memory: break;
    }
    return "memory";
}

std::vector<TraceMessage> messages(const Said& said) {
    std::vector<TraceMessage> list = {message(said.command)};
    for (const Asked& asked : said.asked) {
        add(list, asked);
    }
    if (!said.reply) {
        list.push_back({list.front().to, list.front().from, "# no reply: the target was lost here", ""});
        return list;
    }
    for (const SpmcEvent& event : said.reply->events) {
        list.push_back({parties(event).from, parties(event).to, to_line(event), ""});
    }
    list.push_back(message(said.command, said.reply->result));
    return list;
}

std::optional<TraceFrame> last_frame(const Said& said) {
    if (const auto* const call = std::get_if<Call>(&said.command)) {
        const auto response = said.reply ? response_frame(said.reply->result, call->request) : std::nullopt;
        return response ? response : request_frame(call->request);
    }
    const auto is_send = [](const Asked& asked) { return std::holds_alternative<Send>(asked.ask); };
    const auto send = std::find_if(said.asked.rbegin(), said.asked.rend(), is_send);
    // The runner's own answer is not what a caller is judged by.
    return send == said.asked.rend() ? std::nullopt : std::optional(request_frame(std::get<Send>(send->ask).request));
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/log/log_judge.hpp"

#include "conformance/caller/judge.hpp"
#include "conformance/protocol/lines.hpp"
#include "conformance/sp/judge.hpp"

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

using report::FrameForm;
using report::LineContent;
using report::LoggedFrame;

LoggedFrame request_frame(const Registers& words) {
    LoggedFrame frame = {};
    frame.direction = Direction::request;
    frame.words = words;
    return frame;
}

LoggedFrame response_frame(const Registers& words, const Registers& request) {
    LoggedFrame frame = request_frame(words);
    frame.direction = Direction::response;
    frame.is_answer = true;
    frame.request = request;
    return frame;
}

/// What the bits of an exchange's findings are of: an SP's response, or a caller's last request.
std::optional<LoggedFrame> last_frame(const Said& said) {
    if (const auto* const call = std::get_if<Call>(&said.command)) {
        const auto* const response = said.reply ? std::get_if<Response>(&said.reply->result) : nullptr;
        return response != nullptr ? std::optional(response_frame(response->words, call->request)) : std::nullopt;
    }
    for (auto asked = said.asked.rbegin(); asked != said.asked.rend(); ++asked) {
        if (const auto* const send = std::get_if<Send>(&asked->ask)) {
            return request_frame(send->request);
        }
    }
    return std::nullopt;
}

bool begins(std::string_view text, std::string_view with) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
    return text.starts_with(with);
}

} // namespace

void LogJudge::end() {
    leave_trace();
    pairing_.forget();
    frames_.forget();
}

JudgedLine LogJudge::take(std::string_view text, const report::Line& line) {
    JudgedLine judged;
    if (line.content == LineContent::frame) {
        ++counts_.frames;
        judged.frame = line.frame;
    }
    if (line.content == LineContent::malformed) {
        leave_trace();
    } else if (line.content == LineContent::beside && begins(text, "#")) {
        take_comment(text);
    } else if (line.content == LineContent::beside && !trace_ && begins(text, "> hello")) {
        end();
        trace_.emplace();
    }
    if (trace_ && line.content != LineContent::other) {
        take_trace_line(text, line, judged);
    } else if (line.content == LineContent::frame) {
        take_frame(line.frame, judged);
    } else if (line.content == LineContent::beside && (begins(text, "> reset") || begins(text, "! ready"))) {
        end();
    }
    return judged;
}

/// Ours begin a trace's file, and stand where the console leaves exchanges out.
void LogJudge::take_comment(std::string_view text) {
    if (begins(text, "# test: ")) {
        end();
    } else if (trace_ && text.find(" left out: ") != text.npos) {
        leave_trace();
    }
}

/// What follows is judged by its frames.
void LogJudge::leave_trace() {
    if (!trace_) {
        return;
    }
    for (const Said& said : trace_->finish()) {
        counts_.unanswered += std::holds_alternative<Call>(said.command) && !said.reply;
    }
    trace_.reset();
    is_greeted_ = false;
    sp_ = {};
    caller_ = {};
    other_caller_ = {};
}

void LogJudge::take_trace_line(std::string_view text, const report::Line& line, JudgedLine& judged) {
    try {
        trace_->take(text);
    } catch (const LineError& error) {
        const bool is_cut = text.find("...  # ") != text.npos; // by the console, which shows no long bytes
        judged.problem = is_cut ? "" : error.what();
        leave_trace();
        if (line.content == LineContent::frame) {
            take_frame(line.frame, judged);
        }
        return;
    }
    while (const std::optional<Said> said = trace_->take_whole()) {
        take_said(*said, judged);
    }
}

void LogJudge::take_said(const Said& said, JudgedLine& judged) {
    if (!is_greeted_) { // what it says of itself is not judged
        is_greeted_ = true;
        role_ = said.reply && std::holds_alternative<Greeting>(said.reply->result)
                    ? std::get<Greeting>(said.reply->result).role
                    : TargetRole::caller;
        sp_ = next(SpState{}, said);
        sp_.capacity = Capacity{}; // how much it can hold was measured beside the trace
        caller_ = next(CallerState{}, said);
        other_caller_.caller = 1;
    } else if (role_ == TargetRole::sp) {
        judge_sp(said, judged);
    } else {
        judge_caller(said, judged);
    }
    if (!judged.findings.empty()) {
        judged.blamed = last_frame(said);
    }
    counts_.unanswered += std::holds_alternative<Call>(said.command) && !said.reply;
    counts_.exchanges += std::holds_alternative<Call>(said.command) && said.reply &&
                         std::holds_alternative<Response>(said.reply->result);
    for (const Asked& asked : said.asked) {
        counts_.exchanges += std::holds_alternative<Send>(asked.ask) && std::holds_alternative<Response>(asked.granted);
    }
}

void LogJudge::judge_sp(const Said& said, JudgedLine& judged) {
    for (Finding& finding : judge(sp_, said)) {
        judged.findings.push_back(std::move(finding));
    }
    const auto* const call = std::get_if<Call>(&said.command);
    const auto* const response = said.reply ? std::get_if<Response>(&said.reply->result) : nullptr;
    if (call != nullptr && response != nullptr && classify(call->request) == Message::retrieve_mem &&
        response->words[W4] == TSRPC_RPC_SUCCESS) {
        sp_.capacity->regions = 1; // at least: an SP may take no memory at all
    }
    sp_ = next(std::move(sp_), said);
}

void LogJudge::judge_caller(const Said& said, JudgedLine& judged) {
    const auto* const select = std::get_if<Select>(&said.command);
    if (select != nullptr && select->caller != caller_.caller) {
        other_caller_.shares = std::move(caller_.shares);
        std::swap(caller_, other_caller_);
    }
    for (Finding& finding : judge(caller_, said)) {
        judged.findings.push_back(std::move(finding));
    }
    caller_ = next(std::move(caller_), said);
}

bool LogJudge::judges_caller(FrameForm form) const {
    return options_.judged == Judged::caller || (options_.judged == Judged::both && form != FrameForm::call);
}

bool LogJudge::judges_endpoint(FrameForm form) const {
    return options_.judged == Judged::endpoint || (options_.judged == Judged::both && form != FrameForm::send);
}

/// A frame of no trace. In a piece of one the runner plays the other side, which is not judged.
void LogJudge::take_frame(LoggedFrame frame, JudgedLine& judged) {
    ++counts_.bare;
    Findings findings;
    if (!frame.has_direction) {
        frame.direction = pairing_.is_response(frame) ? Direction::response : Direction::request;
    }
    if (frame.direction == Direction::request) {
        pairing_.request(frame);
        frames_.request(frame, findings);
        if (judges_caller(frame.form)) {
            judged.findings = std::move(findings);
        }
    } else {
        const Answered answered = pairing_.response(frame);
        frame.is_answer = answered.request.has_value();
        if (answered.request) {
            frame.request = answered.request->words;
            ++counts_.exchanges;
            frames_.response(*answered.request, frame.words, answered.is_sure, findings);
        } else {
            ++counts_.orphans;
            FrameJudge::orphan(frame.words, findings);
        }
        if (judges_endpoint(frame.form)) {
            judged.findings = std::move(findings);
        }
    }
    judged.frame = frame;
    judged.blamed = frame;
}

LogCounts LogJudge::counts() const {
    LogCounts counts = counts_;
    counts.unanswered += pairing_.unanswered();
    return counts;
}

} // namespace tsrpc::conformance

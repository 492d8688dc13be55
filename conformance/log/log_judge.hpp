// SPDX-License-Identifier: BSD-3-Clause
//
// A log, judged line by line. A trace of ours is judged as the run that wrote it judged: it says what was shared and
// what was asked of the SPMC. Other frames are judged by what frames tell.
#ifndef TSRPC_CONFORMANCE_LOG_LOG_JUDGE_HPP
#define TSRPC_CONFORMANCE_LOG_LOG_JUDGE_HPP

#include "conformance/caller/state.hpp"
#include "conformance/log/frame_judge.hpp"
#include "conformance/log/pairing.hpp"
#include "conformance/protocol/trace_reader.hpp"
#include "conformance/report/line_reader.hpp"
#include "conformance/sp/state.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Who is judged by frames that are of no trace.
enum class Judged : uint8_t { both, endpoint, caller };

struct LogJudgeOptions {
    Judged judged = Judged::both;
    bool is_complete = false; ///< see FrameJudge
};

/// What a line of a log tells.
struct JudgedLine {
    std::optional<report::LoggedFrame> frame;  ///< with its direction, and of a response what it answers
    Findings findings;                         ///< that show at this line
    std::optional<report::LoggedFrame> blamed; ///< the frame that the findings' bits are of
    std::string problem;                       ///< why the line cannot stand in a trace; empty: it can
};

/// How much there was.
struct LogCounts {
    size_t frames = 0;
    size_t exchanges = 0;  ///< requests with their responses
    size_t unanswered = 0; ///< requests without
    size_t orphans = 0;    ///< responses without
    size_t bare = 0;       ///< frames that are of no whole trace
};

class LogJudge {
  public:
    explicit LogJudge(const LogJudgeOptions& options) : options_(options), frames_(options.is_complete) {}

    /// The log ends; another may follow.
    void end();

    JudgedLine take(std::string_view text, const report::Line& line);

    /// Of all logs, when the last one has ended.
    LogCounts counts() const;

  private:
    void take_comment(std::string_view text);
    void take_trace_line(std::string_view text, const report::Line& line, JudgedLine& judged);
    void take_said(const Said& said, JudgedLine& judged);
    void take_frame(report::LoggedFrame frame, JudgedLine& judged);
    void judge_sp(const Said& said, JudgedLine& judged);
    void judge_caller(const Said& said, JudgedLine& judged);
    bool judges_caller(report::FrameForm form) const;
    bool judges_endpoint(report::FrameForm form) const;
    void leave_trace();

    LogJudgeOptions options_;
    LogCounts counts_;
    Pairing pairing_;
    FrameJudge frames_;
    std::optional<TraceReader> trace_; ///< while a trace is read from its hello on
    bool is_greeted_ = false;          ///< its first hello was answered
    TargetRole role_ = TargetRole::sp; ///< of who was greeted
    SpState sp_;
    CallerState caller_;
    CallerState other_caller_; ///< the caller that is not selected
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_LOG_LOG_JUDGE_HPP

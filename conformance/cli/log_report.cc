// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/log_report.hpp"

#include "conformance/cli/lines.hpp"
#include "conformance/report/frame_text.hpp"
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

namespace tsrpc::cli {

using namespace conformance;
using report::FrameForm;
using report::LoggedFrame;

namespace {

constexpr size_t shown_in_full = 10; ///< times that a requirement is broken

/// "> call 0001 ": what stands before the words in docs/target-protocol.md.
std::string mark_text(const LoggedFrame& frame) {
    const bool is_request = frame.direction == Direction::request;
    switch (frame.form) {
    case FrameForm::call: return is_request ? fmt::format("> call {:04x} ", frame.sender) : "< ok ";
    case FrameForm::send: return is_request ? fmt::format("? send {:04x} ", frame.receiver) : "= ok ";
    case FrameForm::plain:
    case FrameForm::ffa: break;
    }
    return is_request ? "> " : "< ";
}

std::string frame_line(const LoggedFrame& frame) {
    std::string text = mark_text(frame);
    text += report::to_hex(frame.words);
    text += "  # ";
    if (frame.form == FrameForm::ffa) {
        text += fmt::format("{:04x} to {:04x}: ", frame.sender, frame.receiver);
    }
    text += report::summary(frame.inspect(), frame.words);
    return text += '\n';
}

/// The rows that hold wrong bits, as comments.
std::string rows(const LoggedFrame& frame, const WrongBits& wrong) {
    const std::string text =
        report::explain_bits(frame.inspect(), frame.words, frame.answered(), {wrong.reg, wrong.mask, wrong.expected});
    std::string commented;
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
        commented += fmt::format("# {}\n", rest.substr(0, rest.find('\n')));
    }
    return commented;
}

std::string counted(size_t count, std::string_view singular) {
    return fmt::format("{} {}{}", count, singular, count == 1 ? "" : "s");
}

/// What frames alone do not tell.
std::string not_judged(const LogJudgeOptions& options) {
    std::string text = "not judged: memory, and calls of the SPMC";
    if (!options.is_complete) {
        text += ", and what was before the log";
        text += ", and whether endpoints keep their services (--complete)";
    }
    return text + '\n';
}

} // namespace

LogReport::Broken& LogReport::count(const Finding& finding, const Place& place) {
    auto found = std::ranges::find_if(
        broken_, [&](const Broken& broken) { return broken.requirement->id == finding.requirement; });
    if (found == broken_.end()) {
        broken_.push_back({find_requirement(finding.requirement),
                           fmt::format("{}: {}", line_name(place.path, place.number), finding.detail), "", 0});
        found = broken_.end() - 1;
    }
    ++found->count;
    if (found->count > 1) {
        found->last = line_name(place.path, place.number);
    }
    return *found;
}

/// A request that was shown for itself is not shown again before its response.
void LogReport::show(const LoggedFrame& frame) {
    std::string line = frame_line(frame);
    if (line != shown_) {
        output_.write(line);
    }
    shown_ = std::move(line);
}

void LogReport::take(const Place& place, const JudgedLine& judged) {
    if (judged.frame && !is_quiet_) {
        output_.write(frame_line(*judged.frame));
    }
    bool is_frame_shown = !is_quiet_;
    for (size_t i = 0; i < judged.findings.size(); ++i) {
        const Finding& finding = judged.findings[i];
        const auto before = judged.findings.begin() + static_cast<ptrdiff_t>(i);
        const bool is_told = std::find_if(judged.findings.begin(), before, [&](const Finding& other) {
                                 return other.requirement == finding.requirement;
                             }) != before;
        if (is_told || count(finding, place).count > shown_in_full) {
            continue;
        }
        if (!is_frame_shown && judged.blamed) {
            if (judged.blamed->is_answer) {
                LoggedFrame request = *judged.blamed;
                request.direction = Direction::request;
                request.words = judged.blamed->request;
                std::swap(request.sender, request.receiver);
                show(request);
            }
            show(*judged.blamed);
            is_frame_shown = true;
        }
        output_.write(finding.wrong && judged.blamed ? rows(*judged.blamed, *finding.wrong) : "");
        output_.write(fmt::format("# {}: {}\n", line_name(place.path, place.number), finding_text(finding)));
    }
}

size_t LogReport::broken(Level level) const {
    return static_cast<size_t>(
        std::ranges::count_if(broken_, [&](const Broken& broken) { return broken.requirement->level == level; }));
}

void LogReport::finish(const LogCounts& counts, const LogJudgeOptions& options, bool conforms) {
    std::string text;
    for (const Broken& broken : broken_) {
        text += fmt::format("broken: {}\n    {}\n", requirement_text(*broken.requirement), broken.first);
        if (broken.count > 1) {
            text += fmt::format("    {} times, the last at {}\n", broken.count, broken.last);
        }
    }
    if (counts.unanswered != 0) {
        text += fmt::format("note: {} without a response\n", counted(counts.unanswered, "request"));
    }
    if (counts.orphans != 0) {
        text += fmt::format("note: {} without a request\n", counted(counts.orphans, "response"));
    }
    if (counts.bare != 0) {
        text += not_judged(options);
    }
    text += fmt::format("log {}: {}, {}", conforms ? "conforms" : "does not conform", counted(counts.frames, "frame"),
                        counted(counts.exchanges, "exchange"));
    for (const Level level : {Level::must, Level::should}) {
        if (broken(level) != 0) {
            text += fmt::format(", {} broken", counted(broken(level), name(level)));
        }
    }
    output_.write(text + '\n');
}

} // namespace tsrpc::cli

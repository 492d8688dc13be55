// SPDX-License-Identifier: BSD-3-Clause
//
// What is found in logs: in the traces of conforming SPs and callers nothing, however little of them a log has; in
// those of planted defects what the run found.
#include "conformance/caller/cases.hpp"
#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/defect.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/log/log_judge.hpp"
#include "conformance/reference/caller_plugin.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/report/frame_text.hpp"
#include "conformance/report/trace_file.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace tsrpc::conformance {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
    Lines lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// Where findings are, and the ids.
struct Found {
    std::set<std::string_view> ids;
    std::string first;      ///< the first finding, and its line
    std::string first_must; ///< the same of a MUST
    LogCounts counts;
};

Found judge_lines(const Lines& lines, const LogJudgeOptions& options = {}) {
    report::LineReader reader;
    LogJudge judge(options);
    Found found;
    for (const std::string& text : lines) {
        const JudgedLine judged = judge.take(text, reader.take(text.data(), text.size()));
        EXPECT_EQ(judged.problem, "") << text;
        for (const Finding& finding : judged.findings) {
            found.ids.insert(finding.requirement);
            const std::string said = std::string(finding.requirement) + ": " + finding.detail + " at " + text;
            found.first = found.first.empty() ? said : found.first;
            const bool is_must = find_requirement(finding.requirement)->level == Level::must;
            found.first_must = found.first_must.empty() && is_must ? said : found.first_must;
        }
    }
    judge.end();
    found.counts = judge.counts();
    return found;
}

/// The frames as a log of a driver has them: marks and words.
Lines bare_frames(const Lines& lines) {
    report::LineReader reader;
    Lines bare;
    for (const std::string& text : lines) {
        const report::Line line = reader.take(text.data(), text.size());
        if (line.content == report::LineContent::frame) {
            bare.push_back(
                (line.frame.direction == Direction::request ? "[   12.5] tstee: > " : "[   12.5] tstee: < ") +
                report::to_hex(line.frame.words));
        }
    }
    return bare;
}

/// Frames as a firmware that knows ids has them: W0 to W7.
Lines frames_with_ids(const Lines& lines) {
    report::LineReader reader;
    Lines frames;
    uint16_t sender = 1;
    uint16_t receiver = 0x8003;
    for (const std::string& text : lines) {
        const report::Line line = reader.take(text.data(), text.size());
        if (line.content != report::LineContent::frame) {
            continue;
        }
        const bool is_request = line.frame.direction == Direction::request;
        if (is_request) {
            sender = line.frame.form == report::FrameForm::call ? line.frame.sender : uint16_t{1};
            receiver = line.frame.form == report::FrameForm::send ? line.frame.receiver : uint16_t{0x8003};
        }
        const Registers ids = {{is_request ? 0x8400006fu : 0x84000070u,
                                is_request ? uint32_t{sender} << 16 | receiver : uint32_t{receiver} << 16 | sender, 0,
                                0, 0}};
        frames.push_back("VERBOSE: smc " + report::to_hex(ids).substr(0, 27) + report::to_hex(line.frame.words));
    }
    return frames;
}

Lines from(const Lines& lines, size_t first) { return {lines.begin() + static_cast<ptrdiff_t>(first), lines.end()}; }

/// Nothing is found in the trace, in its frames alone, nor in what is left of them when the beginning is missing. Of a
/// variant, which may break a SHOULD, no broken MUST: `first_found` says which is looked at.
void expect_nothing(const Outcome& outcome, Judged role, std::string Found::*first_found = &Found::first) {
    const Lines trace = lines_of(trace_file_text(outcome, {"tsrpc", "it", 1, Effort::normal}));
    const std::string_view id = outcome.requirement->id;
    EXPECT_EQ(judge_lines(trace).*first_found, "") << id << ": the trace";
    const Lines bare = bare_frames(trace);
    const Lines with_ids = frames_with_ids(trace);
    EXPECT_EQ(judge_lines(bare, {role, false}).*first_found, "") << id << ": its frames";
    EXPECT_EQ(judge_lines(with_ids, {role, false}).*first_found, "") << id << ": its frames with ids";
    std::mt19937_64 random(1);
    for (int i = 0; i < 8 && !bare.empty(); ++i) {
        const size_t first = random() % bare.size();
        EXPECT_EQ(judge_lines(from(bare, first), {role, false}).*first_found, "") << id << ": frames from " << first;
        EXPECT_EQ(judge_lines(from(with_ids, first), {role, false}).*first_found, "")
            << id << ": with ids, from " << first;
        const size_t line = random() % trace.size();
        EXPECT_EQ(judge_lines(from(trace, line)).*first_found, "") << id << ": the trace from line " << line;
    }
}

SuiteRun run_on(const StartTarget& start, Effort effort) {
    SuiteOptions options;
    options.effort = effort;
    return {start, options, {}, {}, {}};
}

SuiteRun run_on(const Defect& defect) {
    return run_on(
        attach([&defect]() -> const tsrpc_sp_plugin& { return defective_sp_plugin(defect); }, AttachOptions{}),
        Effort::full);
}

SuiteRun run_on(const CallerDefect& defect, Effort effort) {
    return run_on(
        attach([&defect]() -> const tsrpc_caller_plugin& { return defective_caller_plugin(defect); }, AttachOptions{}),
        effort);
}

const Case& find_case(const std::vector<Case>& cases, std::string_view id) {
    return *std::ranges::find_if(cases, [&](const Case& test) { return test.requirement->id == id; });
}

TEST(Logs, OfTheReferenceSpConform) {
    SuiteRun run = run_on(attach(reference_sp_plugin, AttachOptions{}), Effort::quick);
    for (const Case& test : sp_cases()) {
        expect_nothing(execute(test, run), Judged::endpoint);
    }
}

TEST(Logs, OfTheReferenceCallerConform) {
    SuiteRun run = run_on(attach(reference_caller_plugin, AttachOptions{}), Effort::quick);
    for (const Case& test : caller_cases()) {
        expect_nothing(execute(test, run), Judged::caller);
    }
}

/// What a log that begins anywhere is easily wrong about.
bool is_about_memory(const Case& test) {
    const std::string_view name = area(*test.requirement);
    return name == "memory" || name == "isolation" || name == "service_info" || name == "sharing" || name == "order";
}

class SpVariantLogs : public testing::TestWithParam<size_t> {};

TEST_P(SpVariantLogs, Conform) {
    static const std::vector<Variant> variants = all_variants();
    for (size_t i = GetParam(); i < variants.size(); i += 8) {
        SuiteRun run =
            run_on(attach([&]() -> const tsrpc_sp_plugin& { return variant_sp_plugin(variants[i]); }, AttachOptions{}),
                   Effort::quick);
        for (const Case& test : sp_cases()) {
            if (is_about_memory(test)) {
                SCOPED_TRACE(variants[i].name);
                expect_nothing(execute(test, run), Judged::endpoint, &Found::first_must);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Conforming, SpVariantLogs, testing::Range(size_t{0}, size_t{8}));

TEST(Logs, OfCallerVariantsConform) {
    for (const CallerDefect& variant : all_caller_variants()) {
        SuiteRun run = run_on(variant, Effort::quick);
        for (const Case& test : caller_cases()) {
            if (is_about_memory(test)) {
                SCOPED_TRACE(variant.name);
                expect_nothing(execute(test, run), Judged::caller, &Found::first_must);
            }
        }
    }
}

/// How many defects a log shows.
struct Shown {
    size_t all = 0;
    size_t same = 0; ///< by the requirement that the run blames
    size_t any = 0;  ///< by any
    size_t bare = 0; ///< in frames alone, by the same
    size_t bare_any = 0;
};

void count(const Outcome& outcome, std::string_view defect, Judged role, Shown& shown) {
    const Lines trace = lines_of(trace_file_text(outcome, {"tsrpc", "it", 1, Effort::normal}));
    const Requirement* const blamed = outcome.blamed();
    const Found found = judge_lines(trace);
    const Found bare = judge_lines(bare_frames(trace), {role, false});
    ++shown.all;
    shown.any += !found.ids.empty();
    shown.bare_any += !bare.ids.empty();
    shown.same += blamed != nullptr && found.ids.contains(blamed->id);
    shown.bare += blamed != nullptr && bare.ids.contains(blamed->id);
    if (blamed != nullptr && !found.ids.contains(blamed->id)) {
        std::cout << defect << " is blamed on " << blamed->id << ", its log on "
                  << (found.ids.empty() ? "nothing" : *found.ids.begin()) << "\n";
    }
}

void print(const Shown& shown) {
    std::cout << shown.all << " defects, in their traces " << shown.any << ", " << shown.same
              << " by the same requirement; in frames alone " << shown.bare_any << ", " << shown.bare
              << " by the same\n";
}

TEST(Logs, OfDefectiveSpsShowThem) {
    Shown shown;
    for (const Defect& defect : all_defects()) {
        SuiteRun run = run_on(defect);
        count(execute(find_case(sp_cases(), defect.test), run), defect.name, Judged::endpoint, shown);
    }
    print(shown);
    EXPECT_GE(shown.same, 110u);
    EXPECT_GE(shown.any, 170u);
    EXPECT_GE(shown.bare, 40u);
    EXPECT_GE(shown.bare_any, 50u);
}

TEST(Logs, OfDefectiveCallersShowThem) {
    Shown shown;
    for (const CallerDefect& defect : all_caller_defects()) {
        SuiteRun run = run_on(defect, Effort::full);
        count(execute(find_case(caller_cases(), defect.test), run), defect.name, Judged::caller, shown);
    }
    print(shown);
    EXPECT_GE(shown.same, 105u);
    EXPECT_GE(shown.any, 115u);
    EXPECT_GE(shown.bare, 15u);
}

} // namespace
} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/execute.hpp"

#include "conformance/engine/test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>

namespace tsrpc::conformance {
namespace {

Verdict verdict_of(TargetLost::How how) {
    switch (how) {
    case TargetLost::How::crashed: return Verdict::crashed;
    case TargetLost::How::hung: return Verdict::hung;
    case TargetLost::How::garbled: break;
    }
    return Verdict::error;
}

/// Whether a finding makes a test fail or warn: every MUST does, and what the test itself is about.
bool counts(const Finding& finding, const Test& test) {
    const Requirement* const requirement = find_requirement(finding.requirement);
    return requirement == nullptr || requirement->level == Level::must || requirement == &test.requirement() ||
           test.counts_all_levels();
}

bool fails(const Finding& finding, const SuiteOptions& options) {
    const Requirement* const requirement = find_requirement(finding.requirement);
    return requirement == nullptr || requirement->level == Level::must || options.strict;
}

/// The verdict of what was found, if that decides: those that fail come before those that warn.
void judge_findings(const Test& test, Outcome& outcome) {
    for (const bool failing : {true, false}) {
        std::ranges::copy_if(test.findings(), std::back_inserter(outcome.findings), [&](const Finding& finding) {
            return counts(finding, test) && fails(finding, test.options()) == failing;
        });
    }
    if (!outcome.findings.empty()) {
        outcome.verdict = fails(outcome.findings.front(), test.options()) ? Verdict::fail : Verdict::warn;
        outcome.why = outcome.findings.front().detail;
    }
}

/// A test that ended early though nothing that counts was found met what is tolerated, or a SHOULD that counts in
/// another test.
void judge_stop(const Test& test, Outcome& outcome) {
    if (!outcome.findings.empty()) {
        return;
    }
    if (!test.tolerated().empty()) {
        outcome.verdict = Verdict::warn;
        outcome.why = fmt::format("{} is known: the test ends there", test.tolerated().back().requirement);
    } else if (!test.findings().empty()) {
        outcome.findings.push_back(test.findings().front());
        outcome.verdict = fails(outcome.findings.front(), test.options()) ? Verdict::fail : Verdict::warn;
        outcome.why = outcome.findings.front().detail;
    } else {
        outcome.verdict = Verdict::error;
        outcome.why = "the test stopped without a finding";
    }
}

/// Runs the body. What it throws decides unless something was found before.
void run_body(const Case& test_case, Test& test, Outcome& outcome) {
    const auto unless_found = [&](Verdict verdict, const char* why) {
        if (outcome.findings.empty()) {
            outcome.verdict = verdict;
            outcome.why = why;
        }
    };
    std::exception_ptr thrown;
    try {
        test_case.body(test);
    } catch (...) {
        thrown = std::current_exception();
    }
    judge_findings(test, outcome);
    try {
        if (!thrown) {
            unless_found(Verdict::pass, "");
        } else {
            std::rethrow_exception(thrown);
        }
    } catch (const Stopped&) {
        judge_stop(test, outcome);
    } catch (const Skipped& skipped) {
        unless_found(Verdict::skip, skipped.what());
    } catch (const Unreachable& unreachable) {
        unless_found(Verdict::unreachable, unreachable.what());
    } catch (const NotRun& not_run) {
        unless_found(Verdict::not_run, not_run.what());
    } catch (const TargetLost& lost) {
        outcome.verdict = verdict_of(lost.how);
        outcome.why = lost.what();
    } catch (const std::exception& error) {
        outcome.verdict = Verdict::error;
        outcome.why = error.what();
    }
}

void run_test(const Case& test_case, SuiteRun& run, Outcome& outcome) {
    const auto not_started = [&](Verdict verdict, const std::exception& error) {
        outcome.verdict = verdict;
        outcome.why = fmt::format("starting the target: {}", error.what());
    };
    try {
        Test test(*test_case.requirement, run);
        run_body(test_case, test, outcome);
        outcome.notes = test.notes();
        outcome.tolerated = test.tolerated();
        outcome.trace = test.trace();
    } catch (const TargetLost& lost) {
        not_started(verdict_of(lost.how), lost);
    } catch (const NotRun& not_run) {
        outcome.verdict = Verdict::not_run;
        outcome.why = not_run.what();
    } catch (const std::exception& error) {
        not_started(Verdict::error, error);
    }
}

} // namespace

Outcome execute(const Case& test, SuiteRun& run) {
    Outcome outcome;
    outcome.requirement = test.requirement;
    const auto start = std::chrono::steady_clock::now();
    run_test(test, run, outcome);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return outcome;
}

} // namespace tsrpc::conformance

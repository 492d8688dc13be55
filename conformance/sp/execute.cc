// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/execute.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

Verdict verdict_of(const Requirement& broken, const SuiteOptions& options) {
    return broken.level == Level::must || options.strict ? Verdict::fail : Verdict::warn;
}

Verdict verdict_of(TargetLost::How how) {
    switch (how) {
    case TargetLost::How::crashed: return Verdict::crashed;
    case TargetLost::How::hung: return Verdict::hung;
    case TargetLost::How::garbled: break;
    }
    return Verdict::error;
}

std::string with_frames(const std::string& why, const Transcript& transcript) {
    return fmt::format("{}\n{}{}", why, transcript.frames(), transcript.explanation());
}

/// Runs the body and takes leave of the target.
Result run_body(const Case& test, Run& run, const SuiteOptions& options) {
    const auto result = [&](Verdict verdict, const Requirement* broken, const std::string& why) {
        return Result{test.requirement, broken, verdict, with_frames(why, run.transcript())};
    };
    try {
        test.body(run);
        run.end();
    } catch (const Broken& broken) {
        return result(verdict_of(*broken.requirement, options), broken.requirement, broken.what());
    } catch (const Skipped& skipped) {
        return {test.requirement, nullptr, Verdict::skip, fmt::format("{}\n", skipped.what())};
    } catch (const Unreachable& unreachable) {
        return {test.requirement, nullptr, Verdict::unreachable, fmt::format("{}\n", unreachable.what())};
    } catch (const TargetLost& lost) {
        return result(verdict_of(lost.how), nullptr, lost.what());
    } catch (const std::exception& error) {
        return result(Verdict::error, nullptr, error.what());
    }
    return {test.requirement, nullptr, Verdict::pass, run.observation()};
}

} // namespace

Result execute(const Case& test, const StartTarget& start, const SuiteOptions& options) {
    const auto not_started = [&](Verdict verdict, const std::exception& error) {
        return Result{test.requirement, nullptr, verdict, fmt::format("starting the target: {}\n", error.what())};
    };
    try {
        Run run(*test.requirement, start, options.seed);
        return run_body(test, run, options);
    } catch (const TargetLost& lost) {
        return not_started(verdict_of(lost.how), lost);
    } catch (const std::exception& error) {
        return not_started(Verdict::error, error);
    }
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/explore.hpp"

#include <rapidcheck.h>

#include <exception>

namespace tsrpc::conformance {
namespace {

/// RapidCheck would print; the report is ours.
class Quiet : public rc::detail::TestListener {
    void onTestCaseFinished(const rc::detail::CaseDescription&) override {}
    void onShrinkTried(const rc::detail::CaseDescription&, bool) override {}
    void onTestFinished(const rc::detail::TestMetadata&, const rc::detail::TestResult&) override {}
};

/// The last failing case: RapidCheck ends its search with the smallest.
struct Failure {
    std::exception_ptr exception;
    Transcript transcript;
};

} // namespace

void explore(Run& run, int count, const std::function<void()>& property) {
    Failure failure;
    bool finished = false; // nothing more to learn: the cases that are still tried pass
    const auto keep = [&] { failure = {std::current_exception(), run.transcript()}; };
    const auto one_case = [&] {
        if (finished) {
            return;
        }
        try {
            property();
            run.throw_pending();
        } catch (const Broken&) {
            keep();
            throw;
        } catch (const TargetLost& lost) {
            keep();
            finished = lost.how != TargetLost::How::crashed;
            if (!finished) {
                run.restart();
            }
            throw;
        } catch (const Skipped&) {
            keep();
            finished = true;
        } catch (const Unreachable&) {
            keep();
            finished = true;
        }
    };
    rc::detail::TestParams params;
    params.seed = run.seed();
    params.maxSuccess = count;
    Quiet quiet;
    const rc::detail::TestResult result =
        rc::detail::checkProperty(rc::detail::toProperty(one_case), {}, params, quiet, {});
    if (failure.exception) {
        run.set_transcript(std::move(failure.transcript));
        std::rethrow_exception(failure.exception);
    }
    if (!result.is<rc::detail::SuccessResult>()) {
        throw std::runtime_error("RapidCheck could not try the property");
    }
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_VERDICT_HPP
#define TSRPC_CONFORMANCE_ENGINE_VERDICT_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/protocol/trace.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// What a test says of its target. Only `pass` is a pass.
enum class Verdict : uint8_t {
    pass,
    fail,        ///< a MUST is broken, or with --strict a SHOULD
    warn,        ///< a SHOULD is broken, or a requirement of --known
    skip,        ///< the target lacks what the test needs
    unreachable, ///< this way of attaching cannot express the case
    crashed,     ///< the target died
    hung,        ///< the target did not answer in time
    error,       ///< the runner itself failed
    not_run,     ///< the run ended before it, or its requests make the target hang
    known_fail,  ///< it failed, as --known-failing says that it does
};
inline constexpr size_t verdict_count = 10;

/// "PASS", "NOT RUN", ...
std::string_view name(Verdict verdict);

/// Whether the verdict keeps a run from being called conforming.
constexpr bool is_failure(Verdict verdict) {
    return verdict == Verdict::fail || verdict == Verdict::crashed || verdict == Verdict::hung ||
           verdict == Verdict::error || verdict == Verdict::not_run;
}

/// How a note ends that says how many of the cases were tried.
inline constexpr std::string_view sampled_note = "; --effort full tries all";

/// The outcome of one test.
struct Outcome {
    const Requirement* requirement = nullptr; ///< the test's own
    Verdict verdict = Verdict::not_run;
    std::string why;                ///< one line: why there is no pass; of a failure by findings that of the first
    std::vector<Finding> findings;  ///< that the verdict rests on, the first one first
    std::vector<Finding> tolerated; ///< of --known
    std::vector<std::string> notes; ///< what was seen where nothing is demanded; how much was tried
    Trace trace;                    ///< all that was said, of this test alone
    std::string printed;            ///< what the target printed meanwhile, as it did; the runner may have cut it
    double seconds = 0;

    std::optional<Verdict> unlisted; ///< what the verdict would be without --known-failing, where that differs
    std::string known_failing;       ///< of a known failure the list's reason

    /// The requirement that the verdict blames, or null.
    const Requirement* blamed() const {
        return findings.empty() ? nullptr : find_requirement(findings.front().requirement);
    }

    /// The verdict of what happened, whatever --known-failing says.
    Verdict seen() const { return unlisted.value_or(verdict); }
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_VERDICT_HPP

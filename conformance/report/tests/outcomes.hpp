// SPDX-License-Identifier: BSD-3-Clause
//
// Outcomes and traces for the tests of what is said of them.
#ifndef TSRPC_CONFORMANCE_REPORT_TESTS_OUTCOMES_HPP
#define TSRPC_CONFORMANCE_REPORT_TESTS_OUTCOMES_HPP

#include "conformance/engine/verdict.hpp"
#include "conformance/protocol/trace.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace tsrpc::conformance {

inline constexpr Registers version_request = {{0x00ff0000, 0, 0, 0, 0}};
inline constexpr Registers version_response = {{0x00ff0000, 1, 0, 0, 0}};

inline Said answered(const Registers& request, const Registers& response, std::vector<SpmcEvent> events = {}) {
    return {Call{1, request}, {}, Reply{std::move(events), Response{response}}};
}

inline Said unanswered(const Registers& request) { return {Call{1, request}, {}, {}}; }

inline Finding finding(std::string_view id, Evidence evidence, std::string detail, size_t step = 0) {
    return {find_requirement(id)->id, evidence, std::move(detail), {}, step};
}

inline Outcome outcome(std::string_view id, Verdict verdict, std::string why = "") {
    Outcome made;
    made.requirement = find_requirement(id);
    made.verdict = verdict;
    made.why = std::move(why);
    return made;
}

/// One that rests on findings.
inline Outcome broken(std::string_view id, Findings findings, Verdict verdict = Verdict::fail) {
    Outcome made = outcome(id, verdict, findings.front().detail);
    made.findings = std::move(findings);
    return made;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TESTS_OUTCOMES_HPP

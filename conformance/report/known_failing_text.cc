// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/known_failing_text.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/report/outcome_text.hpp"
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

std::string reason(const Outcome& outcome) {
    if (!outcome.known_failing.empty()) {
        return outcome.known_failing;
    }
    return rests_on_finding(outcome) ? finding_text(outcome.findings.front())
                                     : fmt::format("{}: {}", name(outcome.seen()), outcome.why);
}

} // namespace

bool belongs_in_list(const Outcome& outcome) { return is_failure(outcome.seen()); }

std::string known_failing_line(const Outcome& outcome) {
    return fmt::format("{} {}\n", outcome.requirement->id, printable(reason(outcome)));
}

} // namespace tsrpc::conformance

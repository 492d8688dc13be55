// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/trace_file.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

std::string trace_file_text(const Outcome& outcome, const TraceOrigin& origin) {
    std::string text = fmt::format("# {}\n# test: {}\n# target: {}\n# seed: {}\n# effort: {}\n# verdict: {}\n",
                                   origin.version, outcome.requirement->id, printable(origin.target), origin.seed,
                                   name(origin.effort), name(outcome.verdict));
    if (outcome.findings.empty()) {
        text += fmt::format("# why: {}\n", printable(outcome.why));
    }
    for (const Finding& finding : outcome.findings) {
        text += fmt::format("# finding: {}\n", printable(finding_text(finding)));
    }
    for (size_t i = 0; i < outcome.trace.size(); ++i) {
        text += to_text(outcome.trace[i]);
        text += outcome.trace[i].reply ? "" : "# no reply: the target was lost here\n";
        for (const Finding& finding : outcome.findings) {
            text += finding.step == i ? fmt::format("# here: {}\n", finding.requirement) : "";
        }
    }
    return text;
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// Reports for the tests of what is made of them.
#ifndef TSRPC_CONFORMANCE_REPORT_TESTS_REPORTS_HPP
#define TSRPC_CONFORMANCE_REPORT_TESTS_REPORTS_HPP

#include "conformance/report/report.hpp"
#include "conformance/report/tests/outcomes.hpp"

#include <initializer_list>
#include <string>

namespace tsrpc::conformance {

inline const TestPlace somewhere = {"tsrpc check sp --run it", "sp/somewhere.cc", 12};

/// A complete report of the outcomes.
inline Report report_of(std::initializer_list<Outcome> outcomes) {
    Report made;
    made.tool = "tsrpc 0.0.0";
    made.role = "endpoint";
    made.target = "mine";
    made.attached = "plugin:mine.so";
    made.effort = "normal";
    made.catalogue = catalogue_digest();
    made.began = "2026-11-26T12:00:00Z";
    made.complete = true;
    made.seconds = 1.5;
    for (const Outcome& outcome : outcomes) {
        made.results.push_back(reported(outcome, somewhere));
    }
    made.selected = made.results.size();
    return made;
}

/// W5 of the GET_VERSION response is not 0.
inline Outcome reserved_is_set() {
    const Registers response = {{0x00ff0000, 1, 0x10, 0, 0}};
    Findings findings = {finding("version.reserved_zero", Evidence::bits, "W5 is 00000010, expected 00000000", 1)};
    findings.front().wrong = WrongBits{W5, 0xffffffff, 0, 0x10};
    Outcome made = broken("version.answer", findings);
    made.trace = {{Hello{}, {}, Reply{{}, Ok{}}}, answered(version_request, response), unanswered(version_request)};
    made.printed = "hello\n";
    made.notes = {"a note"};
    made.seconds = 0.25;
    return made;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TESTS_REPORTS_HPP

// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_RUN_SUMMARY_HPP
#define TSRPC_CONFORMANCE_REPORT_RUN_SUMMARY_HPP

#include "conformance/engine/verdict.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// What a whole run says: one defect of a target can fail many tests.
class RunSummary {
  public:
    void add(const Outcome& outcome);

    /// Tests that have no outcome, as the run ended before them.
    void add_not_run(size_t tests);

    /// Lines, none where all passed:
    ///
    ///     start with memory.retrieve_handle (MUST): seen in 60 tests
    ///     then memory.retrieve (MUST): seen in 2 tests
    ///     CRASHED: 3 tests, memory.relinquish first: the process was killed by signal 11 (Segmentation fault)
    ///     known: memory.retrieve_tag (MUST): seen in 12 tests
    ///     not checked: 12 tests: the SP does not host the test service
    ///     noted: in 5 tests, 2 of which did not try all cases; -v shows what
    ///
    /// Broken requirements come in the order in which they are worth looking at: MUSTs first, then by how near to the
    /// cause their evidence is, then by the number of tests. Reasons that differ in numbers alone are one. `all` leaves
    /// nothing out of long lists, and notes to where their tests are shown.
    std::string text(bool all) const;

  private:
    /// Where `all` outcomes are shown, their notes are.
    std::string noted_text() const;

    struct Broken {
        const Requirement* requirement;
        Evidence nearest;
        size_t tests;
    };
    struct Reason {
        std::string why; ///< of the first of the tests
        std::string id;  ///< the first test
        Verdict verdict;
        size_t tests;
    };

    void add_broken(const Outcome& outcome);
    void add_notes(const Outcome& outcome);
    void add_reason(std::map<std::string, Reason>& reasons, const std::string& key, const Reason& reason);
    std::string broken_text(bool all) const;
    std::string unchecked_text(bool all) const;

    std::map<std::string_view, Broken> broken_; ///< by the requirement's id
    std::map<std::string_view, size_t> known_;  ///< tests by the requirement's id
    std::map<std::string, Reason> lost_;        ///< CRASHED, HUNG and ERROR, by what two of them have in common
    std::map<std::string, Reason> unchecked_;   ///< SKIP, UNREACHABLE and NOT RUN
    std::set<std::string_view> noted_;          ///< tests that passed and noted something
    std::set<std::string_view> sampled_;        ///< those that did not try all
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_RUN_SUMMARY_HPP

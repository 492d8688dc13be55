// SPDX-License-Identifier: BSD-3-Clause
//
// Which tests of a suite run, which of them must say something, and which are known to fail: --run, --skip, --require
// and --known-failing.
#ifndef TSRPC_CONFORMANCE_ENGINE_SELECTION_HPP
#define TSRPC_CONFORMANCE_ENGINE_SELECTION_HPP

#include "conformance/engine/case.hpp"
#include "conformance/engine/known_failing.hpp"
#include "conformance/engine/verdict.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// Patterns over test ids, in which * stands for any characters and ? for any one; "@FILE" stands for those of a file,
/// one a line, # beginning a comment.
struct Selection {
    std::vector<std::string> run; ///< none: all
    std::vector<std::string> skip;
    std::vector<std::string> require; ///< tests that must not end as SKIP or UNREACHABLE
};

/// A selection that cannot be meant; the message is a line that names the pattern or file.
class SelectionError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// A selected test.
struct Selected {
    Case test;
    bool required = false; ///< SKIP and UNREACHABLE fail
    std::optional<KnownFailing> known_failing;
};

/// Whether a pattern, which is none of a file, matches the test's id.
bool matches(const std::string& pattern, const Case& test);

/// The cases that one of `run` matches and none of `skip`, in their order. Throws SelectionError for a pattern that
/// matches no test (of --require: none that is selected), a file that cannot be read, and where nothing is left.
/// `known_failing` may list tests that are not selected.
std::vector<Selected> select(const std::vector<Case>& cases, const Selection& selection,
                             const std::vector<KnownFailing>& known_failing = {});

/// Makes a required test's SKIP or UNREACHABLE a FAIL that says so. Leaves other verdicts.
void hold_to_requirement(Outcome& outcome);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_SELECTION_HPP

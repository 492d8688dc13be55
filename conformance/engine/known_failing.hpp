// SPDX-License-Identifier: BSD-3-Clause
//
// Tests that are known to fail: --known-failing.
#ifndef TSRPC_CONFORMANCE_ENGINE_KNOWN_FAILING_HPP
#define TSRPC_CONFORMANCE_ENGINE_KNOWN_FAILING_HPP

#include "conformance/engine/case.hpp"
#include "conformance/engine/verdict.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// One line of a list.
struct KnownFailing {
    std::string pattern; ///< over test ids, as in --run
    std::string reason;  ///< one line of UTF-8
    std::string place;   ///< "line 3 of known.txt"
    bool is_id = false;  ///< the pattern is the id of one test
};

/// The lines of a list: a pattern, white space, a reason. Empty lines and those that begin with # are left out. Throws
/// SelectionError, which names the file and the line, for a line without a reason, for one that is not text, and for a
/// pattern that matches none of the cases.
std::vector<KnownFailing> parse_known_failing(std::string_view text, const std::string& file,
                                              const std::vector<Case>& cases);

/// The first line whose pattern matches the test; null: the list does not have it.
const KnownFailing* find_known_failing(const std::vector<KnownFailing>& list, const Case& test);

/// Makes the failure of a listed test a known one, and its pass a failure: the list is to be mended. A pass that rests
/// on findings of --known stays one, and so does every other verdict.
void hold_to_list(const KnownFailing& listed, Outcome& outcome);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_KNOWN_FAILING_HPP

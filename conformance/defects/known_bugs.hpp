// SPDX-License-Identifier: BSD-3-Clause
//
// Bugs of real callers and endpoints, each with what catches it: docs/known-bugs.md as data.
#ifndef TSRPC_CONFORMANCE_DEFECTS_KNOWN_BUGS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_KNOWN_BUGS_HPP

#include <span>
#include <string_view>

namespace tsrpc::conformance {

/// What proves that a bug is caught.
struct Proof {
    std::string_view requirement; ///< its id, and that of the test which shows the bug
    std::string_view defect; ///< the bug, planted around our own caller or endpoint: the requirement's role says which
};

/// A bug that the suite shows.
struct KnownBug {
    std::string_view title; ///< what the caller or endpoint does
    std::string_view seen_in;
    std::string_view effect; ///< on its users
    Proof proof;
};

/// What the ABI allows and users feel.
struct Habit {
    std::string_view title;
    std::string_view seen_in;
    std::string_view effect;
    std::string_view noted_by;  ///< the AMBIGUOUS requirement whose test says what is done
    std::string_view forbidden; ///< what comes next to it, and is allowed no more
    Proof proof;                ///< of what is forbidden
};

/// A bug that does not show through plugin.h.
struct HiddenBug {
    std::string_view title;
    std::string_view seen_in;
    std::string_view effect;
    std::string_view why; ///< it does not show
};

// In the order of the page.
std::span<const KnownBug> known_bugs(); ///< those of callers first
std::span<const Habit> known_habits();
std::span<const HiddenBug> hidden_bugs();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_KNOWN_BUGS_HPP

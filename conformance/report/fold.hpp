// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_FOLD_HPP
#define TSRPC_CONFORMANCE_REPORT_FOLD_HPP

#include "conformance/engine/verdict.hpp"

#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// The text with "#" for each number: "0x12", "128", "fedcba9876543210". Names that have digits in them, such as W5,
/// stay.
std::string without_numbers(std::string_view text);

/// What two outcomes that say the same have in common: the verdict, the blamed requirement, and why but for its
/// numbers.
std::string fold_key(const Outcome& outcome);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_FOLD_HPP

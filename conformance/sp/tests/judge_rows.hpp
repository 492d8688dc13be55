// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_TESTS_JUDGE_ROWS_HPP
#define TSRPC_CONFORMANCE_SP_TESTS_JUDGE_ROWS_HPP

#include "conformance/sp/tests/told.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// What an SP can do wrong in one exchange.
struct JudgeRow {
    std::string_view name;
    std::string_view requirement; ///< that is broken, and nothing else
    std::vector<Said> before;
    Said wrong;
    Said right; ///< what breaks nothing in its place

    /// What else is known before the exchange.
    std::function<void(SpState& state)> known = [](SpState&) {};
};

// The rows of each file.
std::vector<JudgeRow> frame_rows();
std::vector<JudgeRow> spmc_rows();
std::vector<JudgeRow> management_rows();
std::vector<JudgeRow> call_rows();
std::vector<JudgeRow> memory_rows();
std::vector<JudgeRow> profile_rows();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_TESTS_JUDGE_ROWS_HPP

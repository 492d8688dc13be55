// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/suites.hpp"

#include "conformance/caller/cases.hpp"
#include "conformance/sp/cases.hpp"

namespace tsrpc::cli {

std::span<const Suite> suites() {
    static constexpr Suite rows[] = {
        {"sp", "SP", "Run the endpoint suite on an SP", "docs/attaching-an-sp.md",
         "--run 'memory.*' --run version.answer", conformance::TargetRole::sp, conformance::sp_cases},
        {"caller", "caller", "Run the caller suite on a caller", "docs/attaching-a-caller.md",
         "--run 'order.*' --run session.endpoint", conformance::TargetRole::caller, conformance::caller_cases},
    };
    return rows;
}

} // namespace tsrpc::cli

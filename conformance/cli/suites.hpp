// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_SUITES_HPP
#define TSRPC_CLI_SUITES_HPP

#include "conformance/engine/case.hpp"
#include "conformance/protocol/reply.hpp"

#include <span>
#include <vector>

namespace tsrpc::cli {

/// The suite of a role, and what `tsrpc check` calls it.
struct Suite {
    const char* word;   ///< `tsrpc check WORD`
    const char* target; ///< what is checked, in messages: "SP"
    const char* description;
    const char* page;    ///< that says how one is attached
    const char* example; ///< options that choose some of its tests
    conformance::TargetRole role;
    const std::vector<conformance::Case>& (*cases)();
};

/// One row a role.
std::span<const Suite> suites();

} // namespace tsrpc::cli

#endif // TSRPC_CLI_SUITES_HPP

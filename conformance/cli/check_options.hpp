// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_CHECK_OPTIONS_HPP
#define TSRPC_CLI_CHECK_OPTIONS_HPP

#include "conformance/cli/attaching.hpp"
#include "conformance/cli/colour.hpp"
#include "conformance/cli/format.hpp"
#include "conformance/cli/suites.hpp"
#include "conformance/engine/options.hpp"
#include "conformance/engine/selection.hpp"

#include <CLI/App.hpp>

#include <string>
#include <vector>

namespace tsrpc::cli {

/// What `tsrpc check` is told, whatever the role.
struct CheckOptions {
    Attaching attaching;
    conformance::Selection selection;
    conformance::SuiteOptions suite;
    bool list = false;
    Format list_format = Format::text;
    std::string profile;             ///< a file; empty: none
    std::string known_failing;       ///< a file; empty: none
    std::string write_known_failing; ///< a file; empty: none
    bool verbose = false;
    Colour colour = Colour::automatic;
    bool fail_fast = false;
    size_t times = 1;                 ///< that each test runs
    std::string traces;               ///< a folder; empty: none
    std::vector<std::string> reports; ///< files, as ReportFiles takes them
    std::vector<std::string> googletest_flags;
};

/// Adds the options to a command, which reads them into `options`.
void add_check_options(CLI::App& command, const Suite& suite, CheckOptions& options);

/// The command that runs one test as this run does. `program` is how a shell calls tsrpc; `required`: with --require.
std::string repeat_command(const std::string& program, const Suite& suite, const CheckOptions& options,
                           const std::string& id, bool required);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_CHECK_OPTIONS_HPP

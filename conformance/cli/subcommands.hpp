// SPDX-License-Identifier: BSD-3-Clause
//
// The subcommands, one source file each. Each adds itself to the command line; the session outlives the application.
#ifndef TSRPC_CLI_SUBCOMMANDS_HPP
#define TSRPC_CLI_SUBCOMMANDS_HPP

#include "conformance/cli/session.hpp"

#include <CLI/App.hpp>

namespace tsrpc::cli {

void add_check(CLI::App& app, Session& session);
void add_decode(CLI::App& app, Session& session);
void add_encode(CLI::App& app, Session& session);
void add_replay(CLI::App& app, Session& session);
void add_report(CLI::App& app, Session& session);
void add_trace(CLI::App& app, Session& session);
void add_vectors(CLI::App& app, Session& session);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_SUBCOMMANDS_HPP

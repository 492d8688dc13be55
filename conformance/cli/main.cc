// SPDX-License-Identifier: BSD-3-Clause
//
// The tsrpc command.
#include "conformance/cli/error_output.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/cli/version.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <string>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

/// "tsrpc vectors check", by what of it was read before an error.
std::string command_name(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app.get_name() : app.get_name() + ' ' + command_name(*chosen.front());
}

void complain(const CLI::App& app, std::string message) {
    std::replace(message.begin(), message.end(), '\n', ' ');
    write_error(fmt::format("{}: {}\n", command_name(app), message));
}

void add_all(CLI::App& app, Session& session) {
    app.require_subcommand(1);
    app.set_version_flag("--version", version_text());
    add_check(app, session);
    add_decode(app, session);
    add_encode(app, session);
    add_replay(app, session);
    add_report(app, session);
    add_trace(app, session);
    add_vectors(app, session);
    app.footer(R"(Examples:
  tsrpc check sp
  tsrpc decode 00ff0000 00000000 00000000 00000000 00000000
  tsrpc trace boot.log
  tsrpc decode --help

Exit status: 0 conforms, 1 does not, 2 wrong usage or malformed input, 3 the target could not be reached or loaded.)");
}

/// Reads the operands into `session.command`. --help and --version become a command that prints.
void parse(CLI::App& app, Session& session, int argc, const char* const* argv) {
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& success) {
        std::ostringstream text;
        app.exit(success, text, text);
        session.command = [&session, printed = text.str()] {
            session.output.write(printed);
            return ExitStatus::conforms;
        };
    } catch (const CLI::RequiredError& error) {
        const std::vector<std::string> unknown = app.remaining(true);
        throw CommandError(
            ExitStatus::usage,
            fmt::format("{} (--help tells more)", unknown.empty() ? error.what() : "unknown: " + unknown.front()));
    } catch (const CLI::ParseError& error) {
        throw CommandError(ExitStatus::usage, fmt::format("{} (--help tells more)", error.what()));
    }
}

ExitStatus run(CLI::App& app, Session& session, int argc, const char* const* argv) {
    try {
        parse(app, session, argc, argv);
        const ExitStatus status = session.command();
        session.output.flush();
        return status;
    } catch (const CommandError&) {
        session.output.flush(); // what came before the error is whole
        throw;
    }
}

/// A closed standard stream stays unusable, but no other file gets its number.
void keep_standard_streams() {
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (fcntl(fd, F_GETFD) < 0) { // lower ones are taken: open() gives this one
            [[maybe_unused]] const int opened = open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

/// `bazel run` starts in a place of its own; relative paths are from where the user is.
void go_where_the_user_is() {
    const char* const directory = std::getenv("BUILD_WORKING_DIRECTORY");
    if (directory != nullptr && chdir(directory) != 0) {
        throw CommandError(ExitStatus::usage,
                           fmt::format("BUILD_WORKING_DIRECTORY is '{}': {}", directory, std::strerror(errno)));
    }
}

/// How the user can call this command again.
std::string program_name(const char* argv0) {
    const char* const workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    const char* const directory = std::getenv("BUILD_WORKING_DIRECTORY");
    const bool run_by_bazel = workspace != nullptr && directory != nullptr && std::strcmp(workspace, directory) == 0;
    return run_by_bazel ? "./bazelw run //conformance/cli:tsrpc --" : argv0;
}

int main(int argc, const char* const* argv) {
    keep_standard_streams();
    CLI::App app("Checks TS-RPC endpoints against the register ABI, and reads and writes its frames.", "tsrpc");
    Session session;
    session.program = program_name(argv[0]);
    add_all(app, session);
    try {
        go_where_the_user_is();
        return static_cast<int>(run(app, session, argc, argv));
    } catch (const CommandError& error) {
        complain(app, error.what());
        return static_cast<int>(error.status());
    }
}

} // namespace
} // namespace tsrpc::cli

int main(int argc, char** argv) { return tsrpc::cli::main(argc, argv); }

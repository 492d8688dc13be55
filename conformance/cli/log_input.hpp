// SPDX-License-Identifier: BSD-3-Clause
//
// Logs as decode and trace read them: files or standard input, line by line.
#ifndef TSRPC_CLI_LOG_INPUT_HPP
#define TSRPC_CLI_LOG_INPUT_HPP

#include "conformance/cli/output.hpp"
#include "conformance/report/line_reader.hpp"

#include <CLI/App.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::cli {

struct LogOptions {
    std::vector<std::string> files; ///< none: standard input
    bool strict_input = false;
};

/// Adds --strict-input.
void add_strict_input(CLI::App& app, LogOptions& options);

/// The last paragraphs of --help: what is read.
extern const char* const log_help;

/// Where a line is.
struct Place {
    const std::string& path; ///< "-" is standard input
    size_t number;           ///< from 1
};

/// Reads logs and keeps count of what is no frame.
class LogInput {
  public:
    /// `command`, "tsrpc decode", begins what is said on standard error.
    LogInput(const LogOptions& options, std::string command, Output& output);

    using Use = std::function<void(const Place& place, std::string_view text, const report::Line& line)>;

    /// Calls `use` with every line of every file, in order, without its escape sequences, and `begin` before each file.
    /// Of the first lines that are meant as a frame and are none it says what is wrong. Throws CommandError, usage;
    /// with --strict-input for every line without a frame that is neither blank, a comment nor of a trace.
    void read(const Use& use, const std::function<void(const std::string& path)>& begin = {});

    /// Says of a line that it is malformed, as `read` does.
    void complain(const Place& place, std::string_view text, const std::string& problem);

    /// Says how many lines were left out.
    void finish() const;

    /// Whether a line was malformed.
    bool is_spoiled() const { return malformed_ != 0; }

  private:
    static std::string refusal(const Place& place, std::string_view text, const std::string& why);

    const LogOptions& options_;
    std::string command_;
    Output& output_;
    size_t lines_ = 0;
    size_t others_ = 0;
    size_t malformed_ = 0;
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_LOG_INPUT_HPP

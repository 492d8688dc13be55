// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc trace: a verdict from a log that was captured elsewhere.
#include "conformance/cli/interruption.hpp"
#include "conformance/cli/log_input.hpp"
#include "conformance/cli/log_report.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/log/log_judge.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>

namespace tsrpc::cli {
namespace {

using namespace conformance;

struct Options {
    LogOptions log;
    LogJudgeOptions judge;
    bool strict = false;
    bool quiet = false;
};

ExitStatus trace(const Options& options, Output& output) {
    end_input_on_interrupt();
    LogInput input(options.log, "tsrpc trace", output);
    LogJudge judge(options.judge);
    LogReport report(options.quiet, output);
    input.read(
        [&](const Place& place, std::string_view text, const report::Line& line) {
            const JudgedLine judged = judge.take(text, line);
            report.take(place, judged);
            if (!judged.problem.empty()) {
                input.complain(place, text, judged.problem);
            }
        },
        [&](const std::string&) { judge.end(); });
    judge.end();
    input.finish();
    const LogCounts counts = judge.counts();
    if (counts.frames == 0) {
        throw CommandError(ExitStatus::usage, "there is no frame to judge");
    }
    const bool conforms = !input.is_spoiled() && report.broken(Level::must) == 0 &&
                          (!options.strict || report.broken(Level::should) == 0);
    report.finish(counts, options.judge, conforms);
    return is_interrupted() ? interrupted_status() : conforms ? ExitStatus::conforms : ExitStatus::does_not_conform;
}

Judged judged_of(const std::string& role) {
    return role == "endpoint" ? Judged::endpoint : role == "caller" ? Judged::caller : Judged::both;
}

} // namespace

void add_trace(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("trace", "Judge a log that was captured elsewhere");
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->log.files, "Logs, \"-\" for standard input, which is read without any");
    command
        ->add_option_function<std::string>(
            "--role", [options](const std::string& role) { options->judge.judged = judged_of(role); },
            "Who is judged by frames that are of no trace (default: both)")
        ->option_text("endpoint|caller|both")
        ->check(CLI::IsMember({"endpoint", "caller", "both"}));
    command->add_flag("--complete", options->judge.is_complete,
                      "The log has every frame of one endpoint since it booted");
    command->add_flag("--strict", options->strict, "A log that breaks a SHOULD does not conform");
    command->add_flag("-q,--quiet", options->quiet, "Print only frames that show something broken");
    add_strict_input(*command, options->log);
    command->footer(fmt::format(
        R"(Each frame is printed with what it says, and with the requirements that it breaks; at the end all that are broken, and
whether the log conforms. A response is taken for the answer to the oldest request with its FF-A ids, interface id and
opcode. A trace of tsrpc check is judged as the run that wrote it: it shows what was shared, and the SPMC's calls. Of
other logs only what the frames alone prove is said to be broken. docs/trace.md says what.

{}
Examples:
  tsrpc trace boot.log
  dmesg | tsrpc trace --quiet
  tsrpc trace --complete --role endpoint uart.log
  tsrpc trace traces/memory.retrieve.trace

Exit status: 0 every frame is valid and no MUST is broken, 1 not so, or a line is malformed, 2 wrong usage, no frame, or
with --strict-input a line without a frame, 130 or 143 ended by ctrl-C or SIGTERM: what was read until then is judged.)",
        log_help));
    command->callback(
        [=, &session] { session.command = [options, &session] { return trace(*options, session.output); }; });
}

} // namespace tsrpc::cli

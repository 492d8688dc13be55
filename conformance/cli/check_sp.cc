// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc check sp: the endpoint suite.
#include "conformance/cli/subcommands.hpp"

#include "conformance/cli/report_file.hpp"
#include "conformance/cli/selection.hpp"
#include "conformance/sp/googletest.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <sched.h>
#include <system_error>

namespace tsrpc::cli {
namespace {

using namespace conformance;

struct Options {
    std::string target = "reference";
    Selection selection;
    SuiteOptions suite;
    AttachOptions attach;
    double timeout_seconds = 2;
    bool list = false;
    std::vector<std::string> googletest_flags;
};

/// As a shell reads it.
std::string quoted(const std::string& word) {
    constexpr const char* plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:-";
    if (word.find_first_not_of(plain) == std::string::npos) {
        return word;
    }
    std::string out = "'";
    for (const char c : word) {
        out += c == '\'' ? std::string("'\\''") : std::string(1, c);
    }
    return out + "'";
}

/// The command that runs one test as this run does.
std::string repeat_command(const std::string& program, const Options& options, const Requirement& requirement) {
    return fmt::format("{} check sp --target {} --run {} --seed {}{}{}{}", program, quoted(options.target),
                       requirement.id, options.suite.seed, options.suite.strict ? " --strict" : "",
                       options.attach.in_process ? " --in-process" : "",
                       options.timeout_seconds != 2 ? fmt::format(" --timeout {}", options.timeout_seconds) : "");
}

std::string list_text(const std::vector<Case>& cases) {
    std::string text;
    for (const Case& test : cases) {
        text += fmt::format("{:<40} {:<9} {}\n", test.requirement->id, name(test.requirement->level),
                            test.requirement->sentence);
    }
    return text;
}

/// Throws CommandError where no target can be had: a run would say nothing of the SP.
std::string reach(const StartTarget& start) {
    try {
        Target target(start());
        std::string target_name = target.name();
        return target_name;
    } catch (const TargetUnreachable& error) {
        throw CommandError(ExitStatus::unreachable, error.what());
    } catch (const TargetLost& error) {
        throw CommandError(
            ExitStatus::unreachable,
            fmt::format("the SP could not be started: {}; --in-process lets a debugger see why", error.what()));
    } catch (const std::system_error& error) {
        throw CommandError(ExitStatus::unreachable, fmt::format("the SP could not be started: {}", error.what()));
    }
}

/// A shard can be left without tests; a filter that leaves none is a mistake.
ExitStatus nothing_ran(Output& output) {
    if (testing::GTEST_FLAG(list_tests)) {
        return ExitStatus::conforms;
    }
    if (std::getenv("GTEST_TOTAL_SHARDS") != nullptr) {
        output.write("this shard has no test\n");
        return ExitStatus::conforms;
    }
    throw CommandError(ExitStatus::usage, "GoogleTest's filter or flags leave no test to run");
}

StartTarget attach_target(const Options& options) {
    try {
        return attach(options.target, options.attach);
    } catch (const std::invalid_argument& error) {
        throw CommandError(ExitStatus::usage, error.what());
    }
}

/// Keeps this process and its target on the CPU that it is on. They take turns, and on one CPU each wakes the other
/// several times sooner than across two. Where that is not to be had, it only takes longer.
void stay_on_this_cpu() {
    if (const int cpu = sched_getcpu(); cpu >= 0) {
        cpu_set_t cpus;
        CPU_ZERO(&cpus);
        CPU_SET(static_cast<size_t>(cpu), &cpus);
        sched_setaffinity(0, sizeof cpus, &cpus);
    }
}

ExitStatus check(const Options& options, Session& session) {
    Output& output = session.output;
    const std::vector<Case> cases = select(sp_cases(), options.selection);
    if (options.list) {
        output.write(list_text(cases));
        return ExitStatus::conforms;
    }
    if (!options.attach.in_process) {
        stay_on_this_cpu();
    }
    ReportFile report(options.googletest_flags);
    const StartTarget start = attach_target(options);
    const std::string target_name = reach(start);
    BrokenRequirements broken;
    const Tally tally = run_with_googletest(cases, start, options.suite, report.flags(), [&](const Result& result) {
        broken.add(result);
        output.write(console_text(result, repeat_command(session.program, options, *result.requirement)));
        output.flush();
    });
    if (tally.total() == 0) {
        const ExitStatus status = nothing_ran(output);
        report.finish();
        return status;
    }
    output.write(broken.text());
    output.write(console_summary(target_name, tally));
    report.finish();
    return tally.conforms() ? ExitStatus::conforms : ExitStatus::does_not_conform;
}

void take_extras(const CLI::App& command, Options& options) {
    for (const std::string& extra : command.remaining()) {
        if (!extra.starts_with("--gtest_")) {
            throw CLI::ExtrasError(command.get_name(), {extra});
        }
        options.googletest_flags.push_back(extra);
    }
}

} // namespace

void add_check(CLI::App& app, Session& session) {
    CLI::App* const check_command = app.add_subcommand("check", "Check an implementation against the ABI");
    check_command->require_subcommand(1);
    CLI::App* const command = check_command->add_subcommand("sp", "Run the endpoint suite on an SP");
    const auto options = std::make_shared<Options>();
    command->add_option("--target", options->target, "The SP: reference (built in, the default) or plugin:PATH.so");
    command->add_flag("--list", options->list, "List the tests: id, level, sentence");
    command->add_option("--run", options->selection.run, "Only tests whose id matches, as in 'memory.*'; or @FILE")
        ->option_text("PATTERN ...")
        ->take_all();
    command->add_option("--skip", options->selection.skip, "No tests whose id matches; or @FILE")
        ->option_text("PATTERN ...")
        ->take_all();
    command->add_flag("--strict", options->suite.strict, "A broken SHOULD fails too");
    command->add_option("--timeout", options->timeout_seconds, "Seconds without an answer after which the SP hangs (2)")
        ->option_text("SECONDS")
        ->check(CLI::Range(0.001, 86400.0));
    command->add_option("--seed", options->suite.seed, "Of the random tests (1)")
        ->option_text("NUMBER")
        ->check(CLI::NonNegativeNumber);
    command->add_flag("--in-process", options->attach.in_process,
                      "Run the SP in this process, for debuggers and sanitizers: a crash or hang ends the run");
    command->allow_extras();
    command->footer(
        R"(Each test checks one requirement on a fresh SP in a process of its own. Its verdict is one of
  PASS; FAIL (a MUST is broken); WARN (a SHOULD is broken); SKIP (the SP lacks what the test needs);
  UNREACHABLE (this way of attaching cannot express the case); CRASHED; HUNG; ERROR (the harness's own trouble);
  NOT RUN.
GoogleTest's environment and flags work: GTEST_FILTER, GTEST_TOTAL_SHARDS, --gtest_output=xml:FILE, --gtest_shuffle,
--gtest_repeat=N, --gtest_fail_fast. docs/attaching-an-sp.md shows how an SP becomes a plugin.

Examples:
  tsrpc check sp
  tsrpc check sp --target plugin:./my_sp.so --run 'memory.*' --run version.answer
  tsrpc check sp --target plugin:./my_sp.so --skip @not-yet.txt --strict

Exit status: 0 conforms, 1 does not, 2 wrong usage or no test selected, 3 the SP could not be loaded or started.)");
    command->callback([=, &session] {
        take_extras(*command, *options);
        options->attach.timeout = std::chrono::milliseconds(std::llround(options->timeout_seconds * 1000));
        session.command = [options, &session] { return check(*options, session); };
    });
}

} // namespace tsrpc::cli

// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc check: the suite of a role.
#include "conformance/cli/check_options.hpp"
#include "conformance/cli/progress.hpp"
#include "conformance/cli/report_file.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/cli/trace_files.hpp"
#include "conformance/cli/version.hpp"
#include "conformance/engine/googletest.hpp"
#include "conformance/report/console.hpp"
#include "conformance/report/outcome_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace tsrpc::cli {
namespace {

using namespace conformance;

std::string list_text(const std::vector<Selected>& tests) {
    std::string text;
    for (const Selected& selected : tests) {
        const Requirement& requirement = *selected.test.requirement;
        text += fmt::format("{:<40} {:<9} {}\n", requirement.id, name(requirement.level), requirement.sentence);
    }
    return text;
}

/// What a target calls itself, once it could be reached.
std::string greet(const StartTarget& start, const Suite& suite) {
    std::string target_name = suite.target;
    reach(suite.target, [&] {
        const Reply reply = say(start(), Hello{});
        if (const auto* const greeting = std::get_if<Greeting>(&reply.result)) {
            target_name = greeting->name;
        }
    });
    return target_name;
}

/// A shard can be left without tests; a filter that leaves none is a mistake.
ExitStatus nothing_ran(const GoogleTestCounts& counts, Output& output) {
    if (counts.listed) {
        return ExitStatus::conforms;
    }
    if (is_sharded()) {
        output.write("this shard has no test\n");
        return ExitStatus::conforms;
    }
    throw CommandError(ExitStatus::usage, "GoogleTest's filter or flags leave no test to run");
}

/// One run of a suite, and all that is told of it.
class Check {
  public:
    Check(const Suite& suite, const CheckOptions& options, Session& session)
        : suite_(suite), options_(options), session_(session), tests_(select(suite.cases(), options.selection)),
          console_(options.verbose) {}

    ExitStatus run() {
        if (options_.list) {
            session_.output.write(list_text(tests_));
            return ExitStatus::conforms;
        }
        check_googletest_environment();
        const StartTarget start = attach_target(options_.attaching, suite_.role);
        TraceFiles traces(options_.traces,
                          {version_text(), options_.attaching.target, options_.suite.seed, options_.suite.effort});
        const ReportFile report(options_.googletest_flags);
        const std::string target_name = greet(start, suite_);
        const GoogleTestCounts counts = run_tests(start, traces, report);
        const ExitStatus status = counts.run == 0 ? nothing_ran(counts, session_.output) : sum_up(target_name, counts);
        report.finish(session_.output);
        traces.finish();
        return status;
    }

  private:
    GoogleTestCounts run_tests(const StartTarget& start, TraceFiles& traces, const ReportFile& report) {
        SuiteRun suite_run = {start, options_.suite, {}, {}, {}};
        suite_run.options.progress = [this](size_t done) { progress_.show(fmt::format("{} sequences", done)); };
        GoogleTestRun around;
        around.flags = report.flags();
        around.repeat_command = [this](const Requirement& requirement) { return repeat(requirement); };
        around.describe = [this](const Outcome& outcome) {
            return outcome_text(outcome, repeat(*outcome.requirement));
        };
        around.take = [&](const Outcome& outcome) {
            traces.take(outcome, session_.output);
            progress_.clear();
            session_.output.write(console_.take(outcome, repeat(*outcome.requirement)));
            session_.output.flush();
        };
        return run_with_googletest(tests_, suite_run, around);
    }

    ExitStatus sum_up(const std::string& target_name, const GoogleTestCounts& counts) {
        console_.add_not_run(counts.selected > counts.run ? counts.selected - counts.run : 0);
        session_.output.write(console_.summary(target_name));
        return console_.tally().conforms() ? ExitStatus::conforms : ExitStatus::does_not_conform;
    }

    std::string repeat(const Requirement& requirement) const {
        const bool required = std::ranges::any_of(tests_, [&](const Selected& selected) {
            return selected.required && selected.test.requirement == &requirement;
        });
        return repeat_command(session_.program, suite_, options_, std::string(requirement.id), required);
    }

    const Suite& suite_;
    const CheckOptions& options_;
    Session& session_;
    std::vector<Selected> tests_;
    Console console_;
    Progress progress_;
};

ExitStatus check(const Suite& suite, const CheckOptions& options, Session& session) {
    try {
        return Check(suite, options, session).run();
    } catch (const SelectionError& error) {
        throw CommandError(ExitStatus::usage, error.what());
    } catch (const GoogleTestError& error) {
        throw CommandError(ExitStatus::usage, error.what());
    }
}

void take_extras(const CLI::App& command, CheckOptions& options) {
    for (const std::string& extra : command.remaining()) {
        if (!extra.starts_with("--gtest_")) {
            throw CLI::ExtrasError(command.get_name(), {extra});
        }
        options.googletest_flags.push_back(extra);
    }
}

std::string footer(const Suite& suite) {
    constexpr const char* text =
        R"(Each test checks one requirement on a fresh {0} in a process of its own. Its verdict is one of
  PASS; FAIL (a MUST is broken); WARN (a SHOULD is broken); SKIP (the {0} lacks what the test needs);
  UNREACHABLE (this way of attaching cannot express the case); CRASHED; HUNG; ERROR (the runner's own trouble);
  NOT RUN (the run ended before, or other tests hung on what it needs).
The run conforms if a test passes and none fails. Its last lines say which broken requirement to start with, and what
was not checked.
GoogleTest's environment and flags work: GTEST_FILTER, GTEST_TOTAL_SHARDS, --gtest_output=xml:FILE, --gtest_shuffle,
--gtest_repeat=N, --gtest_fail_fast. {2} shows how yours is attached.

Examples:
  tsrpc check {1}
  tsrpc check {1} --target plugin:./mine.so --run 'memory.*' --run version.answer
  tsrpc check {1} --target plugin:./mine.so --skip @not-yet.txt --strict --traces traces

Exit status: 0 conforms; 1 does not, nothing passed, or a report could not be written; 2 wrong usage or no test
selected; 3 the {0} could not be loaded or started.)";
    return fmt::format(text, suite.target, suite.word, suite.page);
}

void add_suite(CLI::App& parent, const Suite& suite, Session& session) {
    CLI::App* const command = parent.add_subcommand(suite.word, suite.description);
    const auto options = std::make_shared<CheckOptions>();
    add_check_options(*command, suite, *options);
    command->allow_extras();
    command->footer(footer(suite));
    command->callback([command, options, &suite, &session] {
        take_extras(*command, *options);
        session.command = [options, &suite, &session] { return check(suite, *options, session); };
    });
}

} // namespace

void add_check(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("check", "Check an implementation against the ABI");
    command->require_subcommand(1);
    for (const Suite& suite : suites()) {
        add_suite(*command, suite, session);
    }
}

} // namespace tsrpc::cli

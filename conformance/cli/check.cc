// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc check: the suite of a role.
#include "conformance/cli/check_options.hpp"
#include "conformance/cli/error_output.hpp"
#include "conformance/cli/interruption.hpp"
#include "conformance/cli/known_failing_file.hpp"
#include "conformance/cli/profile_file.hpp"
#include "conformance/cli/progress.hpp"
#include "conformance/cli/report_files.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/cli/test_list.hpp"
#include "conformance/cli/trace_files.hpp"
#include "conformance/cli/troubles.hpp"
#include "conformance/cli/version.hpp"
#include "conformance/engine/googletest.hpp"
#include "conformance/engine/interrupted.hpp"
#include "conformance/report/console.hpp"
#include "conformance/targets/printed.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>

namespace tsrpc::cli {
namespace {

using namespace conformance;

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
    if (current_shard()) {
        output.write("this shard has no test\n");
        return ExitStatus::conforms;
    }
    throw CommandError(ExitStatus::usage, "GoogleTest's filter or flags leave no test to run");
}

std::vector<Selected> selected(const Suite& suite, const CheckOptions& options) {
    return select(suite.cases(), options.selection, read_known_failing(options.known_failing, suite.cases()));
}

/// One run of a suite, and all that is told of it.
class Check {
  public:
    Check(const Suite& suite, const CheckOptions& options, ReportFiles& reports, Session& session)
        : suite_(suite), options_(options), reports_(reports), session_(session), tests_(selected(suite, options)),
          profile_(read_profile(options.profile)), console_(options.verbose, is_coloured(options.colour)) {}

    ExitStatus run() {
        if (options_.fail_fast && !options_.write_known_failing.empty()) {
            throw CommandError(ExitStatus::usage,
                               "--write-known-failing with --fail-fast would list the first failure alone");
        }
        catch_interrupts();
        check_googletest_environment();
        const StartTarget start = interruptible(attach_target(options_.attaching, suite_.role, printed_.descriptor()));
        TraceFiles traces(options_.traces,
                          {version_text(), options_.attaching.target, options_.suite.seed, options_.suite.effort});
        KnownFailingFile failing(options_.write_known_failing, suite_.word);
        const std::string target_name = reach_target(start);
        describe_run(target_name, reports_.report());
        const GoogleTestCounts counts = run_tests(start, traces, failing);
        const bool has_result = counts.run > 0 || is_interrupted();
        const ExitStatus status = has_result ? sum_up(target_name, counts) : nothing_ran(counts, session_.output);
        Troubles troubles;
        if (has_result || (current_shard() && !counts.listed)) {
            const bool is_complete = !is_interrupted() && counts.run == counts.selected;
            troubles.collect([&] { reports_.finish(is_complete, session_.output); });
        }
        if (!is_interrupted()) {
            troubles.collect([&] { failing.finish(session_.output); });
            troubles.collect([&] { traces.finish(); });
        }
        troubles.throw_any();
        return status;
    }

  private:
    /// What the target calls itself. Of one that cannot be reached, what it printed may say why.
    std::string reach_target(const StartTarget& start) {
        try {
            return greet(start, suite_);
        } catch (const Interrupted&) {
        } catch (const CommandError&) {
            if (!is_interrupted()) {
                write_error(printed_.take());
                throw;
            }
        }
        return suite_.target;
    }

    GoogleTestCounts run_tests(const StartTarget& start, TraceFiles& traces, KnownFailingFile& failing) {
        SuiteRun suite_run = {start, options_.suite, {}, {}, {}};
        suite_run.options.profile = profile_;
        suite_run.options.progress = [this](size_t done) { progress_.show(fmt::format("{} sequences", done)); };
        GoogleTestRun around;
        around.flags = reports_.flags();
        around.times = options_.times;
        around.fail_fast = options_.fail_fast;
        around.begin = [&](const Requirement& requirement, size_t number, size_t count) {
            reports_.begin(count, session_.output);
            progress_.begin(requirement.id, number, count);
        };
        around.take_printed = [this] { return printed_.take(); };
        around.is_interrupted = is_interrupted;
        around.take = [&](const Outcome& outcome) {
            traces.take(outcome, session_.output);
            failing.take(outcome);
            const TestPlace place = place_of(*outcome.requirement);
            reports_.take(outcome, place, session_.output);
            const std::string text = console_.take(outcome, place.repeat);
            if (!text.empty()) {
                progress_.clear();
                session_.output.write(text);
                session_.output.flush();
            }
        };
        return run_with_googletest(tests_, suite_run, around);
    }

    /// What all results of a report have in common.
    void describe_run(const std::string& target_name, Report& report) const {
        report.tool = version_text();
        report.role = suite_.role == TargetRole::sp ? "endpoint" : "caller";
        report.target = target_name;
        report.attached = options_.attaching.target;
        report.effort = name(options_.suite.effort);
        report.catalogue = catalogue_digest();
        report.began = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
        report.seed = options_.suite.seed;
        report.strict = options_.suite.strict;
        report.shard = current_shard();
    }

    ExitStatus sum_up(const std::string& target_name, const GoogleTestCounts& counts) {
        progress_.clear();
        console_.add_not_run(counts.selected > counts.run ? counts.selected - counts.run : 0);
        session_.output.write(console_.summary(target_name, seconds(), is_interrupted()));
        if (is_interrupted()) {
            return interrupted_status();
        }
        return console_.tally().conforms() ? ExitStatus::conforms : ExitStatus::does_not_conform;
    }

    double seconds() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count(); }

    TestPlace place_of(const Requirement& requirement) const {
        const auto selected = std::ranges::find(tests_, &requirement,
                                                [](const Selected& candidate) { return candidate.test.requirement; });
        return {repeat_command(session_.program, suite_, options_, std::string(requirement.id), selected->required),
                selected->test.file, selected->test.line};
    }

    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    const Suite& suite_;
    const CheckOptions& options_;
    ReportFiles& reports_;
    Session& session_;
    std::vector<Selected> tests_;
    Profile profile_;
    Console console_;
    Progress progress_;
    Printed printed_;
};

/// What the run reads and writes besides reports. A list may be written in the place of the one that was read.
FilePlaces places_of(const CheckOptions& options) {
    FilePlaces places;
    places.add("the profile", options.profile);
    places.add("the list of what is known to fail", options.known_failing);
    if (file_of(options.write_known_failing) != file_of(options.known_failing)) {
        places.add("the list of what fails", options.write_known_failing);
    }
    return places;
}

ExitStatus check(const Suite& suite, const CheckOptions& options, Session& session) {
    try {
        if (options.list) {
            session.output.write(list_text(selected(suite, options), options.list_format));
            return ExitStatus::conforms;
        }
        // First of all: no report of an earlier run outlives an error in what follows.
        ReportFiles reports(options.reports, options.googletest_flags, places_of(options));
        return Check(suite, options, reports, session).run();
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
  UNREACHABLE (this way of attaching cannot express the case); CRASHED; HUNG; ERROR (the runner itself failed);
  NOT RUN (the run ended before, or other tests hung on what it needs); KNOWN FAIL (it failed, as --known-failing says).
The run conforms if a test passes and none fails. Failures are printed in full, then a line for each area, which broken
requirement to start with, and what was not checked. What the {0} prints is shown with the test that fails.
GoogleTest's environment and flags work: GTEST_FILTER, GTEST_TOTAL_SHARDS, --gtest_output=xml:FILE, --gtest_shuffle.
{2} shows how to attach yours.

Examples:
  tsrpc check {1}
  tsrpc check {1} --target plugin:./mine.so {3}
  tsrpc check {1} --target plugin:./mine.so --known-failing not-yet.txt --strict --traces traces

Exit status: 0 conforms; 1 does not, nothing passed, or a report could not be written; 2 wrong usage or no test
selected; 3 the {0} could not be loaded or started; 130 ctrl-C ended the run, 143 SIGTERM did.)";
    return fmt::format(text, suite.target, suite.word, suite.page, suite.example);
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

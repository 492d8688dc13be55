// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/check_options.hpp"

#include "conformance/cli/numbers.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <fmt/format.h>

#include <limits>

namespace tsrpc::cli {
namespace {

using namespace conformance;

void add_patterns(CLI::App& command, const std::string& name, std::vector<std::string>& patterns,
                  const std::string& description) {
    command.add_option(name, patterns, description)->option_text("PATTERN ...")->take_all();
}

void add_selection_options(CLI::App& command, CheckOptions& options) {
    CLI::Option* const list = command.add_flag("--list", options.list, "List the tests: id, level, sentence");
    add_format(command, options.list_format, "Format of the list");
    command.get_option("--format")->needs(list);
    add_patterns(command, "--run", options.selection.run, "Only tests whose id matches, as in 'memory.*'; or @FILE");
    add_patterns(command, "--skip", options.selection.skip, "Leave out tests whose id matches; or @FILE");
    add_patterns(command, "--require", options.selection.require,
                 "Tests whose id matches fail if they are SKIP or UNREACHABLE; or @FILE");
}

/// An option that names a file or a folder. Nothing is a variable without a value, and no wish to go without.
CLI::Option* add_path(CLI::App& command, const std::string& name, std::string& path, const std::string& description) {
    const auto refuse_empty = [](const std::string& text) {
        return text.empty() ? std::string("is empty; expected a path") : std::string();
    };
    return command.add_option(name, path, description)->option_text("FILE")->check(CLI::Validator(refuse_empty, ""));
}

void add_known_failing_options(CLI::App& command, CheckOptions& options) {
    add_path(command, "--known-failing", options.known_failing,
             "A list, 'PATTERN REASON' a line: these tests may fail; one that passes fails the run");
    add_path(command, "--write-known-failing", options.write_known_failing,
             "Write what fails in this run as such a list");
}

void add_order_options(CLI::App& command, CheckOptions& options) {
    constexpr uint64_t most_times = 1000;
    command.add_flag("--fail-fast", options.fail_fast, "End with the first test that fails");
    add_whole_number(
        command, "--repeat", 1, most_times, [&options](uint64_t times) { options.times = times; },
        "Run each test so many times; one failure fails the run");
}

/// --service and --known may be there several times.
template <class Take>
void add_each(CLI::App& command, const std::string& name, const std::string& value, const Take& take,
              const std::string& description) {
    const auto take_all = [take](const std::vector<std::string>& words) {
        for (const std::string& word : words) {
            take(word);
        }
    };
    command.add_option_function<std::vector<std::string>>(name, take_all, description)
        ->option_text(value + " ...")
        ->take_all();
}

void add_judging_options(CLI::App& command, SuiteOptions& options) {
    command.add_flag("--strict", options.strict, "A broken SHOULD fails too");
    const auto take_known = [&options](const std::string& id) {
        if (find_requirement(id) == nullptr) {
            throw CLI::ValidationError("--known",
                                       fmt::format("'{}' is no requirement; docs/requirements.md has their ids", id));
        }
        options.known.push_back(id);
    };
    add_each(command, "--known", "REQUIREMENT", take_known,
             "Ignore findings of this requirement, and judge all others");
}

void add_service_option(CLI::App& command, SuiteOptions& options) {
    const auto take_service = [&options](const std::string& word) {
        const ParsedUuid parsed = parse_uuid(word.data(), word.size());
        if (!parsed.ok) {
            throw CLI::ValidationError(
                "--service", fmt::format("'{}' is not a UUID as in d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0", word));
        }
        options.services.push_back(parsed.uuid);
    };
    add_each(command, "--service", "UUID", take_service, "The SP hosts this service: it must be found");
}

/// What an SP hosts. A caller is checked with services of our own.
void add_service_options(CLI::App& command, const Suite& suite, CheckOptions& options) {
    if (suite.role == TargetRole::sp) {
        add_service_option(command, options.suite);
        add_path(command, "--profile", options.profile,
                 "Of an SP without the test service: services that it hosts, and calls of them that are safe");
        return;
    }
    for (const char* const name : {"--service", "--profile"}) {
        const auto refuse = [name](const std::string&) {
            throw CLI::ValidationError(name, "an SP hosts services; a caller is checked with services of our own");
        };
        command.add_option_function<std::string>(name, refuse)->group("");
    }
}

void add_amount_options(CLI::App& command, SuiteOptions& options) {
    constexpr uint64_t any = std::numeric_limits<uint64_t>::max();
    constexpr double ten_weeks = 100000;
    add_whole_number(
        command, "--seed", 0, any, [&options](uint64_t seed) { options.seed = seed; },
        "Seed of all that is random or sampled (1)");
    const auto set_effort = [&options](const std::string& word) {
        for (const Effort effort : {Effort::quick, Effort::normal, Effort::full}) {
            options.effort = word == name(effort) ? effort : options.effort;
        }
    };
    command
        .add_option_function<std::string>("--effort", set_effort,
                                          "How much to try if all takes too long: quick, normal (the default) or full")
        ->option_text("quick|normal|full")
        ->check(CLI::IsMember({"quick", "normal", "full"}));
    add_whole_number(
        command, "--sequences", 1, any, [&options](uint64_t count) { options.sequences = count; },
        "Try so many random sequences");
    add_decimal(
        command, "--minutes", 0.01, ten_weeks, [&options](double minutes) { options.sequence_minutes = minutes; },
        "Try random sequences for so many minutes");
    command.get_option("--minutes")->excludes("--sequences");
}

} // namespace

void add_check_options(CLI::App& command, const Suite& suite, CheckOptions& options) {
    add_attaching_options(command, suite.target, options.attaching);
    add_selection_options(command, options);
    add_judging_options(command, options.suite);
    add_service_options(command, suite, options);
    add_known_failing_options(command, options);
    add_order_options(command, options);
    add_amount_options(command, options.suite);
    add_path(command, "--traces", options.traces, "Save what was said in each failing test as DIR/<id>.trace")
        ->option_text("DIR");
    command
        .add_option("--report", options.reports,
                    "Write a report: FILE.xml (JUnit), .json, .html, .tap or .md, or FORMAT:FILE")
        ->option_text("FILE ...")
        ->take_all();
    command.add_flag("-v", options.verbose, "Print every test, equal failures each in full, and more of long traces");
    add_colour(command, options.colour);
}

std::string repeat_command(const std::string& program, const Suite& suite, const CheckOptions& options,
                           const std::string& id, bool required) {
    const SuiteOptions& how = options.suite;
    std::string text = fmt::format("{} check {} {} --run {} --seed {}", program, suite.word,
                                   attaching_text(options.attaching), id, how.seed);
    text += how.strict ? " --strict" : "";
    text += how.effort != Effort::normal ? fmt::format(" --effort {}", name(how.effort)) : "";
    text += how.sequences ? fmt::format(" --sequences {}", *how.sequences) : "";
    text += how.sequence_minutes ? fmt::format(" --minutes {}", *how.sequence_minutes) : "";
    for (const std::string& known : how.known) {
        text += fmt::format(" --known {}", known);
    }
    for (const Uuid& service : how.services) {
        text += fmt::format(" --service {}", to_text(service).text);
    }
    text += options.profile.empty() ? "" : " --profile " + quoted(options.profile);
    text += options.known_failing.empty() ? "" : " --known-failing " + quoted(options.known_failing);
    return text + (required ? fmt::format(" --require {}", id) : "");
}

} // namespace tsrpc::cli

// SPDX-License-Identifier: BSD-3-Clause
//
// tsrpc report: what can be done with JSON reports.
#include "conformance/cli/error_output.hpp"
#include "conformance/cli/input_file.hpp"
#include "conformance/cli/report_files.hpp"
#include "conformance/cli/subcommands.hpp"
#include "conformance/report/merge.hpp"
#include "conformance/report/report_diff.hpp"
#include "conformance/report/report_json.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

namespace tsrpc::cli {
namespace {

using namespace conformance;

struct Options {
    std::vector<std::string> files;
    std::vector<std::string> reports; ///< where the result goes; none: to standard output
};

NamedReport read_report(const std::string& path) {
    try {
        return {path, parse_report(read_file(path))};
    } catch (const ReportError& error) {
        throw CommandError(ExitStatus::usage,
                           fmt::format("{}: {}; expected what --report FILE.json wrote", path, error.what()));
    }
}

/// `word` is the subcommand, for messages.
Report merge_files(const std::vector<std::string>& paths, const char* word) {
    std::vector<NamedReport> parts;
    for (const std::string& path : paths) {
        parts.push_back(read_report(path));
    }
    try {
        Report merged = merge(parts);
        const std::string missing = missing_shard_text(parts);
        if (!missing.empty()) {
            write_error(fmt::format("tsrpc report {}: {}\n", word, missing));
        }
        return merged;
    } catch (const ReportError& error) {
        throw CommandError(ExitStatus::usage, error.what());
    }
}

void write_report(const Report& report, const Options& options, const char* format, Output& output) {
    if (options.reports.empty()) {
        output.write(find_report_format(format)->text(report));
    }
    std::vector<ReportPlace> places;
    for (const std::string& text : options.reports) {
        places.push_back(parse_report_place(text));
    }
    write_reports(report, open_reports(places, {}), output);
}

ExitStatus run_merge(const Options& options, Output& output) {
    const Report merged = merge_files(options.files, "merge");
    write_report(merged, options, "json", output);
    return merged.conforms() ? ExitStatus::conforms : ExitStatus::does_not_conform;
}

ExitStatus run_html(const Options& options, Output& output) {
    write_report(merge_files(options.files, "html"), options, "html", output);
    return ExitStatus::conforms;
}

ExitStatus run_diff(const Options& options, Output& output) {
    const ReportDiff difference = diff(read_report(options.files[0]).report, read_report(options.files[1]).report);
    output.write(difference.text);
    return difference.is_worse ? ExitStatus::does_not_conform : ExitStatus::conforms;
}

struct Row {
    const char* word;
    const char* description;
    const char* footer;
    int files; ///< exactly so many; -1: one or more
    bool writes;
    ExitStatus (*run)(const Options& options, Output& output);
};

constexpr Row rows[] = {
    {"merge", "Join the shards of one run, or runs of different tests, into one report",
     R"(Prints the report as JSON, or writes --report FILE in the format of its ending. A shard that is missing is said on
standard error, and the report is then not complete.

Examples:
  tsrpc report merge shard1.json shard2.json --report all.xml --report all.html

Exit status: 0 the whole run conforms; 1 it does not, or is not complete; 2 wrong usage, no report, or reports of
different runs.)",
     -1, true, run_merge},
    {"diff", "Say what changed from one run to another",
     R"(A line for each test that changed: worse (it fails and did not, or passed and does not), better, or changed (another
verdict or reason of the same weight; numbers in reasons may differ). The last line counts.

Example:
  tsrpc report diff before.json after.json

Exit status: 0 nothing is worse, 1 something is, 2 wrong usage or no report.)",
     2, false, run_diff},
    {"html", "Make a page of JSON reports",
     R"(Prints one page that needs nothing else, or writes --report FILE.html. Several files are joined, as merge does.

Example:
  tsrpc report html report.json > report.html

Exit status: 0 the page is written, 2 wrong usage, no report, or reports of different runs.)",
     -1, true, run_html},
};

void add_row(CLI::App& parent, const Row& row, Session& session) {
    CLI::App* const command = parent.add_subcommand(row.word, row.description);
    const auto options = std::make_shared<Options>();
    command->add_option("FILE", options->files, "JSON reports, as --report FILE.json writes them")
        ->required()
        ->expected(row.files)
        ->option_text(row.files == 2 ? "BEFORE AFTER" : "FILE ...");
    if (row.writes) {
        command
            ->add_option("--report", options->reports,
                         "Write FILE.xml (JUnit), .json, .html, .tap or .md, or FORMAT:FILE")
            ->option_text("FILE ...")
            ->expected(1)
            ->take_all();
    }
    command->footer(row.footer);
    command->callback([options, run = row.run, &session] {
        session.command = [options, run, &session] { return run(*options, session.output); };
    });
}

} // namespace

void add_report(CLI::App& app, Session& session) {
    CLI::App* const command = app.add_subcommand("report", "Join, compare and show JSON reports");
    command->require_subcommand(1);
    for (const Row& row : rows) {
        add_row(*command, row, session);
    }
}

} // namespace tsrpc::cli

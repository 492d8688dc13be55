// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_REPORT_FILES_HPP
#define TSRPC_CLI_REPORT_FILES_HPP

#include "conformance/cli/destination.hpp"
#include "conformance/cli/file_places.hpp"
#include "conformance/report/report.hpp"
#include "conformance/report/report_formats.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace tsrpc::cli {

/// Where one report is to be, and its format.
struct ReportPlace {
    const conformance::ReportFormat* format;
    std::string path;
};

/// "report.xml", or with its format named "xml:/dev/stdout". Throws CommandError, usage, for another format.
ReportPlace parse_report_place(const std::string& text);

/// A file that a report is written to.
struct ReportFile {
    Destination destination;
    const conformance::ReportFormat* format;
};

/// A file for each place. Throws CommandError, usage, if nothing can be written there, or two are one file or one of
/// `others`.
std::vector<ReportFile> open_reports(const std::vector<ReportPlace>& places, FilePlaces others);

/// Writes the report to each. Throws CommandError, does_not_conform, if that fails for some; the others are written.
void write_reports(const conformance::Report& report, const std::vector<ReportFile>& files, Output& output);

/// The reports of a run. While it goes they are written anew, at its begin and then so that they are at most a second
/// old when a test ends, and say that the run is not complete. What is no file is written at the end alone.
class ReportFiles {
  public:
    /// What --report has, and what GoogleTest's flags, GTEST_OUTPUT or XML_OUTPUT_FILE ask for: xml:FILE or json:FILE.
    /// Reports of an earlier run are removed. Throws CommandError, usage, for a format that there is not and for a
    /// place where nothing can be written, or where one of `others` is.
    ReportFiles(const std::vector<std::string>& places, std::vector<std::string> googletest_flags, FilePlaces others);

    /// GoogleTest's flags. It writes no report itself: it ends the process if it cannot open the file, and says nothing
    /// if the disk is full.
    const std::vector<std::string>& flags() const { return flags_; }

    /// What all results have in common.
    conformance::Report& report() { return report_; }

    /// A test begins, of so many. With the first one the reports are there.
    void begin(size_t selected, Output& output);

    /// Adds an outcome. If no report is wanted, nothing is made of it.
    void take(const conformance::Outcome& outcome, const conformance::TestPlace& place, Output& output);

    /// Writes all for the last time. `complete`: the run came to its end. Throws CommandError, does_not_conform, if a
    /// report cannot be written; the others are.
    void finish(bool complete, Output& output);

  private:
    void write_drafts(Output& output);
    void stop_watch();

    std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
    std::vector<std::string> flags_;
    std::vector<ReportFile> files_;
    conformance::Report report_;
    std::chrono::steady_clock::time_point next_draft_ = {};
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_REPORT_FILES_HPP

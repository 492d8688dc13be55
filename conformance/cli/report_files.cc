// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/report_files.hpp"

#include "conformance/cli/session.hpp"
#include "conformance/cli/troubles.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace tsrpc::cli {
namespace {

using namespace conformance;
using Clock = std::chrono::steady_clock;

constexpr std::string_view output_flag = "--gtest_output=";

/// What the flags or the environment ask GoogleTest to write, FORMAT:PATH.
std::string asked_of_googletest(const std::vector<std::string>& flags) {
    std::string output = testing::GTEST_FLAG(output); // of the environment
    for (const std::string& flag : flags) {
        if (flag.starts_with(output_flag)) {
            output = flag.substr(output_flag.size());
        }
    }
    return output;
}

/// A place as GoogleTest understands it: a folder, or none, has a name of its own.
std::optional<ReportPlace> googletest_place(const std::string& output) {
    if (output.empty()) {
        return std::nullopt;
    }
    const size_t colon = std::min(output.find(':'), output.size());
    const std::string format = output.substr(0, colon);
    if (format != "xml" && format != "json") {
        throw CommandError(ExitStatus::usage,
                           fmt::format("--gtest_output is '{}'; expected xml:FILE or json:FILE", output));
    }
    std::string path = colon + 1 < output.size() ? output.substr(colon + 1) : "test_detail." + format;
    if (path.ends_with('/')) {
        path += "tsrpc." + format;
    }
    return ReportPlace{find_report_format(format), path};
}

} // namespace

ReportPlace parse_report_place(const std::string& text) {
    const size_t colon = text.find(':');
    const ReportFormat* const named = find_report_format(text.substr(0, colon));
    if (colon != text.npos && colon + 1 < text.size() && named != nullptr) {
        return {named, text.substr(colon + 1)};
    }
    const size_t point = text.rfind('.');
    const ReportFormat* const of_ending = point == text.npos ? nullptr : find_report_format(text.substr(point + 1));
    if (of_ending == nullptr) {
        throw CommandError(ExitStatus::usage,
                           fmt::format("report '{}' has no known format; expected a file that ends in .xml (JUnit), "
                                       ".json, .html, .tap or .md, or one before a colon as in tap:/dev/stdout",
                                       text));
    }
    return {of_ending, text};
}

std::vector<ReportFile> open_reports(const std::vector<ReportPlace>& places, FilePlaces others) {
    for (const ReportPlace& place : places) {
        others.add("a report", place.path);
    }
    std::vector<ReportFile> files;
    for (const ReportPlace& place : places) {
        files.push_back({Destination(place.path, "report"), place.format});
    }
    return files;
}

void write_reports(const Report& report, const std::vector<ReportFile>& files, Output& output) {
    Troubles troubles;
    for (const ReportFile& file : files) {
        troubles.collect([&] { file.destination.write(file.format->text(report), output); });
    }
    troubles.throw_any();
}

ReportFiles::ReportFiles(const std::vector<std::string>& places, std::vector<std::string> googletest_flags,
                         FilePlaces others)
    : flags_(std::move(googletest_flags)) {
    std::vector<ReportPlace> all;
    for (const std::string& text : places) {
        all.push_back(parse_report_place(text));
    }
    if (const auto place = googletest_place(asked_of_googletest(flags_))) {
        all.push_back(*place);
    }
    flags_.emplace_back(output_flag);
    files_ = open_reports(all, std::move(others));
}

void ReportFiles::stop_watch() { report_.seconds = std::chrono::duration<double>(Clock::now() - began_).count(); }

void ReportFiles::begin(size_t selected, Output& output) {
    const bool is_first = report_.selected == 0;
    report_.selected = selected;
    if (is_first) {
        write_drafts(output);
        next_draft_ = {}; // the first outcome does not wait for the second
    }
}

void ReportFiles::take(const Outcome& outcome, const TestPlace& place, Output& output) {
    if (files_.empty()) {
        return;
    }
    report_.results.push_back(reported(outcome, place));
    if (Clock::now() >= next_draft_) {
        write_drafts(output);
    }
}

void ReportFiles::write_drafts(Output& output) {
    constexpr Clock::duration pause = std::chrono::seconds(1);
    constexpr int least_share = 20; // of the time goes to the tests
    const Clock::time_point begin = Clock::now();
    stop_watch();
    for (const ReportFile& file : files_) {
        try {
            if (file.destination.is_replaced()) {
                file.destination.write(file.format->text(report_), output);
            }
        } catch (const CommandError&) { // `finish` says it, if it is still so
        }
    }
    const Clock::time_point end = Clock::now();
    next_draft_ = end + std::max(pause, least_share * (end - begin));
}

void ReportFiles::finish(bool complete, Output& output) {
    report_.complete = complete;
    stop_watch();
    write_reports(report_, files_, output);
}

} // namespace tsrpc::cli

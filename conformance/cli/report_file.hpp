// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_REPORT_FILE_HPP
#define TSRPC_CLI_REPORT_FILE_HPP

#include <string>
#include <vector>

namespace tsrpc::cli {

/// The XML or JSON report that GoogleTest writes when its tests have run: whole, or not at all. GoogleTest itself ends
/// the process where it cannot open the file, and says nothing where the disk is full.
class ReportFile {
  public:
    /// What GoogleTest's flags, GTEST_OUTPUT or XML_OUTPUT_FILE ask for, if anything. Throws CommandError for a format
    /// that is neither xml nor json and a place where no file can be written.
    explicit ReportFile(std::vector<std::string> flags);
    ReportFile(const ReportFile&) = delete;
    ReportFile& operator=(const ReportFile&) = delete;
    ~ReportFile();

    /// The flags that make GoogleTest write it.
    const std::vector<std::string>& flags() const { return flags_; }

    /// Puts what was written in its place. Throws CommandError where that fails.
    void finish();

  private:
    std::vector<std::string> flags_;
    std::string path_;  ///< empty: none is asked for, or it is a device
    std::string draft_; ///< what GoogleTest writes
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_REPORT_FILE_HPP

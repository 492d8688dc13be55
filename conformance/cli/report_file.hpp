// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_REPORT_FILE_HPP
#define TSRPC_CLI_REPORT_FILE_HPP

#include "conformance/cli/destination.hpp"

#include <optional>
#include <string>
#include <vector>

namespace tsrpc::cli {

/// The XML or JSON report that GoogleTest writes when its tests have run. GoogleTest itself ends the process where it
/// cannot open the file, and says nothing where the disk is full: it writes to memory here, and this to the file.
class ReportFile {
  public:
    /// What GoogleTest's flags, GTEST_OUTPUT or XML_OUTPUT_FILE ask for, if anything. The report of an earlier run is
    /// removed. Throws CommandError, usage, for a format that is neither xml nor json and for a place where nothing can
    /// be written.
    explicit ReportFile(std::vector<std::string> flags);
    ReportFile(const ReportFile&) = delete;
    ReportFile& operator=(const ReportFile&) = delete;
    ~ReportFile();

    /// The flags that make GoogleTest write it.
    const std::vector<std::string>& flags() const { return flags_; }

    /// Puts what was written in its place. Throws CommandError where that fails.
    void finish(Output& output) const;

  private:
    std::vector<std::string> flags_;
    std::optional<Destination> destination_; ///< nothing: none is asked for
    std::string path_;                       ///< for messages
    int memory_ = -1;                        ///< a file of no folder
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_REPORT_FILE_HPP

// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_FILE_PLACES_HPP
#define TSRPC_CLI_FILE_PLACES_HPP

#include <filesystem>
#include <map>
#include <string>

namespace tsrpc::cli {

/// Whether the path is the system's name of something open, such as /dev/stdout.
bool is_of_the_system(const std::string& path);

/// Where symbolic links lead to, whether anything is there or not.
std::filesystem::path without_links(std::filesystem::path path);

/// One text for a file, whatever path leads to it.
std::string file_of(const std::string& path);

/// The files that a run reads and writes, so that none overwrites another.
class FilePlaces {
  public:
    /// `what` in messages: "a report". An empty path is no file. Throws CommandError, usage, if the file is there
    /// already, however its path is spelled.
    void add(const std::string& what, const std::string& path);

  private:
    std::map<std::string, std::string> what_; ///< by file
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_FILE_PLACES_HPP

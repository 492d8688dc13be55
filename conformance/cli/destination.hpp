// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_DESTINATION_HPP
#define TSRPC_CLI_DESTINATION_HPP

#include "conformance/cli/output.hpp"

#include <string>
#include <string_view>

namespace tsrpc::cli {

/// Where a file of a run is to be: it is there whole, or not at all. A symbolic link stays one, and what it names is
/// written; a device or pipe gets the text; and standard output by any of its names gets it behind what was printed.
class Destination {
  public:
    /// What becomes of a file that is there before the new one is.
    enum class Earlier {
        removed, ///< it must not be taken for this run's
        kept,    ///< people have a hand in it
    };

    /// Makes the folders, looks whether a file can be written, and deals with what is there of an earlier run. `what`
    /// is the file's kind in messages, "report". Throws CommandError, usage, where nothing can be written.
    Destination(const std::string& path, const std::string& what, Earlier earlier = Earlier::removed);

    /// Whether each write replaces the one before at once, so that a reader always finds a whole file.
    bool is_replaced() const { return way_ == Way::renamed; }

    /// Throws CommandError, does_not_conform, where that fails; what was written of a file is removed then.
    void write(std::string_view text, Output& output) const;

  private:
    enum class Way {
        renamed,     ///< written beside its place, then renamed
        overwritten, ///< a file in a folder that no other can be made in
        appended,    ///< a device, a pipe, or what a descriptor is open for
        standard_output,
    };

    /// The way, and 0 or the errno of why there is none.
    struct Choice {
        Way way;
        int error;
    };

    Choice choose_way(Earlier earlier) const;
    Choice choose_file(bool exists, Earlier earlier) const;
    void write_renamed(std::string_view text) const;
    void write_in_place(std::string_view text) const;

    std::string path_; ///< as it was given
    std::string what_;
    std::string target_; ///< `path_`, symbolic links followed
    Way way_;
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_DESTINATION_HPP

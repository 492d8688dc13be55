// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_KNOWN_FAILING_FILE_HPP
#define TSRPC_CLI_KNOWN_FAILING_FILE_HPP

#include "conformance/cli/destination.hpp"
#include "conformance/engine/known_failing.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tsrpc::cli {

/// The list of --known-failing; none without a path. Throws CommandError, usage, and SelectionError.
std::vector<conformance::KnownFailing> read_known_failing(const std::string& path,
                                                          const std::vector<conformance::Case>& cases);

/// The list of --write-known-failing: what failed in this run. It can be the list that the run was held to, which stays
/// as it is until the new one is whole.
class KnownFailingFile {
  public:
    /// An empty path is none. Throws CommandError, usage, where nothing can be written. `suite`: "sp".
    KnownFailingFile(const std::string& path, const std::string& suite);

    void take(const conformance::Outcome& outcome);

    /// Writes the list, in the catalogue's order. Throws CommandError, does_not_conform, where that fails.
    void finish(Output& output) const;

  private:
    std::optional<Destination> destination_;
    std::string suite_;
    std::map<const conformance::Requirement*, std::string> lines_; ///< of a test's first failure
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_KNOWN_FAILING_FILE_HPP

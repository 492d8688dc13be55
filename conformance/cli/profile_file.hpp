// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_PROFILE_FILE_HPP
#define TSRPC_CLI_PROFILE_FILE_HPP

#include "conformance/engine/profile.hpp"

#include <string>
#include <string_view>

namespace tsrpc::cli {

/// The profile of --profile; without a path one of no services. docs/profiles.md says what a file has. Throws
/// CommandError, usage, with the file, the place in it, what is there and what was expected.
conformance::Profile read_profile(const std::string& path);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_PROFILE_FILE_HPP

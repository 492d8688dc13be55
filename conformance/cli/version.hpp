// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_VERSION_HPP
#define TSRPC_CLI_VERSION_HPP

#include "tsrpc/version.h"

#include <fmt/format.h>

#include <string>

namespace tsrpc::cli {

/// "tsrpc 0.2.0, TS-RPC ABI version 1": what --version prints, and trace files begin with.
inline std::string version_text() {
    return fmt::format("tsrpc {}.{}.{}, TS-RPC ABI version 1", TSRPC_VERSION_MAJOR, TSRPC_VERSION_MINOR,
                       TSRPC_VERSION_PATCH);
}

} // namespace tsrpc::cli

#endif // TSRPC_CLI_VERSION_HPP

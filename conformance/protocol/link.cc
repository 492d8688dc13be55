// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/link.hpp"

#include "tsrpc/plugin.h"

namespace tsrpc::conformance {

Reply say(const Link& link, const Command& command) {
    Reply said;
    link(
        {&command, 1}, [](const Ask&) -> Granted { return FfaError{TSRPC_FFA_NOT_SUPPORTED}; },
        [&said](Reply&& reply) { said = std::move(reply); });
    return said;
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/in_process.hpp"

#include "conformance/targets/caller_host.hpp"
#include "conformance/targets/sp_host.hpp"

#include <memory>

namespace tsrpc::conformance {

Link link_in_process(const tsrpc_sp_plugin& plugin) {
    return [host = std::make_shared<SpHost>(plugin)](std::span<const Command> commands, const Grant&,
                                                     const TakeReply& take) {
        for (const Command& command : commands) {
            take(host->perform(command));
        }
    };
}

Link link_in_process(const tsrpc_caller_plugin& plugin) {
    return [host = std::make_shared<CallerHost>(plugin)](std::span<const Command> commands, const Grant& grant,
                                                         const TakeReply& take) {
        for (const Command& command : commands) {
            take(host->perform(command, grant));
        }
    };
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// What a target can tell of before it dies: "! fault SIGNAL PHASE ADDRESS TEXT". It answers nothing.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_FAULT_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_FAULT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

struct Fault {
    int signal = 0;                  ///< 0: exit() was called
    std::string phase;               ///< the plugin's function, "direct_request"; empty: none of them
    std::optional<uint64_t> address; ///< that was touched, if that was it
    std::string what;                ///< what lies there; may be empty
};

/// Nothing: the line tells of no fault.
std::optional<Fault> parse_fault(std::string_view line);

/// What follows "was killed by signal 11" in a message: " in direct_request at address 0x10: near null".
std::string describe(const Fault& fault);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_FAULT_HPP

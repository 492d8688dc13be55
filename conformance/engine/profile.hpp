// SPDX-License-Identifier: BSD-3-Clause
//
// What the user says of services that the suite does not know: docs/profiles.md.
#ifndef TSRPC_CONFORMANCE_ENGINE_PROFILE_HPP
#define TSRPC_CONFORMANCE_ENGINE_PROFILE_HPP

#include "tsrpc/codec/uuid.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// A request and a response of a profile fit into one page.
inline constexpr size_t most_profile_bytes = 4096;

/// A call that can be made at any time, by any caller, and what it is answered each time, with RPC status SUCCESS.
struct ProfileCall {
    std::string name;
    uint16_t opcode = 0;
    bool doorbell = false; ///< made without shared memory: request and response are empty
    std::vector<uint8_t> request{};
    uint32_t service_status = 0;
    std::optional<uint32_t> response_length{};      ///< bytes; nothing: any
    std::optional<std::vector<uint8_t>> response{}; ///< nothing: any bytes
};

/// A service that the target hosts.
struct ProfileService {
    Uuid uuid;
    std::vector<ProfileCall> calls;
};

struct Profile {
    std::vector<ProfileService> services; ///< empty: there is no profile
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_PROFILE_HPP

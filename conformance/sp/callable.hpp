// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_CALLABLE_HPP
#define TSRPC_CONFORMANCE_SP_CALLABLE_HPP

#include "conformance/engine/profile.hpp"
#include "conformance/sp/services.hpp"

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace tsrpc::conformance {

/// A service that a test can call with memory, since it is known what is answered: the test service, its twin, or one
/// of the profile, once for each of its calls.
struct Callable : HostedService {
    const ProfileCall* call = nullptr;  ///< the profile's; null: it is a test service
    const ProfileCall* decoy = nullptr; ///< `decoy_of` the call, or null

    bool is_test_service() const { return call == nullptr; }

    /// The opcodes of calls that must be refused whatever service it is: these, but only its own of a service that is
    /// not ours, where another may do harm if an SP lets it through.
    std::vector<uint16_t> opcodes(std::initializer_list<uint16_t> of_test_service) const {
        return call == nullptr ? std::vector(of_test_service) : std::vector{call->opcode};
    }
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_CALLABLE_HPP

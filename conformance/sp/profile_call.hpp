// SPDX-License-Identifier: BSD-3-Clause
//
// The calls of a profile, which the suite can make and judge though it does not know their service.
#ifndef TSRPC_CONFORMANCE_SP_PROFILE_CALL_HPP
#define TSRPC_CONFORMANCE_SP_PROFILE_CALL_HPP

#include "conformance/engine/profile.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace tsrpc::conformance {

/// Which of the profile's calls this is, made to a service that it names; null: none of them, or that is not known.
/// `content`: the leading bytes of the memory, as many as are known.
const ProfileCall* find_call(std::span<const ProfileService> profile, const Uuid& service,
                             const ServiceCallRequest& call, std::span<const uint8_t> content, bool is_doorbell);

/// "the profile's call 'get_info'"
std::string describe(const ProfileCall& call);

/// What an answer has that the profile does not say, in words; empty: nothing. `content`: the memory after the call, as
/// much of it as the profile's response has bytes.
std::string difference(const ProfileCall& call, const Registers& response, std::span<const uint8_t> content);

/// Another call of the service with the same opcode, as long a request and another answer; null: there is none. An SP
/// that takes one request for the other is found out.
const ProfileCall* decoy_of(const ProfileService& service, const ProfileCall& call);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_PROFILE_CALL_HPP

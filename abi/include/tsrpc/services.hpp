// SPDX-License-Identifier: BSD-3-Clause
//
// The well-known services of ABI 6, one row each.
#ifndef TSRPC_SERVICES_HPP
#define TSRPC_SERVICES_HPP

#include "tsrpc/abi.h"
#include "tsrpc/version.h"

namespace tsrpc {
inline namespace v0_2_0 {

/// A service that many SPs host.
struct WellKnownService {
    const char* uuid; ///< text form, as in tsrpc/abi.h
    const char* name; ///< as the ABI document has it
};

/// All of them, in the document's order.
inline constexpr WellKnownService well_known_services[] = {
    {TSRPC_SERVICE_PSA_CRYPTO, "PSA Crypto"},
    {TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF, "PSA Crypto, protobuf encoding"},
    {TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE, "PSA Internal Trusted Storage"},
    {TSRPC_SERVICE_PSA_PROTECTED_STORAGE, "PSA Protected Storage"},
    {TSRPC_SERVICE_PSA_INITIAL_ATTESTATION, "PSA Initial Attestation"},
    {TSRPC_SERVICE_BLOCK_STORAGE, "Block storage"},
    {TSRPC_SERVICE_FIRMWARE_UPDATE, "Firmware update"},
    {TSRPC_SERVICE_LOGGING, "Logging"},
    {TSRPC_SERVICE_RPMB, "RPMB"},
    {TSRPC_SERVICE_TEST_RUNNER, "Test runner"},
};

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_SERVICES_HPP

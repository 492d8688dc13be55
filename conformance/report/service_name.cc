// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/service_name.hpp"

namespace tsrpc::report {
namespace {

struct Service {
    Uuid uuid;
    const char* name;
};

constexpr Uuid parsed(const char (&text)[Uuid::text_length + 1]) { return parse_uuid(text, Uuid::text_length).uuid; }

constexpr Service services[] = {
    {parsed(TSRPC_SERVICE_PSA_CRYPTO), "PSA Crypto"},
    {parsed(TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF), "PSA Crypto, protobuf encoding"},
    {parsed(TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE), "PSA Internal Trusted Storage"},
    {parsed(TSRPC_SERVICE_PSA_PROTECTED_STORAGE), "PSA Protected Storage"},
    {parsed(TSRPC_SERVICE_PSA_INITIAL_ATTESTATION), "PSA Initial Attestation"},
    {parsed(TSRPC_SERVICE_BLOCK_STORAGE), "Block storage"},
    {parsed(TSRPC_SERVICE_FIRMWARE_UPDATE), "Firmware update"},
    {parsed(TSRPC_SERVICE_LOGGING), "Logging"},
    {parsed(TSRPC_SERVICE_RPMB), "RPMB"},
    {parsed(TSRPC_SERVICE_TEST_RUNNER), "Test runner"},
};

} // namespace

const char* service_name(const Uuid& uuid) {
    for (const Service& service : services) {
        if (service.uuid == uuid) {
            return service.name;
        }
    }
    return nullptr;
}

} // namespace tsrpc::report

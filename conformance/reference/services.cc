// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/services.hpp"

#include "tsrpc/test_service.h"

#include <array>

namespace tsrpc {
namespace {

constexpr ServiceResult refusal{RpcStatus::invalid_value, ServiceStatus{0}, ResponseLength{0}};

template <uint8_t Instance>
ServiceResult serve_test_service(const ServiceCall& call) {
    const tsrpc_test_service_request request = {
        .sender_id = static_cast<uint16_t>(call.sender_id),
        .interface_id = call.request.interface_id.value(),
        .instance = Instance,
        .opcode = call.request.opcode.value(),
        .client_id = call.request.client_id.value(),
        .request_length = call.request.request_length.value(),
        .buffer = call.memory.data(),
        .buffer_size = call.memory.size(),
    };
    uint32_t service_status = 0;
    uint32_t response_length = 0;
    const int32_t rpc_status = tsrpc_test_service_call(&request, &service_status, &response_length);
    return {RpcStatus{rpc_status}, ServiceStatus{service_status}, ResponseLength{response_length}};
}

/// CRC-32 of IEEE 802.3: reflected, polynomial 0x04c11db7, initial value and final XOR all ones.
uint32_t crc32(std::span<const uint8_t> bytes) {
    uint32_t crc = 0xffffffff;
    for (const uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
        }
    }
    return ~crc;
}

ServiceResult serve_checksum(const ServiceCall& call) {
    constexpr uint32_t response_length = 4;
    if (call.request.opcode != checksum_opcode || call.memory.size() < response_length) {
        return refusal;
    }
    const uint32_t crc = crc32(call.memory.first(call.request.request_length.value()));
    for (uint32_t i = 0; i < response_length; ++i) {
        call.memory[i] = static_cast<uint8_t>(crc >> 8 * i);
    }
    return {RpcStatus::success, ServiceStatus{0}, ResponseLength{response_length}};
}

} // namespace

std::span<const Service> reference_services() {
    static constexpr std::array<Service, 3> services = {{
        {Uuid{TSRPC_TEST_SERVICE_UUID_BYTES}, InterfaceId{0x41}, serve_test_service<0>},
        {Uuid{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}, InterfaceId{0x0a}, serve_test_service<1>},
        {checksum_service_uuid, InterfaceId{0xe7}, serve_checksum},
    }};
    return services;
}

} // namespace tsrpc

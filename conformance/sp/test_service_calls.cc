// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

uint32_t get(const std::vector<uint8_t>& bytes, size_t offset, size_t size) {
    uint32_t value = 0;
    for (size_t i = size; i-- > 0;) {
        value = value << 8 | bytes[offset + i];
    }
    return value;
}

} // namespace

Description parse_description(const std::vector<uint8_t>& bytes) {
    return {static_cast<uint16_t>(get(bytes, 0, 2)),
            static_cast<uint16_t>(get(bytes, 2, 2)),
            get(bytes, 4, 4),
            get(bytes, 8, 4),
            bytes[12],
            bytes[13]};
}

Description describe_call(Run& run, const Memory& memory, InterfaceId interface_id, uint32_t request_length,
                          uint32_t client_id) {
    run.write(memory, std::vector<uint8_t>(TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH, 0xee));
    const CallResult result = run.call(
        memory.owner, make_call(interface_id, TSRPC_TEST_SERVICE_DESCRIBE, memory.handle, request_length, client_id));
    run.must_succeed(result.rpc_status, fmt::format("DESCRIBE with request length {}", request_length));
    run.require(result.service_status == 0, fmt::format("DESCRIBE: service status is {:08x}", result.service_status));
    run.require(result.response_length == TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH,
                fmt::format("DESCRIBE: response length is {}, not 16", result.response_length));
    const std::vector<uint8_t> bytes = run.read(memory, TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH);
    const Description seen = parse_description(bytes);
    run.require(seen.opcode == TSRPC_TEST_SERVICE_DESCRIBE,
                fmt::format("the service saw opcode 0x{:04x}, not 2", seen.opcode));
    run.require((bytes[14] | bytes[15]) == 0, "DESCRIBE: the last two bytes are not 0");
    return seen;
}

std::vector<HostedService> test_service_instances(Run& run) {
    std::vector<HostedService> instances = {run.test_service()};
    if (const auto twin = run.find_service(test_service_twin_uuid())) {
        instances.push_back(*twin);
    }
    return instances;
}

Uuid test_service_uuid() { return {TSRPC_TEST_SERVICE_UUID_BYTES}; }

Uuid test_service_twin_uuid() { return {TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}; }

void put_u32(std::vector<uint8_t>& bytes, size_t offset, uint32_t value) {
    for (size_t i = 0; i < 4; ++i) {
        bytes[offset + i] = static_cast<uint8_t>(value >> 8 * i);
    }
}

void require_content(Run& run, const Memory& memory, const std::vector<uint8_t>& expected, const std::string& after) {
    const std::vector<uint8_t> found = run.read(memory, expected.size());
    const auto [difference, wanted] = std::ranges::mismatch(found, expected);
    run.require(difference == found.end(), difference == found.end()
                                               ? ""
                                               : fmt::format("after {} byte {} of the memory is 0x{:02x}, not 0x{:02x}",
                                                             after, difference - found.begin(), *difference, *wanted));
}

std::vector<uint32_t> lengths_within(uint64_t size) {
    std::vector<uint32_t> lengths = {0, 1, 2, 3, 4, 7, 8, 15, 16, 255, 256, 257};
    for (uint64_t boundary = TSRPC_PAGE_SIZE; boundary <= size; boundary += TSRPC_PAGE_SIZE) {
        for (const uint64_t length : std::initializer_list<uint64_t>{boundary - 1, boundary, boundary + 1}) {
            if (length <= size) {
                lengths.push_back(static_cast<uint32_t>(length));
            }
        }
    }
    return lengths;
}

} // namespace tsrpc::conformance

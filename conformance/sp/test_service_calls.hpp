// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_TEST_SERVICE_CALLS_HPP
#define TSRPC_CONFORMANCE_SP_TEST_SERVICE_CALLS_HPP

#include "conformance/sp/run.hpp"
#include "tsrpc/test_service.h"

#include <string>
#include <vector>

namespace tsrpc::conformance {

/// What the test service's DESCRIBE says that it was called with.
struct Description {
    uint16_t sender_id;
    uint16_t opcode;
    uint32_t client_id;
    uint32_t request_length;
    uint8_t interface_id;
    uint8_t instance;
};

/// Calls DESCRIBE in the name of the memory's owner. It must succeed, with a response of the right length and form.
Description describe_call(Run& run, const Memory& memory, InterfaceId interface_id, uint32_t request_length,
                          uint32_t client_id);

/// The test service, and its twin where the SP hosts it. Skipped where it does not host the first.
std::vector<HostedService> test_service_instances(Run& run);

/// Reads DESCRIBE's response.
Description parse_description(const std::vector<uint8_t>& bytes);

Uuid test_service_uuid();
Uuid test_service_twin_uuid();

/// Little-endian, as the test service has it.
void put_u32(std::vector<uint8_t>& bytes, size_t offset, uint32_t value);

/// The memory must hold these bytes from its start.
void require_content(Run& run, const Memory& memory, const std::vector<uint8_t>& expected, const std::string& after);

/// Lengths around every boundary of a memory of `size` bytes, 0 and `size` included.
std::vector<uint32_t> lengths_within(uint64_t size);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_TEST_SERVICE_CALLS_HPP

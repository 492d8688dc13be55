// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_SERVICES_HPP
#define TSRPC_CONFORMANCE_REFERENCE_SERVICES_HPP

#include "conformance/reference/service.hpp"

#include <span>

namespace tsrpc {

/// The checksum service: one opcode, whose response is the CRC-32 (IEEE 802.3) of the request, 4 bytes little-endian,
/// service status 0. Other calls, and doorbells, which have no room for it, get INVALID_VALUE.
inline constexpr Uuid checksum_service_uuid = [] {
    using namespace literals;
    return "90a7e6d1-4b38-4f05-8c1e-6f2d97b0c35a"_uuid;
}();
inline constexpr Opcode checksum_opcode{0x0010};

/// What the reference SP hosts: the test service, its twin and the checksum service. Their interface ids neither start
/// at 0 nor are dense, and one has its top bit set.
std::span<const Service> reference_services();

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_SERVICES_HPP

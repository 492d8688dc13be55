// SPDX-License-Identifier: BSD-3-Clause
//
// The services that the suite knows, and what the test service does with a call.
#ifndef TSRPC_CONFORMANCE_SP_SERVICES_HPP
#define TSRPC_CONFORMANCE_SP_SERVICES_HPP

#include "tsrpc/codec.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// A service that the SP hosts.
struct HostedService {
    Uuid uuid;
    InterfaceId interface_id;
};

Uuid test_service_uuid(); ///< of tsrpc/test_service.h
Uuid test_service_twin_uuid();

/// The services that the suite knows by their UUID: the test service, its twin, and those of docs/abi.md §6.
std::span<const Uuid> known_services();

/// The test service's instance number, 0 or 1, of its UUID; nothing for another service.
std::optional<uint8_t> test_service_instance(const Uuid& uuid);

/// The requirement by which no SP hosts this UUID: it is nil, or all ones, or the protocol's own, or a part of a known
/// service's, or that in another byte order. Empty: an SP may host it.
std::string_view unhosted_by(const Uuid& uuid);

/// The UUID in the byte orders that implementations have mistaken for the right one, and what each is called.
struct MistakenOrder {
    const char* name;
    size_t (*from)(size_t i); ///< byte i of the mistaken UUID is this one of the right
};
std::span<const MistakenOrder> mistaken_orders();
Uuid reordered(const Uuid& uuid, const MistakenOrder& order);

/// What one call does.
struct Served {
    /// Whether the request is one that the service serves; which requirement says that it is not.
    bool ok = true;
    std::string_view refused_by = {};
    uint32_t service_status = 0;
    std::optional<uint32_t> response_length = 0; ///< bytes; nothing: any
    std::vector<uint8_t> written{};              ///< to the start of the memory
    std::string profile_call{};                  ///< of a call that a profile names: which; else empty
};

/// What the test service does with a call that an endpoint has found in order. `content`: the leading bytes of the
/// memory, as many as are known. `size`: of the memory; 0 for a doorbell. Nothing: that depends on unknown bytes.
std::optional<Served> serve(uint8_t instance, uint16_t sender, const ServiceCallRequest& call,
                            std::span<const uint8_t> content, uint64_t size);

/// Little-endian, as the test service has it.
void put_u32(std::span<uint8_t> bytes, size_t offset, uint32_t value);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SERVICES_HPP

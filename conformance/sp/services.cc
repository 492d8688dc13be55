// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/services.hpp"

#include "tsrpc/services.hpp"
#include "tsrpc/test_service.h"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

Uuid uuid_of(std::string_view text) { return parse_uuid(text.data(), text.size()).uuid; }

/// Whether `part` is `whole` but for one bit or one byte, or in at least four bytes, the others being all 0 or all
/// ones.
bool is_part_of(const Uuid& part, const Uuid& whole) {
    size_t differing = 0;
    size_t zeros = 0;
    size_t ones = 0;
    for (size_t i = 0; i < Uuid::size; ++i) {
        if (part.bytes[i] != whole.bytes[i]) {
            ++differing;
            zeros += part.bytes[i] == 0;
            ones += part.bytes[i] == 0xff;
        }
    }
    return differing == 1 ||
           (differing > 0 && differing <= Uuid::size - 4 && (zeros == differing || ones == differing));
}

uint32_t get_u32(std::span<const uint8_t> bytes) {
    return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 | uint32_t{bytes[3]} << 24;
}

std::vector<uint8_t> description(uint8_t instance, uint16_t sender, const ServiceCallRequest& call) {
    std::vector<uint8_t> bytes(TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH);
    put_u32(bytes, 0, sender | uint32_t{call.opcode.value()} << 16);
    put_u32(bytes, 4, call.client_id.value());
    put_u32(bytes, 8, call.request_length.value());
    put_u32(bytes, 12, call.interface_id.value() | uint32_t{instance} << 8);
    return bytes;
}

} // namespace

Uuid test_service_uuid() { return {TSRPC_TEST_SERVICE_UUID_BYTES}; }

Uuid test_service_twin_uuid() { return {TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}; }

std::span<const Uuid> known_services() {
    static const std::vector<Uuid> uuids = [] {
        std::vector<Uuid> known = {test_service_uuid(), test_service_twin_uuid()};
        for (const WellKnownService& service : well_known_services) {
            known.push_back(uuid_of(service.uuid));
        }
        return known;
    }();
    return uuids;
}

std::optional<uint8_t> test_service_instance(const Uuid& uuid) {
    if (uuid == test_service_uuid()) {
        return uint8_t{0};
    }
    return uuid == test_service_twin_uuid() ? std::optional(uint8_t{1}) : std::nullopt;
}

std::span<const MistakenOrder> mistaken_orders() {
    static constexpr MistakenOrder orders[] = {
        {"the first byte most significant in its register", [](size_t i) { return i ^ 3; }},
        {"the registers in reverse order", [](size_t i) { return i ^ 12; }},
        {"all 16 bytes in reverse order", [](size_t i) { return 15 - i; }},
        {"the 64-bit halves swapped", [](size_t i) { return i ^ 8; }},
        {"the 64-bit halves each in reverse order", [](size_t i) { return i ^ 7; }},
        {"the first three groups little-endian, as in a GUID",
         [](size_t i) { return i < 4   ? 3 - i
                               : i < 8 ? i ^ 1
                                       : i; }},
    };
    return orders;
}

Uuid reordered(const Uuid& uuid, const MistakenOrder& order) {
    Uuid other = {};
    for (size_t i = 0; i < Uuid::size; ++i) {
        other.bytes[i] = uuid.bytes[order.from(i)];
    }
    return other;
}

std::string_view unhosted_by(const Uuid& uuid) {
    const auto all = [&uuid](uint8_t value) {
        return std::ranges::all_of(uuid.bytes, [value](uint8_t byte) { return byte == value; });
    };
    if (std::ranges::find(known_services(), uuid) != known_services().end()) {
        return {};
    }
    if (all(0) || all(0xff) || uuid == uuid_of(TSRPC_PROTOCOL_UUID)) {
        return "service_info.unknown_uuid";
    }
    for (const Uuid& known : known_services()) {
        if (is_part_of(uuid, known)) {
            return "service_info.single_bit";
        }
        for (const MistakenOrder& order : mistaken_orders()) {
            if (uuid == reordered(known, order)) {
                return "service_info.byte_order";
            }
        }
    }
    return {};
}

void put_u32(std::span<uint8_t> bytes, size_t offset, uint32_t value) {
    for (size_t i = 0; i < 4; ++i) {
        bytes[offset + i] = static_cast<uint8_t>(value >> 8 * i);
    }
}

std::optional<Served> serve(uint8_t instance, uint16_t sender, const ServiceCallRequest& call,
                            std::span<const uint8_t> content, uint64_t size) {
    constexpr std::string_view unparsable = "call.unparsable_request";
    const uint32_t length = call.request_length.value();
    switch (call.opcode.value()) {
    case TSRPC_TEST_SERVICE_NOP:
    case TSRPC_TEST_SERVICE_NOP_LAST: return Served{};
    case TSRPC_TEST_SERVICE_ECHO: return Served{.response_length = length};
    case TSRPC_TEST_SERVICE_DESCRIBE: {
        if (size < TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH) {
            return Served{.ok = false, .refused_by = "call.doorbell_has_no_memory"};
        }
        return Served{.response_length = TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH,
                      .written = description(instance, sender, call)};
    }
    case TSRPC_TEST_SERVICE_STATUS:
        if (length < TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH) {
            return Served{.ok = false, .refused_by = unparsable};
        }
        if (content.size() < TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH) {
            return std::nullopt;
        }
        return Served{.service_status = get_u32(content)};
    case TSRPC_TEST_SERVICE_FILL: {
        if (length < TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH) {
            return Served{.ok = false, .refused_by = unparsable};
        }
        if (content.size() < TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH) {
            return std::nullopt;
        }
        const uint32_t filled = get_u32(content);
        if (filled > size) {
            return Served{.ok = false, .refused_by = unparsable};
        }
        return Served{.response_length = filled, .written = std::vector<uint8_t>(filled, content[4])};
    }
    default: return Served{.ok = false, .refused_by = "call.unknown_opcode"};
    }
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"

#include <algorithm>
#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handle = 0xfedcba98'76543210;

Registers opcode_only(uint32_t opcode) { return {{management(opcode), 0, 0, 0, 0}}; }

void versions(std::vector<Json>& scripts) {
    EndpointScript first("version-first", "GET_VERSION comes first, from senders of any id.", {"Version", "Sender"});
    for (const uint16_t sender : std::initializer_list<uint16_t>{0x0001, 0x0000, 0x7fff, 0x8002, 0xfffe}) {
        first.get_version(sender);
    }
    scripts.push_back(first.json());

    EndpointScript always("version-always", "GET_VERSION stays available after errors, and while memory is held.",
                          {"Version"});
    always.find_services();
    always.request(1, opcode_only(0x10));
    always.get_version();
    always.hold(1, handle);
    always.get_version();
    always.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 4);
    always.get_version(2);
    always.release(1, handle);
    always.get_version();
    always.relinquish(1, handle);
    always.get_version();
    scripts.push_back(always.json());
}

void unknown_opcodes(std::vector<Json>& scripts) {
    EndpointScript script("unknown-opcodes", "Management opcodes that version 1 does not define, near those it does.",
                          {"UnknownOpcode"});
    for (const uint32_t opcode :
         std::initializer_list<uint32_t>{0x4, 0x5, 0x7, 0x8, 0x10, 0x80, 0xff, 0x100, 0x101, 0x102, 0x103, 0x8000,
                                         0x8001, 0x8002, 0x8003, 0xfffe, 0xffff}) {
        script.request(1, opcode_only(opcode));
    }
    scripts.push_back(script.json());

    EndpointScript held("unknown-opcodes-with-memory",
                        "Unknown opcodes that name held memory in W4 and W5 neither use nor relinquish it.",
                        {"UnknownOpcode", "Contents"});
    held.find_services();
    held.hold(1, handle);
    held.write(handle, {1, 2, 3, 4});
    for (const uint32_t opcode : std::initializer_list<uint32_t>{0x4, 0x102, 0x103, 0x8002}) {
        held.request(1, {{management(opcode), 0x76543210, 0xfedcba98, 0, 0}});
    }
    held.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 4);
    held.release(1, handle);
    scripts.push_back(held.json());
}

void uuids(std::vector<Json>& scripts) {
    EndpointScript found("service-info-found", "The hosted services are found by every sender, at the same ids.",
                         {"ServiceUuid"});
    for (const uint16_t sender : std::initializer_list<uint16_t>{0x0001, 0x8002, 0x0000}) {
        found.info(test_service_uuid(), sender);
        found.info(test_service_twin_uuid(), sender);
    }
    found.get_version();
    found.info(test_service_uuid());
    scripts.push_back(found.json());

    EndpointScript bits("service-info-single-bits", "A hosted UUID with any one bit changed is not hosted.",
                        {"ServiceUuid"});
    for (size_t bit = 0; bit < 8 * Uuid::size; bit += 3) {
        Uuid uuid = test_service_uuid();
        uuid.bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
        bits.info(uuid);
    }
    scripts.push_back(bits.json());

    EndpointScript parts("service-info-parts", "Parts of hosted UUIDs, alone or put together, are other UUIDs.",
                         {"ServiceUuid"});
    parts.find_services(true);
    for (size_t length = 4; length < Uuid::size; length += 4) {
        for (const bool first_is_test : {true, false}) {
            Uuid begun = {};
            std::ranges::copy_n(test_service_uuid().bytes, static_cast<ptrdiff_t>(length), begun.bytes);
            Uuid mixed = first_is_test ? test_service_twin_uuid() : test_service_uuid();
            const Uuid first = first_is_test ? test_service_uuid() : test_service_twin_uuid();
            std::ranges::copy_n(first.bytes, static_cast<ptrdiff_t>(length), mixed.bytes);
            parts.try_request(1, pack(ServiceInfoRequest{begun}));
            parts.try_request(1, pack(ServiceInfoRequest{mixed}));
            parts.info(test_service_uuid());
        }
    }
    scripts.push_back(parts.json());

    EndpointScript orders("service-info-byte-orders", "A hosted UUID in another byte order is another UUID.",
                          {"ServiceUuid"});
    for (const MistakenOrder& order : mistaken_orders()) {
        orders.info(reordered(test_service_uuid(), order));
    }
    orders.find_services();
    scripts.push_back(orders.json());

    EndpointScript nobody("service-info-not-hosted", "The nil UUID, all ones, and the protocol's own are no services.",
                          {"ServiceUuid"});
    constexpr std::string_view protocol = TSRPC_PROTOCOL_UUID;
    Uuid ones = {};
    std::ranges::fill(ones.bytes, uint8_t{0xff});
    nobody.info(Uuid{});
    nobody.info(ones);
    nobody.info(parse_uuid(protocol.data(), protocol.size()).uuid);
    nobody.find_services();
    scripts.push_back(nobody.json());
}

} // namespace

void add_management_scripts(std::vector<Json>& scripts) {
    versions(scripts);
    unknown_opcodes(scripts);
    uuids(scripts);
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"

#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handle = 0xfedcba98'76543210;

/// Held by sender 1, with the services found.
EndpointScript with_memory(std::string id, std::string comment, std::vector<std::string> flags, bool twin = false) {
    EndpointScript script(std::move(id), std::move(comment), std::move(flags));
    script.find_services(twin);
    script.hold(1, handle);
    return script;
}

std::vector<uint8_t> little_endian(uint32_t value) {
    std::vector<uint8_t> bytes(8, 0x5a);
    put_u32(bytes, 0, value);
    return bytes;
}

void served(std::vector<Json>& scripts) {
    EndpointScript all =
        with_memory("call-opcodes", "Every opcode of the test service, and of its twin.", {"Call"}, true);
    for (const Hosted service : {Hosted::test, Hosted::twin}) {
        all.write(handle, {3, 1, 4, 1, 5, 9, 2, 6});
        all.call(1, service, TSRPC_TEST_SERVICE_NOP, handle, 8);
        all.call(1, service, TSRPC_TEST_SERVICE_ECHO, handle, 8);
        all.call(1, service, TSRPC_TEST_SERVICE_NOP_LAST, handle, 0);
        all.write(handle, little_endian(0xffffff7c));
        all.call(1, service, TSRPC_TEST_SERVICE_STATUS, handle, 4);
        all.write(handle, little_endian(16));
        all.call(1, service, TSRPC_TEST_SERVICE_FILL, handle, 5);
        all.call(1, service, TSRPC_TEST_SERVICE_DESCRIBE, handle, 8, 0x89abcdef);
    }
    all.release(1, handle);
    scripts.push_back(all.json());

    EndpointScript statuses =
        with_memory("call-service-statuses", "All 32 bits of the service status come through.", {"ServiceStatus"});
    for (unsigned bit = 0; bit < 32; ++bit) {
        statuses.write(handle, little_endian(uint32_t{1} << bit));
        statuses.call(1, Hosted::test, TSRPC_TEST_SERVICE_STATUS, handle, 4);
    }
    for (const int32_t status : {-1, -2, -3, -4, -5, -6, -7, -8, -9}) { // like an RPC status, and is none
        statuses.write(handle, little_endian(static_cast<uint32_t>(status)));
        statuses.call(1, Hosted::test, TSRPC_TEST_SERVICE_STATUS, handle, 4);
    }
    scripts.push_back(statuses.json());

    EndpointScript clients =
        with_memory("call-client-ids", "All 32 bits of the client id reach the service.", {"Call"});
    for (unsigned bit = 0; bit < 32; bit += 2) {
        clients.call(1, Hosted::test, TSRPC_TEST_SERVICE_DESCRIBE, handle, bit, uint32_t{3} << bit);
    }
    scripts.push_back(clients.json());
}

void doorbells(std::vector<Json>& scripts) {
    EndpointScript bells("call-doorbells", "A call without memory reaches the service, which has none then.",
                         {"Doorbell"});
    bells.find_services();
    for (const bool held : {false, true}) {
        if (held) {
            bells.hold(1, handle);
            bells.write(handle, {1, 2, 3, 4, 5, 6, 7, 8});
        }
        bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_NOP);
        bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, 7);
        bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_NOP_LAST);
        bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_DESCRIBE);
        bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_STATUS);
        bells.doorbell(1, Hosted::test, 0x1234);
        for (const uint32_t length : {1u, 4u, 4096u, 0x80000000u, 0xffffffffu}) {
            bells.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, TSRPC_INVALID_MEMORY_HANDLE, length);
        }
    }
    bells.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 8);
    bells.release(1, handle);
    bells.doorbell(1, Hosted::test, TSRPC_TEST_SERVICE_NOP);
    scripts.push_back(bells.json());
}

void lengths(std::vector<Json>& scripts) {
    EndpointScript script =
        with_memory("call-lengths", "Request lengths up to the memory's size, and over it.", {"Length"});
    script.write(handle, {0xde, 0xad, 0xbe, 0xef});
    for (const uint32_t length : {0u, 1u, 2u, 255u, 256u, 4095u, 4096u, 4097u, 4100u, 8192u, 65536u, 65537u,
                                  0x7fffffffu, 0x80000000u, 0x80000001u, 0xffffffffu}) {
        script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, length);
    }
    script.release(1, handle);
    scripts.push_back(script.json());
}

void refused(std::vector<Json>& scripts) {
    EndpointScript service =
        with_memory("call-service-refuses", "The service refuses: its status arrives, and the memory is as it was.",
                    {"ServiceRefusal"});
    service.write(handle, {0xff, 0xff, 0xff, 0x7f, 0x5a, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
    service.call(1, Hosted::test, TSRPC_TEST_SERVICE_FILL, handle, 5);
    for (const uint32_t length : {0u, 4u}) {
        service.call(1, Hosted::test, TSRPC_TEST_SERVICE_FILL, handle, length);
    }
    for (const uint32_t length : {0u, 3u}) {
        service.call(1, Hosted::test, TSRPC_TEST_SERVICE_STATUS, handle, length);
    }
    for (const uint16_t opcode : std::initializer_list<uint16_t>{0x0005, 0x0100, 0x0101, 0x0102, 0x8001, 0xfffe}) {
        service.call(1, Hosted::test, opcode, handle, 8);
    }
    service.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 16);
    service.release(1, handle);
    scripts.push_back(service.json());

    EndpointScript nobody =
        with_memory("call-no-service", "Calls to an interface id that no service has are refused.", {"NoService"});
    nobody.write(handle, {1, 2, 3, 4});
    for (const uint16_t opcode : std::initializer_list<uint16_t>{0, 1, 2, 3, 4, 0xffff}) {
        nobody.call(1, Hosted::none, opcode, handle, 4);
        nobody.doorbell(1, Hosted::none, opcode);
    }
    nobody.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 4);
    nobody.release(1, handle);
    scripts.push_back(nobody.json());
}

void order(std::vector<Json>& scripts) {
    EndpointScript script("call-order", "Memory is used between retrieve and relinquish, neither before nor after.",
                          {"Order"});
    script.find_services(true);
    script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 0);
    script.share(1, handle);
    script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 0);
    script.retrieve(1, handle);
    script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 1);
    script.call(1, Hosted::twin, TSRPC_TEST_SERVICE_ECHO, handle, 1);
    script.relinquish(1, handle);
    script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 0);
    script.call(1, Hosted::twin, TSRPC_TEST_SERVICE_ECHO, handle, 0);
    script.reclaim(handle);
    script.retrieve(1, handle);
    script.call(1, Hosted::test, TSRPC_TEST_SERVICE_ECHO, handle, 0);
    scripts.push_back(script.json());
}

} // namespace

void add_call_scripts(std::vector<Json>& scripts) {
    served(scripts);
    doorbells(scripts);
    lengths(scripts);
    refused(scripts);
    order(scripts);
}

} // namespace tsrpc::conformance

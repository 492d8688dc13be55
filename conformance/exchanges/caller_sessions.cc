// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include "conformance/sp/services.hpp"

#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t first = 0x8001;
constexpr uint16_t second = 0x8002;

void typical(std::vector<Json>& scripts) {
    CallerScript script("typical", "A session with memory and calls, closed and opened again.", {"Typical"});
    script.create();
    for (uint32_t round = 1; round <= 2; ++round) {
        script.open(round, first, test_service_uuid());
        script.invoke(round, 0x0000);
        script.alloc(round, round, TSRPC_PAGE_SIZE);
        script.invoke(round, 0x0001, round, 16);
        script.invoke(round, 0x0102, round, 0);
        script.free(round);
        script.close(round);
    }
    script.destroy();
    scripts.push_back(script.json());

    CallerScript left("left-at-the-end", "What is shared at the end is relinquished and reclaimed.",
                      {"Typical", "Sharing"});
    left.create();
    left.open(1, first, test_service_uuid());
    left.open(2, second, test_service_uuid());
    left.alloc(1, 1, TSRPC_PAGE_SIZE);
    left.alloc(2, 2, TSRPC_PAGE_SIZE);
    left.alloc(3, 1, TSRPC_PAGE_SIZE);
    left.free(1);
    left.destroy();
    scripts.push_back(left.json());
}

void versions(std::vector<Json>& scripts) {
    CallerScript script("versions", "Endpoints of other versions, or of none, get no frame but GET_VERSION.",
                        {"Version"});
    script.world.endpoints.front().version = 2;
    script.create();
    script.open(1, first, test_service_uuid());
    script.open(1, second, test_service_uuid());
    script.invoke(1, 0x0000);
    script.destroy();
    scripts.push_back(script.json());

    for (const uint32_t version : {0u, 0x100u, 0x10001u, 0xffffffffu}) {
        CallerScript other("version-" + hex(version), "Both endpoints have a version that is not 1.", {"Version"});
        for (Endpoint& endpoint : other.world.endpoints) {
            endpoint.version = version;
        }
        other.create();
        other.open(1, first, test_service_uuid());
        other.open(1, second, test_service_uuid());
        scripts.push_back(other.json());
    }
}

void services(std::vector<Json>& scripts) {
    CallerScript found("services", "Each service is called by its own interface id, at its own endpoint.",
                       {"Session", "InterfaceId"});
    found.create();
    uint32_t session = 1;
    for (const uint16_t endpoint : {first, second}) {
        for (const Uuid& uuid : {test_service_uuid(), test_service_twin_uuid()}) {
            found.open(session, endpoint, uuid);
            found.invoke(session++, 0x8001);
        }
    }
    for (session = 1; session <= 4; ++session) {
        found.invoke(session, 0x1234);
    }
    found.destroy();
    scripts.push_back(found.json());

    CallerScript ids("interface-ids", "Interface ids of all kinds.", {"InterfaceId"});
    ids.create();
    session = 1;
    for (const uint8_t id : std::initializer_list<uint8_t>{0x00, 0x01, 0x7f, 0x80, 0xfe}) {
        Uuid uuid = test_service_uuid();
        uuid.bytes[15] = id;
        ids.world.endpoints.front().services = {{uuid, id}};
        ids.open(session, first, uuid);
        ids.invoke(session++, 0x0001);
    }
    ids.destroy();
    scripts.push_back(ids.json());

    CallerScript closed("closed-session", "A closed session can be used for nothing, and sends no frame.",
                        {"Session", "WithoutFrame"});
    closed.create();
    closed.open(1, first, test_service_uuid());
    closed.open(2, first, test_service_twin_uuid());
    closed.alloc(1, 2, TSRPC_PAGE_SIZE);
    closed.close(1);
    closed.invoke(1, 0x0000);
    closed.alloc(2, 1, TSRPC_PAGE_SIZE);
    closed.close(1);
    closed.invoke(2, 0x0001, 1, 4);
    closed.free(1);
    closed.destroy();
    scripts.push_back(closed.json());
}

} // namespace

void add_session_scripts(std::vector<Json>& scripts) {
    typical(scripts);
    versions(scripts);
    services(scripts);
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// What comes before what: versions before all else, sharing before retrieving, each call once.
#include "conformance/caller/cases.hpp"

#include "tsrpc/plugin.h"

#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Goes on with an endpoint that is not usable: nothing but GET_VERSION may go there.
static void try_endpoint(User& user, uint16_t endpoint) {
    user.open(endpoint, twin_uuid); // what was refused once is not taken later
    if (const auto session = user.open(endpoint, test_uuid)) {
        user.invoke(*session, 0x0001);
        user.alloc(*session, TSRPC_PAGE_SIZE);
    }
}

TSRPC_CALLER_TEST(order, known_endpoint) {
    for (const uint16_t endpoint : std::initializer_list<uint16_t>{0x8003, 0x0001, 0x0000, 0xffff}) {
        try_endpoint(user, endpoint);
    }
    user.world.script = [](const Ask& ask, const Granted& truth) {
        return std::holds_alternative<PartitionIds>(ask) ? Granted(FfaError{TSRPC_FFA_DENIED}) : truth;
    };
    if (user.create()) {
        try_endpoint(user, 0x8001);
    }
    user.world.script = nullptr;
    user.world.endpoints.clear();
    if (user.create()) {
        try_endpoint(user, 0x8001);
    }
    for (uint16_t i = 0; i < 64; ++i) {
        user.world.endpoints.push_back({static_cast<uint16_t>(0x8100 + i), {{test_uuid, 5}}});
    }
    user.create();
    user.call(user.session(test_uuid, 0x813f), 0x0001);
}

TSRPC_CALLER_TEST(order, version_first) {
    user.own({"session.needs_service"});
    for (const uint32_t version : {0u, 2u, 0x100u, 0x101u, 0x10001u, 0x01000000u, 0x80000001u, 0xffffffffu}) {
        user.world.endpoints[0].version = version;
        if (user.create()) {
            try_endpoint(user, 0x8001);
            if (const auto session = user.open(0x8002, test_uuid)) { // the other one is as usable as ever
                user.call(*session, 0x0001);
            }
        }
    }
    for (int32_t error = TSRPC_FFA_ABORTED; error < 0; ++error) {
        user.world.script = answer(Message::get_version, FfaError{error});
        if (user.create()) {
            try_endpoint(user, 0x8001);
        }
    }
}

TSRPC_CALLER_TEST(order, share_then_retrieve) {
    const uint32_t session = user.session();
    for (const uint32_t length : {0u, 1u, 4096u}) {
        const Allocated memory = user.memory(session);
        user.call(session, 0x0001, memory.memory, length);
        user.call(session, 0x0001, memory.memory, length);
        user.free(memory.memory);
    }
}

TSRPC_CALLER_TEST(order, retrieve_once) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    const uint32_t other = user.session(twin_uuid);
    for (int i = 0; i < 3; ++i) {
        user.call(session, 0x0001, memory.memory, 1);
        user.call(other, 0x0001, memory.memory, 1);
    }
}

TSRPC_CALLER_TEST(order, relinquish_what_is_retrieved) {
    const uint32_t session = user.session();
    user.world.script = answer(Message::retrieve_mem, Response{{{0x00ff0001, 0xfffffffb, 0, 0, 0}}});
    user.alloc(session, TSRPC_PAGE_SIZE); // what was never retrieved is not relinquished
    user.world.script = nullptr;
    user.free(user.shared(session).memory);
    user.close(session);
}

TSRPC_CALLER_TEST(order, calls_as_told) {
    const uint32_t session = user.session();
    user.call(session, 0x0001);
    const Allocated memory = user.memory(session);
    user.call(session, 0x0002, memory.memory, 4);
    user.free(memory.memory);
    user.close(session);
}

TSRPC_CALLER_TEST(order, one_call) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    for (int32_t error = TSRPC_FFA_ABORTED; error < 0; ++error) {
        for (const unsigned times : {1u, ~0u}) {
            user.world.script = answer(Message::service_call, FfaError{error}, times);
            user.invoke(session, 0x0001);
            user.invoke(session, 0x0001, memory.memory, 8);
            user.world.script = nullptr;
            user.call(session, 0x0001, memory.memory, 8);
        }
    }
}

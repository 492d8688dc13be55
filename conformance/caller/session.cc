// SPDX-License-Identifier: BSD-3-Clause
//
// Sessions: each with its own service, of its own endpoint, until it is closed.
#include "conformance/caller/cases.hpp"

#include <utility>
#include <vector>

using namespace tsrpc;
using namespace tsrpc::conformance;

TSRPC_CALLER_TEST(session, opens) {
    user.require(user.create(), "a caller that has two endpoints of version 1 is not created");
    user.close(user.session());
    user.close(user.session(twin_uuid));
    for (const Uuid& service :
         {test_uuid, twin_uuid}) { // a caller may have one endpoint only, which it then asks alone
        const auto other = user.open(0x8002, service);
        user.require(other || !user.state().speaks_version_1(0x8002),
                     "a session with the second endpoint, which answered version 1, is not opened");
        if (other) {
            user.close(*other);
        }
    }
}

TSRPC_CALLER_TEST(session, needs_service) {
    user.own({"result.rpc_error"});
    user.world.endpoints[0].services.pop_back(); // the twin is on the other endpoint alone
    user.create();
    user.close(user.session(twin_uuid, 0x8002));
    user.require(!user.open(0x8001, twin_uuid), "a session is opened with a service that the endpoint does not host");
    user.session(test_uuid);
    user.require(!user.open(0x8001, Uuid{}), "a session is opened with a UUID of zeros");
}

TSRPC_CALLER_TEST(session, endpoint) {
    user.own({"request.service_interface"});
    const uint32_t one = user.session(test_uuid, 0x8001);
    const uint32_t other = user.session(test_uuid, 0x8002);
    for (int i = 0; i < 3; ++i) {
        user.call(one, 0x0001);
        user.call(other, 0x0001);
    }
    const Allocated memory = user.memory(other);
    user.call(other, 0x0001, memory.memory, 3);
    user.call(one, 0x0001);
}

TSRPC_CALLER_TEST(session, distinct) {
    user.own({"result.serves"});
    std::vector<uint32_t> sessions = {user.session()};
    for (int i = 0; i < 8; ++i) { // a caller may have fewer
        if (const auto session = user.open(i % 2 == 0 ? 0x8001 : 0x8002, i % 4 < 2 ? test_uuid : twin_uuid)) {
            sessions.push_back(*session);
        }
    }
    for (const uint32_t session : sessions) {
        user.call(session, 0x0001);
    }
    if (sessions.size() > 2) { // another in the place of one that was closed
        user.close(sessions[1]);
        if (const auto again = user.open(0x8001, twin_uuid)) {
            sessions[1] = *again;
            user.call(*again, 0x0001);
            user.call(sessions[2], 0x0001);
        } else {
            sessions.erase(sessions.begin() + 1);
        }
    }
    while (sessions.size() > 1) { // the others stay open
        user.close(sessions.back());
        sessions.pop_back();
        user.call(sessions.front(), 0x0001);
    }
}

TSRPC_CALLER_TEST(session, callers_apart) {
    user.own({"result.serves", "session.opens", "session.distinct", "session.closed", "sharing.once", "sharing.payload",
              "request.service_interface", "order.known_endpoint"});
    World worlds[] = {user.world, {}};
    worlds[1].endpoints = {{0x9001, {{test_uuid, 0x55}, {twin_uuid, 0x03}}}};
    worlds[1].shares = 0x1000; // handles of its own
    uint32_t selected = 0;
    const auto select = [&](uint32_t caller) {
        worlds[std::exchange(selected, caller)] = user.world;
        user.world = worlds[caller];
        if (!user.select(caller)) {
            throw Skipped("a second caller is not created beside the first");
        }
    };
    const uint32_t one = user.session();
    const Allocated memory_of_one = user.memory(one);
    const auto use_one = [&] {
        user.call(one, 0x0001);
        user.call(one, 0x0001, memory_of_one.memory, 8);
    };
    use_one();
    select(1);
    const uint32_t other = user.session(test_uuid, 0x9001);
    const Allocated memory_of_other = user.memory(other);
    const auto use_other = [&] {
        user.call(other, 0x0001);
        user.call(other, 0x0001, memory_of_other.memory, 8);
    };
    use_other();
    user.require(!user.open(0x8001, test_uuid), "a session is opened with an endpoint that another caller has found");
    select(0);
    use_one();
    const uint32_t third = user.session(twin_uuid);
    user.call(third, 0x0001);
    user.close(third);
    user.free(user.memory(one).memory);
    select(1);
    use_other();
    select(0);
    use_one();
    user.end();
    select(1);
    use_other();
    user.free(memory_of_other.memory);
    user.close(other);
}

TSRPC_CALLER_TEST(session, closed) {
    user.own({"request.service_interface"});
    const uint32_t session = user.session();
    const uint32_t kept = user.session(twin_uuid);
    user.call(session, 0x0001);
    user.require(user.close(session), "a session cannot be closed");
    user.require(!user.invoke(session, 0x0001), "a call on a closed session is reported as done");
    user.require(!user.alloc(session, TSRPC_PAGE_SIZE), "memory is allocated on a closed session");
    user.close(session);
    user.call(kept, 0x0001);
    user.close(kept);
    for (const Uuid& service : {test_uuid, twin_uuid, test_uuid}) { // nothing is left of the one before
        const uint32_t next = user.session(service);
        user.call(next, 0x0001);
        user.close(next);
    }
    const uint32_t left = user.session();
    user.create(); // to which nothing is left of the one before
    user.require(!user.invoke(left, 0x0001), "a call on a session of a caller that has ended is reported as done");
    user.require(!user.alloc(left, TSRPC_PAGE_SIZE), "memory is allocated on a session of a caller that has ended");
}

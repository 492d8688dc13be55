// SPDX-License-Identifier: BSD-3-Clause
//
// What a caller puts on the wire. The judge looks at every frame; these tests make the caller send those that matter.
#include "conformance/caller/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <vector>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Every kind of frame, twice, with both endpoints.
static void use_everything(User& user) {
    for (const uint16_t endpoint : std::initializer_list<uint16_t>{0x8001, 0x8002}) {
        const uint32_t session = user.session(test_uuid, endpoint);
        const uint32_t other = user.session(twin_uuid, endpoint);
        user.call(session, 0x0001);
        const Allocated memory = user.memory(session, 3 * TSRPC_PAGE_SIZE);
        user.call(session, 0x8421, memory.memory, 5);
        user.call(other, 0x7bde, memory.memory, 0);
        user.open(endpoint, Uuid{}); // which is not found
        user.free(memory.memory);
        user.close(other);
        user.close(session);
    }
}

TSRPC_CALLER_TEST(request, flags_zero) { use_everything(user); }
TSRPC_CALLER_TEST(request, sap_zero) { use_everything(user); }
TSRPC_CALLER_TEST(request, reserved_zero) { use_everything(user); }
TSRPC_CALLER_TEST(request, management_interface) { use_everything(user); }
TSRPC_CALLER_TEST(request, protocol_uuid) { user.create(); }

TSRPC_CALLER_TEST(request, service_interface) {
    // Which a call to 0xff breaks.
    user.own({"request.management_interface"});
    for (const unsigned id : {0x00u, 0x01u, 0x0fu, 0x80u, 0xfeu}) { // as the endpoint gives it
        user.world.endpoints[0].services[0].interface_id = static_cast<uint8_t>(id);
        user.create();
        const uint32_t session = user.session();
        const uint32_t other = user.session(twin_uuid);
        user.call(session, 0x1234);
        user.call(other, 0x1234);
        user.call(session, 0x1234);
    }
    for (const uint32_t id : {0xffu, 0x1ffu, 0xffffffffu}) { // which no service has
        user.world.script = answer(Message::service_info, Response{{{0x00ff0003, 0, id, 0, 0}}});
        if (const auto session = user.open(0x8001, test_uuid)) {
            user.invoke(*session, 0x1234);
        }
    }
}

TSRPC_CALLER_TEST(request, uuid_order) {
    Uuid uuid = {};
    for (size_t i = 0; i < Uuid::size; ++i) {
        uuid.bytes[i] = static_cast<uint8_t>(0x11 * i + 1);
    }
    user.world.endpoints[0].services.push_back({uuid, 0x22});
    user.call(user.session(uuid), 0x0001);
    for (size_t bit = 0; bit < 8 * Uuid::size; ++bit) {
        Uuid other = uuid;
        other.bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
        user.require(!user.open(0x8001, other), "a session is opened with a UUID that differs in one bit");
    }
}

TSRPC_CALLER_TEST(request, handle_halves) {
    user.own({"sharing.endpoint", "sharing.reclaim_handle", "result.serves", "cleanup.destroy", "order.retrieve_once",
              "sharing.allocates"});
    const uint32_t session = user.session();
    for (int i = 0; i < 4; ++i) { // under other handles each time
        const Allocated memory = user.memory(session);
        user.call(session, 0x0001, memory.memory, 16);
        user.free(memory.memory);
    }
    // Handles that share a half, and those that look like none.
    user.world.handles = {0x00000001'00000007, 0x00000002'00000007, 0x00000001'00000008, 0x00000000'00000000,
                          0x00000001'ffffffff, 0xffffffff'00000001, 0x00000007'00000001, 0x80000000'80000000};
    user.world.shares = 0;
    std::vector<Allocated> held;
    for (size_t i = 0; i < user.world.handles.size(); ++i) {
        if (const auto memory = user.alloc(session, TSRPC_PAGE_SIZE)) {
            user.call(session, 0x0001, memory->memory, 1);
            held.push_back(*memory);
        }
        if (held.size() == 3) {
            user.call(session, 0x0001, held[1].memory, 1);
            user.free(held[0].memory);
            held.erase(held.begin());
        }
    }
    for (const Allocated& memory : held) {
        user.free(memory.memory);
    }
}

TSRPC_CALLER_TEST(request, tag) {
    const uint32_t session = user.session();
    for (const uint64_t pages : {1u, 1u, 3u, 17u, 257u}) { // two at a time
        const auto memory = user.try_shared(session, pages * TSRPC_PAGE_SIZE);
        const auto other = user.try_shared(session);
        for (const auto& some : {memory, other}) {
            if (some) {
                user.free(some->memory);
            }
        }
    }
}

TSRPC_CALLER_TEST(request, doorbell) {
    const uint32_t session = user.session();
    user.call(session, 0x0000);
    const Allocated memory = user.memory(session);
    user.call(session, 0x0000, memory.memory, 7);
    user.call(session, 0x0000); // not with the memory of the call before
    user.free(memory.memory);
    user.call(session, 0xffff);
}

TSRPC_CALLER_TEST(request, opcode) {
    const uint32_t session = user.session();
    for (unsigned bit = 0; bit < 16; ++bit) {
        user.call(session, static_cast<uint16_t>(1u << bit));
        user.call(session, static_cast<uint16_t>(~(1u << bit)));
    }
}

TSRPC_CALLER_TEST(request, length) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session, 4 * TSRPC_PAGE_SIZE);
    if (const auto large = user.alloc(session, 0x10000)) { // further than 16 bits count
        user.call(session, 0x0001, large->memory, 0x10000);
        user.free(large->memory);
    }
    for (uint32_t length = 1; length <= 4 * TSRPC_PAGE_SIZE; length *= 2) {
        for (const uint32_t near : {length - 1, length, length + 1}) {
            if (near <= memory.size) {
                user.call(session, 0x0001, memory.memory, near);
            }
        }
    }
}

TSRPC_CALLER_TEST(request, length_in_memory) {
    const uint32_t session = user.session();
    for (const uint64_t size :
         std::initializer_list<uint64_t>{1, TSRPC_PAGE_SIZE, 3 * TSRPC_PAGE_SIZE, 0x11000, 0x101000}) {
        if (size > 3 * TSRPC_PAGE_SIZE) { // which a caller need not have
            const auto large = user.alloc(session, size);
            if (!large) {
                continue;
            }
            user.free(large->memory);
        }
        const Allocated memory = user.memory(session, size);
        user.require(!user.invoke(session, 0x0001, memory.memory, static_cast<uint32_t>(memory.size) + 1),
                     "the first call with a memory, whose request is longer, is reported as done");
        user.call(session, 0x0001, memory.memory, static_cast<uint32_t>(memory.size));
        for (const uint64_t length :
             std::initializer_list<uint64_t>{memory.size + 1, memory.size + TSRPC_PAGE_SIZE, 0x7fffffff, 0x80000000,
                                             0x80000000 + size, 0xffffffff}) {
            const bool done = user.invoke(session, 0x0001, memory.memory, static_cast<uint32_t>(length)).has_value();
            user.require(!done, "a call with a request longer than the memory is reported as done");
        }
        user.call(session, 0x0001, memory.memory, static_cast<uint32_t>(size));
        if (const auto larger = user.alloc(session, memory.size + 1)) { // whose size is not that of the first
            user.require(!user.invoke(session, 0x0001, memory.memory, static_cast<uint32_t>(memory.size) + 1),
                         "a call with a request longer than the memory is reported as done");
            user.free(larger->memory);
        }
        user.free(memory.memory);
    }
}

/// What the last service call was like, where one was sent.
static std::optional<Registers> last_call(User& user) {
    for (const Asked& asked : user.test().trace().back().asked) {
        if (is_request(asked.ask, Message::service_call)) {
            return std::get<Send>(asked.ask).request;
        }
    }
    return std::nullopt;
}

TSRPC_CALLER_TEST(request, doorbell_length) {
    user.invoke(user.session(), 0x0001, 0, 16);
    const auto call = last_call(user);
    user.test().note(call ? fmt::format("a doorbell with a length of 16 is sent with {}", (*call)[W6])
                          : "a doorbell with a length of 16 is refused");
}

TSRPC_CALLER_TEST(request, client_id_zero) {
    user.call(user.session(), 0x0001);
    if (const auto call = last_call(user)) {
        user.test().note(fmt::format("the client id is 0x{:x}", (*call)[W7]));
    }
}

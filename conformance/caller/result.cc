// SPDX-License-Identifier: BSD-3-Clause
//
// What a caller makes of answers, true and false.
#include "conformance/caller/cases.hpp"

#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <initializer_list>
#include <vector>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// A response to a service call on the test service's interface with opcode 0x1234.
static Response call_response(uint32_t rpc_status, uint32_t service_status, uint32_t length) {
    return {{{0x00031234, rpc_status, service_status, length, 0}}};
}

static std::vector<uint32_t> rpc_errors() {
    std::vector<uint32_t> errors = {1, 0x7fffffff, 0x80000000, 0xffff0000, 0x0000ffff, 0x100, 0x10000, 0xfffffff7};
    for (uint32_t i = 1; i <= 8; ++i) {
        errors.push_back(0u - i);
    }
    for (unsigned bit = 0; bit < 32; ++bit) {
        errors.push_back(1u << bit);
    }
    return errors;
}

TSRPC_CALLER_TEST(result, serves) {
    const uint32_t session = user.session();
    user.call(session, 0x1234);
    const Allocated memory = user.memory(session);
    user.call(session, 0x1234, memory.memory, 0);
    user.call(session, 0x1234, memory.memory, 16);
    user.call(session, 0x1234, memory.memory, static_cast<uint32_t>(memory.size));
}

TSRPC_CALLER_TEST(result, version) {
    user.own({"order.version_first", "session.needs_service"});
    for (unsigned bit = 0; bit < 32; ++bit) {
        user.world.endpoints[0].version = 1u ^ 1u << bit;
        if (user.create()) {
            user.require(
                !user.open(0x8001, test_uuid),
                fmt::format("a session is opened with an endpoint of version {}", user.world.endpoints[0].version));
        }
    }
}

TSRPC_CALLER_TEST(result, rpc_error) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    for (const uint32_t error : rpc_errors()) {
        user.world.script = answer(Message::service_call, call_response(error, 0, 0));
        user.invoke(session, 0x1234);
        user.invoke(session, 0x1234, memory.memory, 4);
        user.world.script = answer(Message::service_info, Response{{{0x00ff0003, error, 0x07, 0, 0}}});
        user.require(!user.open(0x8002, twin_uuid), "a session is opened, though SERVICE_INFO failed");
        user.world.script = answer(Message::retrieve_mem, Response{{{0x00ff0001, error, 0, 0, 0}}});
        user.alloc(session, TSRPC_PAGE_SIZE);
    }
    user.world.script = nullptr;
    user.call(session, 0x1234, memory.memory, 4);
}

TSRPC_CALLER_TEST(result, ffa_error) {
    user.own({"sharing.reclaim_after_failure"});
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    for (int32_t error = TSRPC_FFA_ABORTED; error < 0; ++error) {
        user.world.script = answer(Message::service_call, FfaError{error});
        user.invoke(session, 0x1234);
        user.invoke(session, 0x1234, memory.memory, 4);
        user.world.script = answer(Message::service_info, FfaError{error});
        user.open(0x8002, twin_uuid);
        user.world.script = answer(Message::retrieve_mem, FfaError{error});
        user.alloc(session, TSRPC_PAGE_SIZE);
        user.world.script = refuse_shares(error);
        if (const auto later = user.alloc(session, TSRPC_PAGE_SIZE)) { // where that shares nothing yet, or no more
            user.invoke(session, 0x1234, later->memory, 4);
        }
    }
    user.world.script = nullptr;
    user.call(session, 0x1234, memory.memory, 4);
}

TSRPC_CALLER_TEST(result, service_status) {
    user.own({"result.serves"});
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    for (unsigned bit = 0; bit < 32; ++bit) {
        for (const uint32_t status : {1u << bit, ~(1u << bit)}) {
            user.world.service_status = status;
            user.call(session, 0x1234);
            user.call(session, 0x1234, memory.memory, 4);
        }
    }
}

TSRPC_CALLER_TEST(result, response_length) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session, 2 * TSRPC_PAGE_SIZE);
    for (const uint64_t length :
         std::initializer_list<uint64_t>{0, 1, 255, 256, 4095, 4096, 4097, memory.size - 1, memory.size}) {
        user.world.script = answer(Message::service_call, call_response(0, 0, static_cast<uint32_t>(length)));
        user.call(session, 0x1234, memory.memory, 16);
    }
}

/// What holds for a memory does not depend on another, nor on what had its place before.
static void answer_over_one_of_two(User& user, uint32_t session) {
    const auto over = [&](const Allocated& memory) {
        user.world.script = answer(Message::service_call, call_response(0, 0, static_cast<uint32_t>(memory.size) + 1));
        user.invoke(session, 0x1234, memory.memory, 16);
        user.world.script = nullptr;
        user.call(session, 0x1234, memory.memory, static_cast<uint32_t>(memory.size));
    };
    for (const uint64_t first : {1u, 3u}) {
        const auto one = user.alloc(session, first * TSRPC_PAGE_SIZE);
        const auto other = user.alloc(session, (4 - first) * TSRPC_PAGE_SIZE);
        for (const auto& memory : {one, other, one}) {
            if (memory) {
                over(*memory);
            }
        }
        for (const auto& memory : {other, one}) {
            if (memory) {
                user.free(memory->memory);
            }
        }
    }
}

TSRPC_CALLER_TEST(result, response_over_memory) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    for (const uint64_t length : std::initializer_list<uint64_t>{memory.size + 1, 2 * memory.size, 0x7fffffff,
                                                                 0x80000000, 0xfffff000, 0xffffffff}) {
        user.world.script = answer(Message::service_call, call_response(0, 0, static_cast<uint32_t>(length)));
        user.invoke(session, 0x1234, memory.memory, 16);
        user.invoke(session, 0x1234);
        user.world.script = nullptr;
        user.call(session, 0x1234, memory.memory, 16);
    }
    user.free(memory.memory);
    answer_over_one_of_two(user, session);
    const uint32_t other = user.session(twin_uuid);
    const Allocated kept = user.memory(session);
    user.close(session);
    user.world.script = answer(Message::service_call, call_response(0, 0, static_cast<uint32_t>(kept.size) + 1));
    user.invoke(other, 0x1234, kept.memory, 16);
}

TSRPC_CALLER_TEST(result, outputs_on_success) {
    const uint32_t session = user.session();
    const uint32_t closed = user.session(twin_uuid);
    const Allocated memory = user.memory(session);
    user.close(closed);
    const auto fail_all = [&](uint32_t of) {
        user.open(0x8001, Uuid{});
        user.open(0x8002, twin_uuid);
        user.alloc(of, 0);
        user.alloc(of, TSRPC_PAGE_SIZE);
        user.invoke(of, 0x1234);
        user.invoke(of, 0x1234, memory.memory, 4);
        user.invoke(of, 0x1234, memory.memory, 0xffffffff);
    };
    fail_all(closed);
    user.world.script = [](const Ask&, const Granted&) { return FfaError{TSRPC_FFA_DENIED}; };
    fail_all(session);
    user.world.script = [](const Ask& ask, const Granted& truth) {
        const auto* const send = std::get_if<Send>(&ask);
        return send == nullptr || is_request(ask, Message::get_version)
                   ? truth
                   : Granted(Response{{{send->request[W3], 0xfffffffd, 0xff, 0x7fffffff, 0}}});
    };
    fail_all(session);
    user.world.script = answer(Message::service_call, call_response(0, 1, 0x7fffffff));
    fail_all(session);
    user.world.script = answer(Message::service_info, Response{{{0x00ff0003, 0, 0xff, 0, 0}}});
    fail_all(session);
}

TSRPC_CALLER_TEST(result, interface_id_over_255) {
    user.world.script = answer(Message::service_info, Response{{{0x00ff0003, 0, 0x103, 0, 0}}});
    const auto session = user.open(0x8001, test_uuid);
    user.test().note(session ? "interface id 0x103 is taken" : "interface id 0x103 is refused");
    if (session) {
        user.invoke(*session, 0x1234);
    }
}

TSRPC_CALLER_TEST(result, busy) {
    const uint32_t session = user.session();
    user.world.script = answer(Message::service_call, FfaError{TSRPC_FFA_BUSY}, 1);
    user.test().note(user.invoke(session, 0x1234) ? "an endpoint that is busy once is asked again"
                                                  : "the user gets the error of a busy endpoint");
}

TSRPC_CALLER_TEST(result, echo) {
    const uint32_t session = user.session();
    user.world.script = answer(Message::service_call, Response{{{0x00031235, 0, 0, 0, 0}}});
    user.test().note(user.invoke(session, 0x1234) ? "a response with another opcode is taken"
                                                  : "a response with another opcode is refused");
}

// SPDX-License-Identifier: BSD-3-Clause
//
// What a caller leaves behind, what wears out, and what it survives.
#include "conformance/caller/cases.hpp"

#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

TSRPC_CALLER_TEST(cleanup, destroy) {
    const uint32_t session = user.session();
    for (int i = 0; i < 3; ++i) {
        user.try_shared(session);
    }
    user.try_shared(user.session(test_uuid, 0x8002));
    user.create(); // which ends the first, with sessions open and memory allocated
    const uint32_t again = user.session();
    user.world.script = answer(Message::retrieve_mem, FfaError{TSRPC_FFA_DENIED});
    user.alloc(again, TSRPC_PAGE_SIZE);
    user.world.script = nullptr;
    user.shared(again);
    user.close(again);
    user.create();
    const uint32_t last = user.session();
    for (int i = 0; i < 3; ++i) {
        user.try_shared(last);
    }
    if (const auto other = user.open(0x8002, test_uuid)) {
        user.try_shared(*other);
    }
    user.world.script = answer(Message::relinquish_mem, FfaError{TSRPC_FFA_DENIED}, 1); // the others are given back
    user.create();
    user.world.script = nullptr;
    user.create();
}

/// So many rounds, on a slow target fewer, but more than a caller has places for.
static size_t rounds(User& user, size_t count, double exchanges) {
    constexpr size_t least = 128;
    return std::max(user.test().affordable(count, exchanges), least);
}

TSRPC_CALLER_TEST(wear, sessions) {
    user.own({"session.distinct", "session.closed", "request.service_interface", "result.serves"});
    const uint32_t first_closed = user.session();
    user.close(first_closed);
    for (size_t i = 0, tried = rounds(user, 10'000, 4); i < tried; ++i) {
        const bool has_both = user.state().speaks_version_1(0x8002);
        const auto session = user.open(i % 2 == 0 || !has_both ? 0x8001 : 0x8002, test_uuid);
        user.require(session.has_value(), fmt::format("session {} is not opened", i + 1));
        user.call(*session, 0x0001);
        if (session != first_closed) { // in however many bits ids are compared
            user.require(!user.invoke(first_closed, 0x0001),
                         "a call on the first session, now closed, is reported as done");
        }
        user.require(user.close(*session), fmt::format("session {} is not closed", i + 1));
    }
}

TSRPC_CALLER_TEST(wear, memories) {
    user.own({"sharing.distinct", "request.handle_halves", "sharing.once", "result.serves"});
    const uint32_t session = user.session();
    user.free(user.memory(session).memory);
    const auto two_pages = user.alloc(session, 2 * TSRPC_PAGE_SIZE); // which a caller need not have
    if (two_pages) {
        user.free(two_pages->memory);
    }
    const size_t largest = (two_pages ? 2 : 1) * size_t{TSRPC_PAGE_SIZE};
    for (size_t i = 0, tried = rounds(user, 10'000, 3); i < tried; ++i) {
        const auto memory = user.alloc(session, 1 + i % largest);
        user.require(memory.has_value(), fmt::format("memory {} is not allocated", i + 1));
        user.call(session, 0x0001, memory->memory, 1);
        user.require(user.free(memory->memory), fmt::format("memory {} is not freed", i + 1));
    }
}

TSRPC_CALLER_TEST(wear, errors) {
    user.own({"result.serves"});
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    user.close(user.session(twin_uuid));
    const auto first = user.try_shared(session);
    if (first) {
        user.free(first->memory);
    }
    for (size_t i = 0, tried = rounds(user, 2'000, 8); i < tried; ++i) {
        user.open(0x8001, Uuid{});
        user.world.script = answer(Message::service_info, Response{{{0x00ff0003, 0, 0x1ff, 0, 0}}});
        if (const auto masked = user.open(0x8002, test_uuid)) {
            user.close(*masked);
        }
        user.world.script = answer(Message::service_info, Response{{{0x00ff0003, 0, 0xff, 0, 0}}});
        if (const auto unusable = user.open(0x8001, twin_uuid)) {
            user.close(*unusable);
        }
        for (const Script& refuse : {answer(Message::retrieve_mem, Response{{{0x00ff0001, 0xfffffffd, 0, 0, 0}}}),
                                     refuse_shares(TSRPC_FFA_DENIED)}) {
            user.world.script = refuse;
            if (const auto late = user.try_shared(session)) { // by a caller that shares late
                user.free(late->memory);
            }
        }
        user.world.script = answer(Message::service_call, FfaError{TSRPC_FFA_ABORTED});
        user.invoke(session, 0x0001, memory.memory, 1);
        user.world.script = nullptr;
    }
    user.call(session, 0x0001, memory.memory, 1);
    const auto another = user.open(0x8001, twin_uuid);
    user.require(another.has_value(), "a session that could be opened before the errors is not opened");
    user.call(*another, 0x0001, memory.memory, 1);
    const auto more = user.alloc(session, TSRPC_PAGE_SIZE);
    user.require(more || !first, "memory beside another is not allocated, which it was before the errors");
    if (more) {
        user.call(session, 0x0001, more->memory, 1);
    }
}

/// A conversation that meets every kind of answer.
static void converse(User& user) {
    if (!user.create()) {
        return;
    }
    const auto session = user.open(0x8001, test_uuid);
    if (!session) {
        return;
    }
    user.invoke(*session, 0x4321);
    if (const auto memory = user.alloc(*session, TSRPC_PAGE_SIZE)) {
        user.invoke(*session, 0x4321, memory->memory, 16);
        user.free(memory->memory);
    }
    user.close(*session);
}

constexpr std::array<Message, 5> answered = {Message::get_version, Message::service_info, Message::retrieve_mem,
                                             Message::relinquish_mem, Message::service_call};

TSRPC_CALLER_TEST(lies, single_bits) {
    for (const Message message : answered) {
        for (unsigned bit = 0; bit < 160; ++bit) {
            user.world.script = [=](const Ask& ask, const Granted& truth) {
                const auto* const response = std::get_if<Response>(&truth);
                if (response == nullptr || !is_request(ask, message)) {
                    return truth;
                }
                Registers words = response->words;
                words.words[bit / 32] ^= 1u << bit % 32;
                return Granted(Response{words});
            };
            converse(user);
        }
    }
    user.world.script = nullptr;
    user.create();
    user.call(user.session(), 0x0001);
}

TSRPC_CALLER_TEST(lies, garbage) {
    for (const Message message : answered) {
        for (const uint32_t word : {0u, ~0u, 0x5a5a5a5au, 0xa5a5a5a5u, 0x00ff0000u}) {
            user.world.script = answer(message, Response{{{word, word, word, word, word}}});
            converse(user);
        }
    }
    user.world.script = nullptr;
    user.create();
    user.call(user.session(), 0x0001);
}

TSRPC_CALLER_TEST(lies, memory) {
    user.own({"request.handle_halves", "request.length_in_memory", "request.length", "result.serves",
              "sharing.endpoint", "sharing.reclaim_handle", "sharing.reclaim_after_relinquish",
              "order.relinquish_what_is_retrieved", "cleanup.destroy"});
    user.world.scribbles = true;
    for (int i = 0; i < 2; ++i) { // another caller ends with memory in use
        user.create();
        const uint32_t session = user.session();
        const Allocated first = user.memory(session);
        const auto second = user.alloc(session, 2 * TSRPC_PAGE_SIZE);
        user.call(session, 0x0001, first.memory, 16);
        if (second) {
            user.call(session, 0x0001, second->memory, 0);
        }
        user.call(session, 0x0001);
        user.free(first.memory);
        if (second) {
            user.call(session, 0x0001, second->memory, 2 * TSRPC_PAGE_SIZE);
        }
    }
}

TSRPC_CALLER_TEST(lies, ffa_errors) {
    for (int32_t error = TSRPC_FFA_ABORTED; error < 0; ++error) {
        for (size_t kind = 0; kind < std::variant_size_v<Ask>; ++kind) {
            for (const unsigned times : {1u, 2u, ~0u}) {
                user.world.script = [=, left = times](const Ask& ask, const Granted& truth) mutable {
                    return ask.index() == kind && left > 0 && left-- > 0 ? Granted(FfaError{error}) : truth;
                };
                converse(user);
            }
        }
    }
    user.world.script = nullptr;
    user.create();
    user.call(user.session(), 0x0001);
}

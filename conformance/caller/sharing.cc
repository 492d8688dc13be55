// SPDX-License-Identifier: BSD-3-Clause
//
// Memory: what a caller shares, with whom, and that it never uses pages which an endpoint may still have.
#include "conformance/caller/cases.hpp"

#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

using namespace tsrpc;
using namespace tsrpc::conformance;

static const Granted refused = Response{{{0x00ff0001, 0xfffffffb, 0, 0, 0}}};
static const Granted not_relinquished = Response{{{0x00ff0002, 0xfffffffb, 0, 0, 0}}};

static std::vector<uint8_t> pattern(size_t size, uint8_t seed) {
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<uint8_t>(i * 7 + i / 256 + seed);
    }
    return bytes;
}

TSRPC_CALLER_TEST(sharing, allocates) {
    const uint32_t session = user.session();
    user.require(user.free(user.memory(session).memory), "memory cannot be freed");
    user.memory(session, 1);
}

TSRPC_CALLER_TEST(sharing, outputs) {
    const uint32_t session = user.session();
    for (const uint64_t size : std::initializer_list<uint64_t>{1, 4095, 4096, 4097, 12288, 65536, 0x101000}) {
        if (const auto memory = user.alloc(session, size)) {
            user.free(memory->memory);
        }
    }
}

TSRPC_CALLER_TEST(sharing, distinct) {
    const uint32_t session = user.session();
    const uint32_t other = user.session(test_uuid, 0x8002);
    for (const uint64_t pages : {2u, 2u, 1u, 3u, 17u, 1u}) {
        user.try_shared(session, pages * TSRPC_PAGE_SIZE);
        user.try_shared(other, 100);
    }
}

TSRPC_CALLER_TEST(sharing, whole_pages) {
    const uint32_t session = user.session();
    for (const uint64_t size : std::initializer_list<uint64_t>{1, 4095, 4097, 10000}) {
        const Allocated memory = user.memory(session, size);
        user.call(session, 0x0001, memory.memory, 1);
        user.free(memory.memory);
    }
}

TSRPC_CALLER_TEST(sharing, once) {
    const uint32_t session = user.session();
    const Allocated first = user.memory(session);
    const auto second = user.alloc(session, TSRPC_PAGE_SIZE);
    user.call(session, 0x0001, first.memory, 1);
    if (second) {
        user.call(session, 0x0001, second->memory, 1);
    }
}

TSRPC_CALLER_TEST(sharing, payload) {
    const uint32_t session = user.session();
    user.try_shared(session); // beside others
    user.try_shared(session);
    for (const uint32_t length : {1u, 16u, 4096u, 5000u, 0x11005u, 0x3f001u}) {
        const auto allocated = user.alloc(session, length);
        if (allocated) {
            user.free(allocated->memory);
        } else if (length > 5000) { // which a caller need not have
            continue;
        }
        const Allocated memory = user.memory(session, length);
        const std::vector<uint8_t> request = pattern(length, static_cast<uint8_t>(length));
        user.store(memory.memory, request);
        user.call(session, 0x0001, memory.memory, length);
        user.require(user.request() == request,
                     fmt::format("a request of {} bytes does not reach the endpoint as it was written", length));
        const std::vector<uint8_t> response = user.load(memory.memory, length);
        bool complement = response.size() == length;
        for (size_t i = 0; complement && i < length; ++i) {
            complement = response[i] == static_cast<uint8_t>(~request[i]);
        }
        user.require(complement, fmt::format("a response of {} bytes does not reach the user", length));
        const auto all = static_cast<uint32_t>(std::min<uint64_t>(memory.size, most_bytes));
        user.world.script = [all](const Ask& ask, const Granted& truth) { // with as much as there is room for
            const auto* const answered = std::get_if<Response>(&truth);
            return answered == nullptr || !is_request(ask, Message::service_call)
                       ? truth
                       : Granted(Response{{{answered->words[W3], 0, 0, all, 0}}});
        };
        user.call(session, 0x0001, memory.memory, 0);
        user.world.script = nullptr;
        user.require(user.load(memory.memory, all).back() == 0xff,
                     "a response longer than its request does not reach the user");
        user.free(memory.memory);
    }
}

TSRPC_CALLER_TEST(sharing, endpoint) {
    const uint32_t one = user.session(test_uuid, 0x8001);
    const uint32_t other = user.session(test_uuid, 0x8002);
    const Allocated memory = user.memory(one);
    user.require(!user.invoke(other, 0x0001, memory.memory, 1),
                 "a call with another endpoint's memory is reported as done");
    user.call(one, 0x0001, memory.memory, 1);
    user.call(other, 0x0001, user.memory(other).memory, 1);
    user.call(user.session(twin_uuid, 0x8001), 0x0001, memory.memory, 1);
    user.require(!user.invoke(other, 0x0001, memory.memory, 0),
                 "a call with another endpoint's memory and no request is reported as done");
    if (const auto large = user.try_shared(one, 3 * TSRPC_PAGE_SIZE)) {
        user.require(!user.invoke(other, 0x0001, large->memory, 1),
                     "a call with another endpoint's larger memory is reported as done");
    }
    user.close(one);
    user.require(!user.invoke(other, 0x0001, memory.memory, 1),
                 "a call with another endpoint's memory is reported as done, after the session with it was closed");
}

TSRPC_CALLER_TEST(sharing, freed) {
    const uint32_t session = user.session();
    const Allocated memory = user.memory(session);
    const Allocated kept = user.memory(session);
    user.free(memory.memory);
    user.require(!user.invoke(session, 0x0001, memory.memory, 1), "a call with freed memory is reported as done");
    user.free(memory.memory);
    user.call(session, 0x0001, kept.memory, 1);
    const auto next = user.alloc(session, TSRPC_PAGE_SIZE); // perhaps in the place of the one that was freed
    if (next && next->memory != memory.memory) {
        user.require(!user.invoke(session, 0x0001, memory.memory, 1),
                     "a call with freed memory is reported as done, now that there is other memory");
    }
}

TSRPC_CALLER_TEST(sharing, sizes) {
    user.own({"sharing.outputs"});
    const uint32_t session = user.session();
    for (const uint64_t size : std::initializer_list<uint64_t>{
             0, 0xffffffff00000000, 0xffffffffffffffff, 0xfffffffffffff000, 0x8000000000000000, 0x7fffffffffffffff,
             0x0001000000001000, 0x0001000000000001}) {
        const auto memory = user.alloc(session, size);
        user.require(!memory, fmt::format("0x{:x} bytes are allocated", size));
    }
    user.call(session, 0x0001, user.memory(session).memory, 1);
}

TSRPC_CALLER_TEST(sharing, reclaim_handle) {
    const uint32_t session = user.session();
    for (int i = 0; i < 3; ++i) {
        user.free(user.shared(session).memory);
    }
}

TSRPC_CALLER_TEST(sharing, reclaim_after_relinquish) {
    user.own({"sharing.refused_stays_out"});
    user.free(user.shared(user.session()).memory);
    std::vector<Granted> failures;
    for (int32_t i = TSRPC_FFA_ABORTED; i < 0; ++i) {
        failures.push_back(FfaError{i});
        failures.push_back(Response{{{0x00ff0002, static_cast<uint32_t>(i), 0, 0, 0}}});
    }
    failures.push_back(Response{{{0x00ff0002, 1, 0, 0, 0}}});
    for (const Granted& failure : failures) { // each to another caller: pages that stay out are gone
        user.create();
        const Allocated memory = user.shared(user.session());
        user.world.script = answer(Message::relinquish_mem, failure);
        user.free(memory.memory);
        user.world.script = nullptr;
    }
    using Answers = std::pair<Granted, Granted>;
    for (const Answers& answers : {Answers{FfaError{TSRPC_FFA_BUSY}, not_relinquished},
                                   Answers{not_relinquished, FfaError{TSRPC_FFA_ABORTED}}}) { // if it asks again
        user.create();
        const Allocated memory = user.shared(user.session());
        user.world.script = [answers, asked = false](const Ask& ask, const Granted& truth) mutable {
            if (!is_request(ask, Message::relinquish_mem)) {
                return truth;
            }
            return std::exchange(asked, true) ? answers.second : answers.first;
        };
        user.free(memory.memory);
        user.world.script = nullptr;
    }
}

TSRPC_CALLER_TEST(sharing, reclaim_after_failure) {
    const uint32_t session = user.session();
    for (const Granted& failure : {refused, Granted(FfaError{TSRPC_FFA_DENIED}), Granted(FfaError{TSRPC_FFA_BUSY}),
                                   Granted(Response{{{0x00ff0001, 1, 0, 0, 0}}})}) {
        user.world.script = answer(Message::retrieve_mem, failure);
        if (const auto memory = user.alloc(session, TSRPC_PAGE_SIZE)) { // where it is shared later, then
            user.invoke(session, 0x0001, memory->memory, 1);
            user.free(memory->memory);
        }
        user.world.script = nullptr;
    }
    const Allocated memory = user.memory(session);
    user.call(session, 0x0001, memory.memory, 1);
}

TSRPC_CALLER_TEST(sharing, refused_stays_out) {
    const uint32_t session = user.session();
    const auto allocate_some = [&user](uint32_t of) {
        for (int i = 0; i < 8; ++i) {
            user.try_shared(of);
        }
    };
    const Allocated kept = user.shared(session);
    user.world.script = answer(Message::relinquish_mem, not_relinquished);
    user.free(kept.memory);
    user.world.script = nullptr;
    allocate_some(session);
    const Allocated other = user.shared(session);
    user.world.script = refuse_reclaims(TSRPC_FFA_DENIED);
    user.free(other.memory);
    user.world.script = nullptr;
    allocate_some(session);
    user.create(); // with room for more
    const uint32_t next = user.session();
    user.world.script = [](const Ask& ask, const Granted& truth) { // neither retrieved nor reclaimed
        return is_request(ask, Message::retrieve_mem)    ? refused
               : std::holds_alternative<FfaReclaim>(ask) ? Granted(FfaError{TSRPC_FFA_DENIED})
                                                         : truth;
    };
    user.try_shared(next);
    user.world.script = refuse_reclaims(TSRPC_FFA_DENIED); // which is still so
    user.try_shared(next);
    user.world.script = nullptr;
    allocate_some(next);
    for (const Script& refuse :
         {answer(Message::relinquish_mem, not_relinquished), refuse_reclaims(TSRPC_FFA_DENIED)}) {
        const uint32_t last = user.session();
        const Allocated first = user.shared(last);
        user.try_shared(last);
        user.try_shared(last, 3 * TSRPC_PAGE_SIZE);
        user.world.script = answer(Message::relinquish_mem, FfaError{TSRPC_FFA_DENIED});
        user.free(first.memory); // and refused otherwise at the end
        user.world.script = refuse;
        user.create(); // nor does another caller use them, or those that the end of this one does not get back
        user.world.script = nullptr;
        allocate_some(user.session());
    }
    user.create();
    const uint32_t closed = user.session(); // with which a caller may give memory back
    user.shared(closed);
    user.world.script = refuse_reclaims(TSRPC_FFA_DENIED);
    user.close(closed);
    user.world.script = nullptr;
    allocate_some(user.session());
}

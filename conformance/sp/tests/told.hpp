// SPDX-License-Identifier: BSD-3-Clause
//
// Exchanges with an SP, written by hand: what is asked, what is answered, what the SPMC saw.
#ifndef TSRPC_CONFORMANCE_SP_TESTS_TOLD_HPP
#define TSRPC_CONFORMANCE_SP_TESTS_TOLD_HPP

#include "conformance/protocol/trace.hpp"
#include "conformance/sp/state.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <utility>
#include <vector>

namespace tsrpc::conformance::told {

using Events = std::vector<SpmcEvent>;

// Two callers, and handles of theirs that share a half.
inline constexpr uint16_t a = 0x0001;
inline constexpr uint16_t b = 0x8002;
inline constexpr uint64_t handle = 0x00000007'00000009;
inline constexpr uint64_t other_handle = 0x00000008'00000009;
inline constexpr uint8_t service_id = 0x41; ///< of the test service
inline constexpr uint8_t twin_id = 0x0a;
inline constexpr uint32_t page = TSRPC_PAGE_SIZE;

/// W4..W7 of a response.
struct Rest {
    uint32_t w4 = 0;
    uint32_t w5 = 0;
    uint32_t w6 = 0;
    uint32_t w7 = 0;
};

inline Rest refused(RpcStatus status) { return {static_cast<uint32_t>(status)}; }

/// A target that can do all.
inline Greeting greeting() {
    Greeting all;
    all.version = target_protocol_version;
    all.own_id = 0x8003;
    all.any_words = all.has_memory = all.takes_handles = all.can_reset = all.shows_events = all.can_refuse = true;
    return all;
}

inline Said said(Command command, Result result, Events events = {}) {
    return {std::move(command), {}, Reply{std::move(events), std::move(result)}};
}

inline Said hello(Greeting who = greeting()) { return said(Hello{}, std::move(who)); }

/// A request, and the response with the request's control word.
inline Said asked(uint16_t sender, const Registers& request, const Rest& rest, Events events = {}) {
    return said(Call{sender, request}, Response{{{request[W3], rest.w4, rest.w5, rest.w6, rest.w7}}},
                std::move(events));
}

/// The same with other bits of W3 in the response.
inline Said asked_with_w3(const Registers& request, uint32_t changed, const Rest& rest) {
    Said one = asked(a, request, rest);
    std::get<Response>(one.reply->result).words.words[W3] ^= changed;
    return one;
}

inline Said version(const Rest& rest = {1}) { return asked(a, pack(GetVersionRequest{}), rest); }

inline Said info(const Uuid& uuid, const Rest& rest, uint16_t sender = a) {
    return asked(sender, pack(ServiceInfoRequest{uuid}), rest);
}

inline Said unknown_opcode(const Rest& rest) {
    return asked(a, {{TSRPC_CONTROL_INTERFACE_ID_MASK | 0x1234u, 0, 0, 0, 0}}, rest);
}

// --- memory

inline Said share(uint16_t owner, uint64_t of = handle, uint64_t pages = 1, uint64_t tag = 0) {
    return said(Share{owner, pages * page, tag, of}, Shared{of});
}

inline Said reclaim(uint16_t owner, Result result = Ok{}, uint64_t of = handle) {
    return said(Reclaim{owner, of}, std::move(result));
}

inline SpmcEvent retrieves(uint16_t sender, uint64_t of = handle, int32_t result = 0, uint64_t tag = 0) {
    return {SpmcOperation::retrieve, sender, of, tag, result};
}

inline SpmcEvent relinquishes(uint16_t sender, uint64_t of = handle, int32_t result = 0) {
    return {SpmcOperation::relinquish, sender, of, 0, result};
}

inline Said retrieve(uint16_t sender, const Rest& rest, Events events, uint64_t of = handle, uint64_t tag = 0) {
    return asked(sender, pack(RetrieveMemRequest{MemoryHandle{of}, MemoryTag{tag}}), rest, std::move(events));
}

inline Said retrieved(uint16_t sender, uint64_t of = handle, uint64_t tag = 0) {
    return retrieve(sender, {}, {retrieves(sender, of, 0, tag)}, of, tag);
}

inline Said relinquish(uint16_t sender, const Rest& rest, Events events, uint64_t of = handle) {
    return asked(sender, pack(RelinquishMemRequest{MemoryHandle{of}}), rest, std::move(events));
}

inline Said relinquished(uint16_t sender, uint64_t of = handle) {
    return relinquish(sender, {}, {relinquishes(sender, of)}, of);
}

inline Said refuse(SpmcOperation operation, uint32_t count = 1000) {
    return said(Refuse{operation, TSRPC_FFA_DENIED, count}, Ok{});
}

inline Said write(std::vector<uint8_t> bytes, uint64_t of = handle, uint64_t offset = 0) {
    return said(Write{of, offset, std::move(bytes)}, Ok{});
}

inline Said read(std::vector<uint8_t> bytes, uint64_t of = handle, uint64_t offset = 0) {
    const uint64_t length = bytes.size();
    return said(Read{of, offset, length}, Bytes{std::move(bytes)});
}

// --- calls

inline ServiceCallRequest request(uint16_t opcode, uint32_t length = 0, uint64_t of = handle,
                                  uint8_t interface_id = service_id) {
    return {InterfaceId{interface_id}, Opcode{opcode}, MemoryHandle{of}, RequestLength{length}, ClientId{0}};
}

inline ServiceCallRequest doorbell(uint16_t opcode, uint32_t length = 0) {
    return request(opcode, length, TSRPC_INVALID_MEMORY_HANDLE);
}

inline Said call(uint16_t sender, const ServiceCallRequest& call, const Rest& rest, Events events = {}) {
    // Not pack(): it takes no doorbell with a length, which the suite sends too.
    const uint32_t w3 = uint32_t{call.interface_id.value()} << TSRPC_CONTROL_INTERFACE_ID_SHIFT | call.opcode.value();
    const uint64_t of = call.memory_handle.value();
    return asked(sender,
                 {{w3, static_cast<uint32_t>(of), static_cast<uint32_t>(of >> 32), call.request_length.value(),
                   call.client_id.value()}},
                 rest, std::move(events));
}

/// What is known of an SP after these exchanges and hello.
inline SpState after(const std::vector<Said>& conversation) {
    SpState state = next({}, hello());
    for (const Said& one : conversation) {
        state = next(std::move(state), one);
    }
    return state;
}

inline std::vector<Said> operator+(std::vector<Said> first, const std::vector<Said>& then) {
    first.insert(first.end(), then.begin(), then.end());
    return first;
}

/// The test service is found; its twin too.
inline std::vector<Said> found() {
    return {info(test_service_uuid(), {0, service_id}), info(test_service_twin_uuid(), {0, twin_id})};
}

/// And memory of `a` is retrieved.
inline std::vector<Said> holding(uint64_t pages = 1) {
    return found() + std::vector{share(a, handle, pages), retrieved(a)};
}

} // namespace tsrpc::conformance::told

#endif // TSRPC_CONFORMANCE_SP_TESTS_TOLD_HPP

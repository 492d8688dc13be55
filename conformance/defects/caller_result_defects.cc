// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of what a caller makes of answers.
#include "conformance/defects/caller_helpers.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

int32_t remember_size(C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
    const int32_t result = c.alloc(session, size, memory, base, actual_size);
    c.last_size = result == 0 ? *actual_size : c.last_size;
    return result;
}

const CallerDefect defects[] = {
    {.name = "fails calls whose response is as long as the memory",
     .test = "result.serves",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             result = is_call(q) && r[W6] == TSRPC_PAGE_SIZE ? TSRPC_FFA_NO_MEMORY : result;
         }},
    {.name = "takes positive RPC statuses for success",
     .test = "result.rpc_error",
     .response = [](C&, const Registers&, Registers& r,
                    int32_t&) { r.words[W4] = static_cast<int32_t>(r[W4]) > 1 ? 0 : r[W4]; }},
    {.name = "knows eight RPC errors",
     .test = "result.rpc_error",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t&) {
             const auto status = static_cast<int32_t>(r[W4]);
             r.words[W4] = is_call(q) && (status < -8 || status > 0) ? 0 : r[W4];
         }},
    {.name = "takes a call that FF-A refused for done",
     .test = "result.ffa_error",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is_call(q) && result != 0) {
                 result = 0;
                 r = {{q[W3], 0, 0, 0, 0}};
             }
         }},
    {.name = "takes INTERRUPTED for done",
     .test = "result.ffa_error",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is_call(q) && result == TSRPC_FFA_INTERRUPTED) {
                 result = 0;
                 r = {{q[W3], 0, 0, 0, 0}};
             }
         }},
    {.name = "takes BUSY for an answer",
     .test = "result.ffa_error",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::retrieve_mem) && result == TSRPC_FFA_BUSY) {
                 result = 0;
                 r = {{q[W3], 0, 0, 0, 0}};
             }
         }},
    {.name = "hands on 16 bits of the service status",
     .test = "result.service_status",
     .response = [](C&, const Registers& q, Registers& r, int32_t&) { r.words[W5] &= is_call(q) ? 0xffff : ~0u; }},
    {.name = "sign-extends 16 bits of the service status",
     .test = "result.service_status",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t&) {
             r.words[W5] = is_call(q) ? static_cast<uint32_t>(static_cast<int16_t>(r[W5])) : r[W5];
         }},
    {.name = "takes a negative service status for an error",
     .test = "result.service_status",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is_call(q) && static_cast<int32_t>(r[W5]) < 0 ? 1 : r[W4]; }},
    {.name = "hands on the last service status that was not 0",
     .test = "result.service_status",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is_call(q)) {
                 c.last_word = r[W5] != 0 ? r[W5] : c.last_word;
                 r.words[W5] = (r[W5] & 0x10) != 0 ? c.last_word ^ 1 : r[W5];
             }
         }},
    {.name = "hands on the request's length as the response's",
     .test = "result.response_length",
     .response = [](C&, const Registers& q, Registers& r, int32_t&) { r.words[W6] = is_call(q) ? q[W6] : r[W6]; }},
    {.name = "hands on a page of the response at most",
     .test = "result.response_length",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W6] = is_call(q) ? std::min(r[W6], TSRPC_PAGE_SIZE) : r[W6]; }},
    {.name = "compares response lengths as signed numbers",
     .test = "result.response_over_memory",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is_call(q)) {
                 c.last_length = r[W6];
                 r.words[W6] = static_cast<int32_t>(r[W6]) < 0 ? 0u : r[W6];
             }
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             *response_length = result == 0 ? c.last_length : *response_length;
             return result;
         }},
    {.name = "hands on 12 bits of the response's length",
     .test = "result.response_length",
     .response = [](C&, const Registers& q, Registers& r, int32_t&) { r.words[W6] &= is_call(q) ? 0xfff : ~0u; }},
    {.name = "hands on any response length",
     .test = "result.response_over_memory",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is_call(q)) {
                 c.last_length = r[W6];
                 r.words[W6] = 0;
             }
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             *response_length = result == 0 ? c.last_length : *response_length;
             return result;
         }},
    {.name = "leaves the length as it was if the response is longer than the memory",
     .test = "result.response_over_memory",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             c.tripped = is_call(q) && r[W6] > c.last_size;
             r.words[W6] = c.tripped ? 0u : r[W6];
         },
     .alloc = remember_size,
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             *response_length = result == 0 && c.tripped ? memory : *response_length; // which stands in its place
             return result;
         }},
    {.name = "says done to a response longer than the memory, and hands none on",
     .test = "result.response_over_memory",
     .response = [](C& c, const Registers& q, Registers& r,
                    int32_t&) { r.words[W6] = is_call(q) && r[W6] > c.last_size ? 0u : r[W6]; },
     .alloc = remember_size},
    {.name = "dies of an answer with all bits set",
     .test = "lies.garbage",
     .response =
         [](C&, const Registers&, Registers& r, int32_t&) {
             if (r[W3] == ~0u && r[W7] == ~0u) {
                 __builtin_trap();
             }
         }},
    {.name = "dies of a bit in W7 of RETRIEVE_MEM's answer",
     .test = "lies.single_bits",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t&) {
             if (is(q, Message::retrieve_mem) && r[W7] == 0x8000) {
                 __builtin_trap();
             }
         }},
    {.name = "dies if FF-A refuses to share",
     .test = "lies.ffa_errors",
     .share =
         [](C& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
             const int32_t result = c.share(endpoint, base, size, handle);
             if (result != 0) {
                 __builtin_trap();
             }
             return result;
         }},
    {.name = "dies of a bit in W6 of SERVICE_INFO's answer",
     .test = "lies.single_bits",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t&) {
             if (is(q, Message::service_info) && r[W6] == 0x80000000) {
                 __builtin_trap();
             }
         }},
    {.name = "dies if FF-A refuses a reclaim for want of memory",
     .test = "lies.ffa_errors",
     .reclaim =
         [](C& c, uint64_t handle) {
             const int32_t result = c.reclaim(handle);
             if (result == TSRPC_FFA_NO_MEMORY) {
                 __builtin_trap();
             }
             return result;
         }},
    {.name = "gives a session id before it knows that there is one",
     .test = "result.outputs_on_success",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             *session = 0;
             return c.open(endpoint, service, session);
         }},
    {.name = "hands on status and length with an RPC error",
     .test = "result.outputs_on_success",
     .response = [](C& c, const Registers& q, Registers& r,
                    int32_t& result) { c.last_word = is_call(q) && result == 0 ? r[W6] : c.last_word; },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             *response_length = result != 0 ? c.last_word : *response_length;
             return result;
         }},
    {.name = "clears what it was to fill if it cannot allocate",
     .test = "result.outputs_on_success",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result != 0) {
                 *memory = 0;
                 *base = nullptr;
                 *actual_size = 0;
             }
             return result;
         }},
    {.name = "loses a place with each interface id that it refuses",
     .test = "wear.errors",
     .response = [](C& c, const Registers& q, Registers& r,
                    int32_t&) { c.count += is(q, Message::service_info) && r[W5] == 0xff; },
     .open = [](C& c, uint16_t endpoint, const uint8_t service[16],
                uint32_t* session) { return c.count > 64 ? 24 : c.open(endpoint, service, session); }},
    {.name = "fails calls of other services once one was closed while two memories were in use",
     .test = "lies.random_sequences",
     .response =
         [](C& c, const Registers& q, Registers&, int32_t& result) {
             result = is_call(q) && c.tripped && (q[W3] >> 16 & 0xff) == 0x41 ? TSRPC_FFA_NO_MEMORY : result;
         },
     .close =
         [](C& c, uint32_t session) {
             c.tripped = c.tripped || c.handles.size() > 1;
             return c.close(session);
         }},
};

} // namespace

std::span<const CallerDefect> caller_result_defects() { return defects; }

} // namespace tsrpc::conformance

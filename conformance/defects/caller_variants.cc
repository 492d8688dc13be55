// SPDX-License-Identifier: BSD-3-Clause
//
// Callers that conform and differ from the reference in what is custom.
#include "conformance/defects/caller_helpers.hpp"

#include <cstring>
#include <iterator>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// Sends a request again while the endpoint is busy.
void retry(C& c, const Registers& request, Registers& response, int32_t& result) {
    for (int i = 0; i < 3 && (result == TSRPC_FFA_BUSY || result == TSRPC_FFA_RETRY); ++i) {
        result = c.send(c.last_endpoint, request, response);
    }
}

constexpr uint32_t sparse_step = 0x01000193;
constexpr uint32_t sparse_inverse = 0x359c449b; ///< modulo 2^32

const CallerDefect variants[] = {
    {.name = "as it is", .test = ""},
    {.name = "asks the version on every session",
     .test = "",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             uint32_t known = 0;
             const int32_t result = c.open(endpoint, service, &known);
             Registers response = {};
             if (result == 0) {
                 c.send(endpoint, pack(GetVersionRequest{}), response);
                 *session = known;
             }
             return result;
         }},
    {.name = "retries what is busy",
     .test = "",
     .request = [](C& c, uint16_t& endpoint, Registers&) { c.last_endpoint = endpoint; },
     .response = retry},
    {.name = "sends no length with a doorbell",
     .test = "",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] = is_doorbell(r) ? 0 : r[W6]; }},
    {.name = "refuses a doorbell with a length",
     .test = "",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return memory == 0 && length != 0 ? 22
                                               : c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "has a client id",
     .test = "",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W7] = is(r, Message::service_call) ? 0x12345678u : r[W7]; }},
    {.name = "rounds sizes up to 64 KiB",
     .test = "",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const uint64_t rounded = size == 0 || size > 0x7fff0000 ? size : (size + 0xffff) & ~uint64_t{0xffff};
             return c.alloc(session, rounded, memory, base, actual_size);
         }},
    {.name = "has few bytes for memory",
     .test = "",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return size > 8192 ? 12 : c.alloc(session, size, memory, base, actual_size);
         }},
    {.name = "has sparse ids, 0 among those of sessions",
     .test = "",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             *session = result == 0 ? (*session - 1) * sparse_step : *session;
             return result;
         },
     .close = [](C& c, uint32_t session) { return c.close(session * sparse_inverse + 1); },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return c.alloc(session * sparse_inverse + 1, size, memory, base, actual_size);
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.invoke(session * sparse_inverse + 1, opcode, memory, length, status, response_length);
         }},
    {.name = "checks the echo",
     .test = "",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             result = result == 0 && r[W3] != q[W3] ? TSRPC_FFA_INVALID_PARAMETERS : result;
         }},
    {.name = "refuses what is no valid frame",
     .test = "",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             const bool is_valid = inspect_response(r, q).violations.empty();
             result = result == 0 && !is_valid ? TSRPC_FFA_INVALID_PARAMETERS : result;
         }},
    {.name = "has one session at a time",
     .test = "",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.tripped ? 24 : c.open(endpoint, service, session);
             c.tripped = c.tripped || result == 0;
             return result;
         },
     .close =
         [](C& c, uint32_t session) {
             const int32_t result = c.close(session);
             c.tripped = c.tripped && result != 0;
             return result;
         }},
    {.name = "has one memory at a time",
     .test = "",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.tripped ? 12 : c.alloc(session, size, memory, base, actual_size);
             c.tripped = c.tripped || result == 0;
             return result;
         },
     .free =
         [](C& c, uint32_t memory) {
             const int32_t result = c.free(memory);
             c.tripped = c.tripped && result != 0;
             return result;
         }},
    {.name = "has negative errors",
     .test = "",
     .open = [](C& c, uint16_t endpoint, const uint8_t service[16],
                uint32_t* session) { return -c.open(endpoint, service, session); },
     .close = [](C& c, uint32_t session) { return -c.close(session); },
     .free = [](C& c, uint32_t memory) { return -c.free(memory); }},
    {.name = "numbers memories from a million",
     .test = "",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *memory += result == 0 ? 1'000'000 : 0;
             return result;
         },
     .free = [](C& c, uint32_t memory) { return c.free(memory - 1'000'000); },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.invoke(session, opcode, memory == 0 ? 0 : memory - 1'000'000, length, status, response_length);
         }},
    {.name = "asks for a service twice",
     .test = "",
     .request = [](C& c, uint16_t& endpoint, Registers&) { c.last_endpoint = endpoint; },
     .response =
         [](C& c, const Registers& q, Registers&, int32_t&) {
             Registers response = {};
             if (is(q, Message::service_info)) {
                 c.send(c.last_endpoint, q, response);
             }
         }},
    {.name = "keeps freed memory for the session's next",
     .test = "",
     .close =
         [](C& c, uint32_t session) {
             if (session == c.last_session) {
                 const uint32_t memory = std::exchange(c.last_memory, 0);
                 if (std::exchange(c.tripped, false)) {
                     c.free(memory);
                     c.count = memory; // freed for its user, whatever came of that
                 }
             }
             return c.close(session);
         },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             if (c.tripped && session == c.last_session && size != 0 && size <= c.last_size) {
                 c.tripped = false;
                 *memory = c.last_memory;
                 *base = c.last_base;
                 *actual_size = c.last_size;
                 return 0;
             }
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0 && !c.tripped) {
                 c.last_session = session;
                 c.last_memory = *memory;
                 c.last_base = *base;
                 c.last_size = *actual_size;
             }
             return result;
         },
     .free =
         [](C& c, uint32_t memory) {
             if (memory != c.last_memory) {
                 return memory == c.count ? 22 : c.free(memory);
             }
             return std::exchange(c.tripped, true) ? 22 : 0; // freed already
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return memory != 0 && (memory == c.count || (c.tripped && memory == c.last_memory))
                        ? 22
                        : c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "gives its last memory back when a session is closed",
     .test = "",
     .close = [](C& c,
                 uint32_t session) { return session == c.last_session ? c.free(c.last_memory) : 0, c.close(session); },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_memory = result == 0 ? *memory : c.last_memory;
             c.last_session = result == 0 ? session : c.last_session;
             return result;
         }},
    {.name = "asks the version before it shares",
     .test = "",
     .share =
         [](C& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
             Registers response = {};
             c.send(endpoint, pack(GetVersionRequest{}), response);
             return c.share(endpoint, base, size, handle);
         }},
    {.name = "retries nothing but RETRY, once",
     .test = "",
     .request = [](C& c, uint16_t& endpoint, Registers&) { c.last_endpoint = endpoint; },
     .response = [](C& c, const Registers& q, Registers& r,
                    int32_t& result) { result = result == TSRPC_FFA_RETRY ? c.send(c.last_endpoint, q, r) : result; }},
    {.name = "reclaims again what FF-A refused",
     .test = "",
     .reclaim =
         [](C& c, uint64_t handle) {
             const int32_t result = c.reclaim(handle);
             return result == 0 ? result : c.reclaim(handle);
         }},
    {.name = "has one error for all that cannot be freed",
     .test = "",
     .free = [](C& c, uint32_t memory) { return c.free(memory) == 0 ? 0 : 5; }},
    {.name = "clears what it allocates",
     .test = "",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 std::memset(*base, 0, *actual_size);
             }
             return result;
         }},
    {.name = "masks the interface id",
     .test = "",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W5] &= is(q, Message::service_info) && (r[W5] & 0xff) != 0xff ? 0xff : ~0u; }},
    {.name = "refuses interface id 0xff",
     .test = "",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             result = is(q, Message::service_info) && r[W5] == 0xff ? TSRPC_FFA_DENIED : result;
         }},
};

} // namespace

const std::vector<CallerDefect>& all_caller_variants() {
    static const std::vector<CallerDefect> all(std::begin(variants), std::end(variants));
    return all;
}

} // namespace tsrpc::conformance

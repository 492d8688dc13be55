// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/caller_defect.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tsrpc::conformance {
namespace {

using C = DefectiveCaller;

bool is(const Registers& request, Message message) { return classify(request) == message; }
bool is_call(const Registers& request) { return is(request, Message::service_call); }
bool is_doorbell(const Registers& request) { return is_call(request) && request[W4] == ~0u && request[W5] == ~0u; }
uint64_t handle_of(const Registers& request) { return uint64_t{request[W5]} << 32 | request[W4]; }
void set_handle(Registers& request, uint64_t handle) {
    request.words[W4] = static_cast<uint32_t>(handle);
    request.words[W5] = static_cast<uint32_t>(handle >> 32);
}
bool is_error(const Registers& response) { return response[W4] != 0; }

/// A request of the caller's own with that handle.
Registers management(uint32_t opcode, uint64_t handle) {
    Registers request = {{0x00ff0000 | opcode, 0, 0, 0, 0}};
    set_handle(request, handle);
    return request;
}

const CallerDefect frame_defects[] = {
    {.name = "sets flag 24, the fast call",
     .test = "request.flags_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= 1u << 24; }},
    {.name = "sets flag 29 of calls",
     .test = "request.flags_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= is_call(r) ? 1u << 29 : 0u; }},
    {.name = "sets flag 26 of calls without memory",
     .test = "request.flags_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= is_doorbell(r) ? 1u << 26 : 0u; }},
    {.name = "sets the SAP return channel of SERVICE_INFO",
     .test = "request.sap_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= is(r, Message::service_info) ? 1u << 30 : 0u; }},
    {.name = "sets the SAP return channel",
     .test = "request.sap_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= 1u << 30; }},
    {.name = "sets the SAP error bit of RELINQ_MEM",
     .test = "request.sap_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= is(r, Message::relinquish_mem) ? 1u << 31 : 0u; }},
    {.name = "leaves what was in W4 in GET_VERSION",
     .test = "request.reserved_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W4] |= is(r, Message::get_version) ? 0xdead0000 : 0u; }},
    {.name = "leaves what was in W7 in RELINQ_MEM",
     .test = "request.reserved_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W7] |= is(r, Message::relinquish_mem) ? 1u : 0u; }},
    {.name = "leaves a tag in W6 of RELINQ_MEM",
     .test = "request.reserved_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] |= is(r, Message::relinquish_mem) ? 0x80000000 : 0u; }},
    {.name = "sends its own version in GET_VERSION",
     .test = "request.reserved_zero",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W5] |= is(r, Message::get_version) ? 1u : 0u; }},
    {.name = "asks for the version with another opcode",
     .test = "request.management_interface",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] += is(r, Message::get_version) ? 4u : 0u; }},
    {.name = "relinquishes with opcode 4",
     .test = "request.management_interface",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] += is(r, Message::relinquish_mem) ? 2u : 0u; }},
    {.name = "looks for endpoints by a byte-swapped UUID",
     .test = "request.protocol_uuid",
     .protocol =
         [](uint8_t uuid[16]) {
             std::swap(uuid[0], uuid[3]);
             std::swap(uuid[1], uuid[2]);
         }},
    {.name = "calls interface 0 whatever SERVICE_INFO gave",
     .test = "request.service_interface",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] &= is_call(r) ? 0xff00ffff : ~0u; }},
    {.name = "calls the interface of the session that was opened last",
     .test = "request.service_interface",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             r.words[W3] = is_call(r) ? (r[W3] & 0xff00ffff) | (c.last_word & 0xff) << 16 : r[W3];
         },
     .response = [](C& c, const Registers& q, Registers& r,
                    int32_t&) { c.last_word = is(q, Message::service_info) ? r[W5] : c.last_word; }},
    {.name = "keeps seven bits of the interface id",
     .test = "request.service_interface",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] &= is_call(r) ? 0xff7fffff : ~0u; }},
    {.name = "keeps the first interface id of each UUID for ever",
     .test = "request.service_interface",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is(q, Message::service_info) && !is_error(r)) {
                 c.last_word = c.tripped ? c.last_word : r[W5];
                 c.tripped = true;
                 r.words[W5] = c.last_word;
             }
         }},
    {.name = "sends the UUID's words byte-swapped",
     .test = "request.uuid_order",
     .request =
         [](C&, uint16_t&, Registers& r) {
             for (size_t i = W4; is(r, Message::service_info) && i <= W7; ++i) {
                 r.words[i] = __builtin_bswap32(r.words[i]);
             }
         }},
    {.name = "sends the UUID's first field as a little-endian GUID has it",
     .test = "request.uuid_order",
     .request =
         [](C&, uint16_t&, Registers& r) {
             r.words[W4] = is(r, Message::service_info) ? __builtin_bswap32(r.words[W4]) : r.words[W4];
         }},
    {.name = "sends the UUID's bytes from the last to the first",
     .test = "request.uuid_order",
     .request =
         [](C&, uint16_t&, Registers& r) {
             if (is(r, Message::service_info)) {
                 r = {{r[W3], __builtin_bswap32(r[W7]), __builtin_bswap32(r[W6]), __builtin_bswap32(r[W5]),
                       __builtin_bswap32(r[W4])}};
             }
         }},
    {.name = "sends fifteen bytes of the UUID",
     .test = "request.uuid_order",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W7] &= is(r, Message::service_info) ? 0x00ffffff : ~0u; }},
    {.name = "sends half the handle",
     .test = "request.handle_halves",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W5] &= is(r, Message::retrieve_mem) ? 0u : ~0u; }},
    {.name = "swaps the halves of the handle",
     .test = "request.handle_halves",
     .request =
         [](C&, uint16_t&, Registers& r) {
             if (is(r, Message::retrieve_mem) || is(r, Message::relinquish_mem)) {
                 std::swap(r.words[W4], r.words[W5]);
             }
         }},
    {.name = "calls with half the handle",
     .test = "request.handle_halves",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W5] &= is_call(r) && !is_doorbell(r) ? 0u : ~0u; }},
    {.name = "sends the memory's number for its handle",
     .test = "request.handle_halves",
     .request =
         [](C&, uint16_t&, Registers& r) {
             if (is_call(r) && !is_doorbell(r)) {
                 set_handle(r, 1);
             }
         }},
    {.name = "clears the last bit of handles in RELINQ_MEM",
     .test = "request.handle_halves",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W5] &= is(r, Message::relinquish_mem) ? 0x7fffffff : ~0u; }},
    {.name = "sign-extends the low half of the handle",
     .test = "request.handle_halves",
     .request =
         [](C&, uint16_t&, Registers& r) {
             if (is(r, Message::relinquish_mem) && (r[W4] >> 31) != 0) {
                 r.words[W5] = ~0u;
             }
         }},
    {.name = "leaves stack garbage in the tag",
     .test = "request.tag",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W7] |= is(r, Message::retrieve_mem) ? 0xffffc000 : 0u; }},
    {.name = "sends the handle for the tag",
     .test = "request.tag",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] = is(r, Message::retrieve_mem) ? r[W4] : r[W6]; }},
    {.name = "sends the size for the tag",
     .test = "request.tag",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] |= is(r, Message::retrieve_mem) ? 0x1000u : 0u; }},
    {.name = "has handle 0 in calls without memory",
     .test = "request.doorbell",
     .request =
         [](C&, uint16_t&, Registers& r) {
             if (is_doorbell(r)) {
                 set_handle(r, 0);
             }
         }},
    {.name = "has 32 bits of the invalid handle in calls without memory",
     .test = "request.doorbell",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W5] = is_doorbell(r) ? 0 : r.words[W5]; }},
    {.name = "counts down from the invalid handle",
     .test = "request.doorbell",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W4] -= is_doorbell(r) ? 1u : 0u; }},
    {.name = "uses the memory of the last call in calls without memory",
     .test = "request.doorbell",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (is_doorbell(r) && c.handles.contains(c.last_handle)) {
                 set_handle(r, c.last_handle);
             } else if (is_call(r)) {
                 c.last_handle = handle_of(r);
             }
         }},
    {.name = "sends eight bits of the opcode",
     .test = "request.opcode",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] &= is_call(r) ? 0xffff00ff : ~0u; }},
    {.name = "sign-extends opcodes",
     .test = "request.opcode",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] |= is_call(r) && (r[W3] & 0x80) != 0 ? 0xff00u : 0u; }},
    {.name = "sends fifteen bits of the opcode",
     .test = "request.opcode",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W3] &= is_call(r) ? 0xffff7fff : ~0u; }},
    {.name = "sends the memory's size for the request's length",
     .test = "request.length",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] = is_call(r) && !is_doorbell(r) ? 0x1000 : r[W6]; }},
    {.name = "sends no length of requests that fill the memory",
     .test = "request.length",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] = is_call(r) && r[W6] % 0x4000 == 0 ? 0u : r[W6]; }},
    {.name = "rounds request lengths up to words",
     .test = "request.length",
     .request = [](C&, uint16_t&, Registers& r) { r.words[W6] = is_call(r) ? (r[W6] + 3) & ~3u : r[W6]; }},
    {.name = "sends sixteen bits of the request's length",
     .test = "request.length",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.invoke(session, opcode, memory, length & 0xfff, status, response_length);
         }},
    {.name = "cuts requests to the memory's size",
     .test = "request.length_in_memory",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_size = result == 0 ? *actual_size : c.last_size;
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const auto most = static_cast<uint32_t>(c.last_size);
             return c.invoke(session, opcode, memory, memory == 0 ? length : std::min(length, most), status,
                             response_length);
         }},
    {.name = "compares request lengths as signed numbers",
     .test = "request.length_in_memory",
     .request = [](C& c, uint16_t&, Registers& r) { r.words[W6] = c.tripped && is_call(r) ? c.last_length : r[W6]; },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             c.tripped = memory != 0 && static_cast<int32_t>(length) < 0;
             c.last_length = length;
             const int32_t result = c.invoke(session, opcode, memory, c.tripped ? 0 : length, status, response_length);
             c.tripped = false;
             return result;
         }},
};

const CallerDefect order_defects[] = {
    {.name = "tries an endpoint that it does not know",
     .test = "order.known_endpoint",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             Registers response = {};
             c.send(endpoint, {{0x00ff0000, 0, 0, 0, 0}}, response);
             return c.open(endpoint, service, session);
         }},
    {.name = "asks an endpoint of another version for services",
     .test = "order.version_first",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             Uuid uuid = {};
             std::copy_n(service, Uuid::size, uuid.bytes);
             Registers response = {};
             return result != 0 ? c.send(endpoint, pack(ServiceInfoRequest{uuid}), response), result : result;
         }},
    {.name = "takes any version",
     .test = "order.version_first",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is(q, Message::get_version) ? 1 : r[W4]; }},
    {.name = "takes a GET_VERSION that failed for version 1",
     .test = "order.version_first",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::get_version) && result != 0) {
                 result = 0;
                 r = {{q[W3], 1, 0, 0, 0}};
             }
         }},
    {.name = "takes 8 bits of the version",
     .test = "result.version",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] &= is(q, Message::get_version) ? 0xff : ~0u; }},
    {.name = "takes every version but 0",
     .test = "result.version",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is(q, Message::get_version) ? r[W4] != 0 : r[W4]; }},
    {.name = "calls without a retrieve",
     .test = "order.share_then_retrieve",
     .request = [](C& c, uint16_t&, Registers& r) { c.tripped = is(r, Message::retrieve_mem); },
     .response = nullptr,
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             Registers response = {};
             if (result == 0 && !c.handles.empty()) { // and relinquished, since the reference retrieves
                 const auto& [handle, endpoint] = *c.handles.rbegin();
                 c.send(endpoint, management(2, handle), response);
             }
             return result;
         }},
    {.name = "retrieves again before each call",
     .test = "order.retrieve_once",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             Registers response = {};
             for (const auto& [handle, endpoint] : c.handles) {
                 c.send(endpoint, management(1, handle), response);
             }
             return c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "retrieves twice",
     .test = "order.retrieve_once",
     .response =
         [](C& c, const Registers& q, Registers&, int32_t&) {
             if (is(q, Message::retrieve_mem)) {
                 Registers response = {};
                 c.send(c.handles[handle_of(q)], q, response);
             }
         }},
    {.name = "relinquishes what the endpoint refused to retrieve",
     .test = "order.relinquish_what_is_retrieved",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::retrieve_mem) && result == 0 && is_error(r)) {
                 Registers response = {};
                 c.send(c.handles[handle_of(q)], management(2, handle_of(q)), response);
             }
         }},
    {.name = "relinquishes twice",
     .test = "order.relinquish_what_is_retrieved",
     .response =
         [](C& c, const Registers& q, Registers&, int32_t&) {
             if (is(q, Message::relinquish_mem)) {
                 Registers response = {};
                 c.send(c.handles[handle_of(q)], q, response);
             }
         }},
    {.name = "calls a service when a session is opened",
     .test = "order.calls_as_told",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             uint32_t out[2] = {};
             return result != 0 ? result : (c.invoke(*session, 0, 0, 0, &out[0], &out[1]), 0);
         }},
    {.name = "says done to doorbells before they are sent",
     .test = "order.calls_as_told",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             if (memory == 0) {
                 *status = *response_length = 0;
                 return 0;
             }
             return c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "sends a call again after ABORTED",
     .test = "order.one_call",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             if (is_call(q) && result == TSRPC_FFA_ABORTED) {
                 result = c.send(0x8001, q, r);
             }
         }},
    {.name = "sends a call again after INTERRUPTED",
     .test = "order.one_call",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             if (is_call(q) && result == TSRPC_FFA_INTERRUPTED) {
                 result = c.send(0x8001, q, r);
             }
         }},
    {.name = "sends a call again if the service refused it",
     .test = "result.rpc_error",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t&) {
             r.words[W4] = is_call(q) && static_cast<int32_t>(r[W4]) == TSRPC_RPC_INVALID_STATE ? 0u : r[W4];
         }},
    {.name = "sends every call twice",
     .test = "order.one_call",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             if (is_call(q)) {
                 result = c.send(0x8001, q, r);
             }
         }},
};

const CallerDefect session_defects[] = {
    {.name = "opens no session with the second endpoint",
     .test = "session.opens",
     .open = [](C& c, uint16_t endpoint, const uint8_t service[16],
                uint32_t* session) { return endpoint == 0x8002 ? 19 : c.open(endpoint, service, session); }},
    {.name = "opens sessions with services that are not there",
     .test = "session.needs_service",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is(q, Message::service_info) ? 0 : r[W4]; }},
    {.name = "opens sessions with what another endpoint hosts",
     .test = "session.needs_service",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is(q, Message::service_info)) {
                 c.tripped = c.tripped || !is_error(r);
                 r.words[W4] = c.tripped ? 0u : r[W4];
             }
         }},
    {.name = "sends the calls of all sessions to the last endpoint",
     .test = "session.endpoint",
     .request =
         [](C& c, uint16_t& endpoint, Registers& r) {
             if (is(r, Message::service_info)) {
                 c.last_endpoint = endpoint;
             } else if (is_call(r)) {
                 endpoint = c.last_endpoint;
             }
         }},
    {.name = "asks the first endpoint for every service",
     .test = "session.endpoint",
     .request = [](C&, uint16_t& endpoint,
                   Registers& r) { endpoint = is(r, Message::service_info) ? uint16_t{0x8001} : endpoint; }},
    {.name = "has one session id",
     .test = "session.distinct",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             c.last_session = result == 0 ? *session : c.last_session;
             *session = result == 0 ? 7 : *session;
             return result;
         },
     .invoke =
         [](C& c, uint32_t, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.invoke(c.last_session, opcode, memory, length, status, response_length);
         }},
    {.name = "closes all sessions with one",
     .test = "session.distinct",
     .close =
         [](C& c, uint32_t session) {
             c.tripped = true;
             return c.close(session);
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.tripped ? 22 : c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "does not forget a closed session", .test = "session.closed", .close = [](C&, uint32_t) { return 0; }},
    {.name = "allocates memory on a closed session",
     .test = "session.closed",
     .close = [](C& c, uint32_t session) { return c.last_session = session, c.tripped = true, 0; },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return c.tripped && session == c.last_session
                        ? 22
                        : c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "cannot close a session", .test = "session.closed", .close = [](C&, uint32_t) { return 22; }},
    {.name = "serves 5,000 sessions",
     .test = "wear.sessions",
     .open = [](C& c, uint16_t endpoint, const uint8_t service[16],
                uint32_t* session) { return ++c.count > 5000 ? 12 : c.open(endpoint, service, session); }},
    {.name = "counts sessions in 12 bits",
     .test = "wear.sessions",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             return result == 0 && ++c.count > 4096 ? (*session = 0, 0) : result;
         }},
};

const CallerDefect memory_defects[] = {
    {.name = "allocates nothing",
     .test = "sharing.allocates",
     .alloc = [](C&, uint32_t, uint64_t, uint32_t*, void**, uint64_t*) { return 12; }},
    {.name = "gives memory id 0",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *memory = 0;
             return result;
         }},
    {.name = "says success and gives no address",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *base = nullptr;
             return result;
         }},
    {.name = "gives less than was asked for",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *actual_size = size / 2;
             return result;
         }},
    {.name = "gives one byte less than was asked for",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *actual_size = size > 1 ? size - 1 : size;
             return result;
         }},
    {.name = "gives memory that overlaps the last",
     .test = "sharing.distinct",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0 && c.last_base != nullptr) {
                 *base = static_cast<char*>(c.last_base) + 64;
             } else if (result == 0) {
                 c.last_base = *base;
             }
             return result;
         }},
    {.name = "gives the same memory again",
     .test = "sharing.distinct",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             if (c.last_base != nullptr && size <= c.last_size) {
                 *memory = c.last_memory;
                 *base = c.last_base;
                 *actual_size = c.last_size;
                 return 0;
             }
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 c.last_memory = *memory;
                 c.last_base = *base;
                 c.last_size = *actual_size;
             }
             return result;
         },
     .free = [](C& c, uint32_t memory) { return c.last_base = nullptr, c.free(memory); }},
    {.name = "shares what was asked for, not whole pages",
     .test = "sharing.whole_pages",
     .share = [](C& c, uint16_t endpoint, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(endpoint, base, size - 1, handle); }},
    {.name = "shares from behind a header",
     .test = "sharing.whole_pages",
     .share = [](C& c, uint16_t endpoint, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(endpoint, static_cast<char*>(base) + 64, size, handle); }},
    {.name = "shares its pages twice",
     .test = "sharing.once",
     .share =
         [](C& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
             const int32_t result = c.share(endpoint, base, size, handle);
             uint64_t again = 0;
             c.share(endpoint, base, size, &again);
             return result;
         }},
    {.name = "shares pages that the user does not see",
     .test = "sharing.payload",
     .share =
         [](C& c, uint16_t endpoint, void*, uint64_t size, uint64_t* handle) {
             void* const other = std::aligned_alloc(TSRPC_PAGE_SIZE, size); // which is never freed
             std::memset(other, 0, size);
             return c.share(endpoint, other, size, handle);
         }},
    {.name = "changes the first byte of each request",
     .test = "sharing.payload",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_base = result == 0 ? *base : c.last_base;
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             if (memory != 0 && length > 0) {
                 static_cast<uint8_t*>(c.last_base)[0] ^= 0x20;
             }
             return c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "clears the memory before the response is read",
     .test = "sharing.payload",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_base = result == 0 ? *base : c.last_base;
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             if (memory != 0 && result == 0) {
                 std::memset(c.last_base, 0, *response_length);
             }
             return result;
         }},
    {.name = "shares all memory with the first endpoint",
     .test = "sharing.endpoint",
     .share = [](C& c, uint16_t, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(0x8001, base, size, handle); }},
    {.name = "has the second endpoint relinquish all memory",
     .test = "sharing.endpoint",
     .request = [](C&, uint16_t& endpoint,
                   Registers& r) { endpoint = is(r, Message::relinquish_mem) ? uint16_t{0x8002} : endpoint; }},
    {.name = "uses memory with every endpoint",
     .test = "sharing.endpoint",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (c.tripped && is_doorbell(r)) {
                 set_handle(r, c.handles.begin()->first);
                 r.words[W6] = 1;
             }
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             c.tripped = result != 0 && memory != 0 && length == 1 && !c.handles.empty();
             const int32_t again = c.tripped ? c.invoke(session, opcode, 0, 0, status, response_length) : result;
             c.tripped = false;
             return again;
         }},
    {.name = "lets freed memory be used", .test = "sharing.freed", .free = [](C&, uint32_t) { return 0; }},
    {.name = "takes freeing what was freed for done",
     .test = "sharing.freed",
     .free = [](C& c, uint32_t memory) { return c.free(memory), 0; }},
    {.name = "allocates a page where it cannot have more",
     .test = "sharing.sizes",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return c.alloc(session, size >> 48 != 0 ? 1 : size, memory, base, actual_size);
         }},
    {.name = "takes 32 bits of sizes",
     .test = "sharing.sizes",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return c.alloc(session, static_cast<uint32_t>(size), memory, base, actual_size);
         }},
    {.name = "allocates 0 bytes",
     .test = "sharing.sizes",
     .alloc = [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                 uint64_t* actual_size) { return c.alloc(session, size == 0 ? 1 : size, memory, base, actual_size); }},
    {.name = "reclaims half the handle",
     .test = "sharing.reclaim_handle",
     .reclaim = [](C& c, uint64_t handle) { return c.reclaim(handle & 0xffffffff); }},
    {.name = "reclaims twice",
     .test = "sharing.reclaim_handle",
     .reclaim =
         [](C& c, uint64_t handle) {
             const int32_t result = c.reclaim(handle);
             c.reclaim(handle);
             return result;
         }},
    {.name = "reclaims before it has the endpoint relinquish",
     .test = "sharing.reclaim_after_relinquish",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (is(r, Message::relinquish_mem)) {
                 c.reclaim(handle_of(r));
             }
         }},
    {.name = "reclaims though the endpoint refuses to relinquish",
     .test = "sharing.reclaim_after_relinquish",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is(q, Message::relinquish_mem) ? 0 : r[W4]; }},
    {.name = "reclaims though RELINQ_MEM was not delivered",
     .test = "sharing.reclaim_after_relinquish",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::relinquish_mem) && result != 0) {
                 result = 0;
                 r = {{q[W3], 0, 0, 0, 0}};
             }
         }},
    {.name = "hands out pages again that the endpoint did not give back",
     .test = "sharing.refused_stays_out",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             if (c.tripped) {
                 *memory = 0x10000 + ++c.count;
                 *base = c.last_base;
                 *actual_size = c.last_size;
                 c.tripped = false;
                 return 0;
             }
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 c.last_base = *base;
                 c.last_size = *actual_size;
             }
             return result;
         },
     .free =
         [](C& c, uint32_t memory) {
             const int32_t result = c.free(memory);
             c.tripped = result != 0;
             return result;
         }},
    {.name = "leaves memory shared that the endpoint refused",
     .test = "sharing.reclaim_after_failure",
     .reclaim = [](C& c, uint64_t handle) { return c.tripped ? 0 : c.reclaim(handle); },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             c.tripped = true;
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.tripped = false;
             return result;
         }},
    {.name = "gives back one memory when it ends",
     .test = "cleanup.destroy",
     .reclaim = [](C& c, uint64_t handle) { return c.count++ > 0 ? 0 : c.reclaim(handle); }},
    {.name = "leaves all memory shared when it ends",
     .test = "cleanup.destroy",
     .reclaim = [](C&, uint64_t) { return 0; }},
    {.name = "allocates 5,000 memories",
     .test = "wear.memories",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return ++c.count > 5000 ? 12 : c.alloc(session, size, memory, base, actual_size);
         }},
    {.name = "stands 1,000 errors",
     .test = "wear.errors",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             c.count += is(q, Message::retrieve_mem) && is_error(r);
             result = c.count > 1000 && is_call(q) ? TSRPC_FFA_NO_MEMORY : result;
         }},
};

const CallerDefect result_defects[] = {
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
};

} // namespace

const std::vector<CallerDefect>& all_caller_defects() {
    static const std::vector<CallerDefect> defects = [] {
        std::vector<CallerDefect> all;
        const auto add = [&all](const auto& some) { all.insert(all.end(), std::begin(some), std::end(some)); };
        add(frame_defects);
        add(order_defects);
        add(session_defects);
        add(memory_defects);
        add(result_defects);
        return all;
    }();
    return defects;
}

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of what a caller sends when, and of its sessions.
#include "conformance/defects/caller_helpers.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// The caller that has allocated last, of all.
C*& owner_of_memories() {
    static C* owner = nullptr;
    return owner;
}

const CallerDefect defects[] = {
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
    {.name = "has the first caller make the calls of all",
     .test = "session.callers_apart",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             static C* const first = &c;
             return first->invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "has one table of memory for all callers",
     .test = "session.callers_apart",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             owner_of_memories() = result == 0 ? &c : owner_of_memories();
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             return memory != 0 && owner_of_memories() != &c
                        ? 22
                        : c.invoke(session, opcode, memory, length, status, response_length);
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

} // namespace

std::span<const CallerDefect> caller_order_defects() { return defects; }

} // namespace tsrpc::conformance

// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of the frames that a caller sends.
#include "conformance/defects/caller_helpers.hpp"

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

const CallerDefect defects[] = {
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
    {.name = "takes interface id 0xff for a service's",
     .test = "request.service_interface",
     .request = [](C& c, uint16_t&, Registers& r) { r.words[W3] |= c.tripped && is_call(r) ? 0x00ff0000u : 0u; },
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t&) {
             if (is(q, Message::service_info)) {
                 c.tripped = r[W5] == 0xff;
                 r.words[W5] = c.tripped ? 0u : r[W5];
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
    {.name = "dies of an invoke without parameters",
     .test = "request.doorbell",
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             if (memory == 0 && length == 0) {
                 __builtin_trap();
             }
             return c.invoke(session, opcode, memory, length, status, response_length);
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

} // namespace

std::span<const CallerDefect> caller_frame_defects() { return defects; }

} // namespace tsrpc::conformance

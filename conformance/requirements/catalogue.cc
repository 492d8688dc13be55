// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/requirements/catalogue.hpp"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr Level must = Level::must;
constexpr Level should = Level::should;
constexpr Level ambiguous = Level::ambiguous;
constexpr Role endpoint = Role::endpoint;
constexpr Role caller = Role::caller;

// clang-format off
constexpr Requirement rows[] = {
    // version
    {"version.answer", must, endpoint, "abi.md §0, §3",
     "GET_VERSION answers with protocol version 1 in W4."},
    {"version.reserved_zero", must, endpoint, "abi.md §3",
     "W5..W7 of the GET_VERSION response are zero."},
    {"version.any_sender", must, endpoint, "abi.md §3",
     "GET_VERSION answers every sender id, with no call before it."},
    {"version.always_available", must, endpoint, "abi.md §3",
     "GET_VERSION stays available: after successes, after errors, and while memory is shared."},

    // control
    {"control.echo_opcode", must, endpoint, "abi.md §2",
     "A response carries the request's opcode in W3[15:0]."},
    {"control.echo_interface_id", must, endpoint, "abi.md §2",
     "A response carries the request's interface id in W3[23:16]."},
    {"control.flags_zero", must, endpoint, "abi.md §2",
     "If the flags W3[29:24] of a request are 0, so are those of its response."},
    {"control.sap_zero", must, endpoint, "abi.md §2",
     "If the SAP bits W3[31:30] of a request are 0, so are those of its response."},
    {"control.request_flags", ambiguous, endpoint, "abi.md §2",
     "What is answered to a request with flags set, bit 24 (\"fast call\") included, is not defined in version 1."},
    {"control.request_sap", ambiguous, endpoint, "abi.md §2",
     "What is answered to a request with SAP bits set is not defined in version 1."},

    // management
    {"management.unknown_opcode", must, endpoint, "abi.md §3",
     "A management opcode that version 1 does not define is not answered with RPC SUCCESS."},
    {"management.unknown_opcode_status", should, endpoint, "abi.md §4",
     "A management opcode that version 1 does not define gets RPC status INVALID_VALUE."},
    {"management.unknown_opcode_rest_zero", should, endpoint, "abi.md §4",
     "W5..W7 of the response to an unknown management opcode are zero."},
    {"management.status_defined", should, endpoint, "abi.md §3",
     "An endpoint's RPC statuses are those that the ABI defines: 0 to -8."},
    {"management.reserved_request_bits", ambiguous, endpoint, "abi.md §3",
     "What an endpoint does with non-zero reserved (MBZ) request fields is not specified."},

    // service_info
    {"service_info.hosted", must, endpoint, "abi.md §1, §3",
     "SERVICE_INFO for a hosted service answers SUCCESS and its interface id, whoever asks."},
    {"service_info.any_time", must, endpoint, "abi.md §3",
     "SERVICE_INFO needs no call before it: it answers the same before and after GET_VERSION."},
    {"service_info.not_management", must, endpoint, "abi.md §2",
     "No service has interface id 0xff: it is the management interface."},
    {"service_info.distinct", must, endpoint, "abi.md §1",
     "Two services of one SP have different interface ids."},
    {"service_info.stable", must, endpoint, "abi.md §1",
     "A service's interface id stays the same as long as the service lives, for every caller."},
    {"service_info.unknown_uuid", must, endpoint, "abi.md §3",
     "SERVICE_INFO for a UUID that is not hosted is not answered with SUCCESS."},
    {"service_info.single_bit", must, endpoint, "abi.md §3",
     "All 128 bits of the UUID count: a hosted UUID with one bit or any part of it changed is not hosted."},
    {"service_info.byte_order", must, endpoint, "abi.md §3",
     "The UUID's bytes are in RFC 4122 order, four to a register, the first in the least significant byte."},
    {"service_info.reserved_zero", must, endpoint, "abi.md §3",
     "W6 and W7 of the SERVICE_INFO response are zero, found or not."},
    {"service_info.reserved_w5", should, endpoint, "abi.md §3",
     "W5[31:8] of the SERVICE_INFO response are zero: the Linux driver refuses a W5 over 255."},
    {"service_info.unknown_uuid_status", should, endpoint, "abi.md §4",
     "SERVICE_INFO for a UUID that is not hosted gets RPC status NOT_FOUND."},
    {"service_info.unknown_uuid_interface_id", should, endpoint, "abi.md §4",
     "The interface id field is 0 where the UUID is not hosted."},

    // memory
    {"memory.retrieve", must, endpoint, "abi.md §3",
     "RETRIEVE_MEM of memory that the sender shares with the endpoint succeeds and retrieves it at the SPMC."},
    {"memory.several_pages", should, endpoint, "abi.md §4, §5",
     "An endpoint takes regions of more than one page: the Linux driver shares up to 4 MiB."},
    {"memory.large_regions", ambiguous, endpoint, "abi.md §3, §4",
     "How large a region an endpoint takes is not specified; the Linux driver shares 4 MiB at most."},
    {"memory.retrieve_handle", must, endpoint, "abi.md §3",
     "RETRIEVE_MEM hands the SPMC all 64 bits of the handle: W4 is the low half, W5 the high."},
    {"memory.retrieve_tag", must, endpoint, "abi.md §3",
     "RETRIEVE_MEM hands the SPMC all 64 bits of the tag: W6 is the low half, W7 the high."},
    {"memory.retrieve_sender", must, endpoint, "abi.md §3",
     "RETRIEVE_MEM retrieves in the name of the caller that sent it."},
    {"memory.retrieve_reserved_zero", must, endpoint, "abi.md §3",
     "W5..W7 of the RETRIEVE_MEM response are zero, whatever the status."},
    {"memory.relinquish", must, endpoint, "abi.md §3",
     "RELINQ_MEM of retrieved memory succeeds and relinquishes it once at the SPMC; its owner can then reclaim it."},
    {"memory.relinquish_handle", must, endpoint, "abi.md §3",
     "RELINQ_MEM hands the SPMC all 64 bits of the handle."},
    {"memory.relinquish_reserved_zero", must, endpoint, "abi.md §3",
     "W5..W7 of the RELINQ_MEM response are zero, whatever the status."},
    {"memory.held_until_relinquished", must, endpoint, "abi.md §3",
     "Memory stays retrieved until its caller relinquishes it, whatever else is called."},
    {"memory.contents_kept", should, endpoint, "abi.md §4",
     "RETRIEVE_MEM and RELINQ_MEM leave the memory's contents as they are: they are the caller's and the services'."},
    {"memory.retrieve_again", must, endpoint, "abi.md §3",
     "Memory that was relinquished, or shared anew under the same handle, can be retrieved again."},
    {"memory.not_of_a_service", must, endpoint, "abi.md §3",
     "Shared memory belongs to a (caller, endpoint) pair: every service of the SP can be called with it."},
    {"memory.refused_retrieve", must, endpoint, "abi.md §3",
     "Where the SPMC refuses to retrieve, RETRIEVE_MEM is not answered with SUCCESS."},
    {"memory.refused_retrieve_status", should, endpoint, "abi.md §4",
     "Where the SPMC refuses to retrieve, the RPC status is TRANSPORT_LAYER."},
    {"memory.refused_retrieve_takes_no_slot", must, endpoint, "abi.md §3, §4, §5",
     "A refused retrieve takes nothing: as many regions as before can be retrieved after it, the refused one too."},
    {"memory.refused_relinquish", must, endpoint, "abi.md §3",
     "Where the SPMC refuses to relinquish, RELINQ_MEM is not answered with SUCCESS."},
    {"memory.refused_relinquish_status", should, endpoint, "abi.md §4",
     "Where the SPMC refuses to relinquish, the RPC status is TRANSPORT_LAYER."},
    {"memory.refused_relinquish_keeps", must, endpoint, "abi.md §3, §4, §5",
     "After a refused relinquish the memory is as it was: it can be used, and relinquished later."},
    {"memory.relinquish_unknown", must, endpoint, "abi.md §3",
     "RELINQ_MEM of a handle that was not retrieved is not answered with SUCCESS and relinquishes nothing."},
    {"memory.relinquish_unknown_status", should, endpoint, "abi.md §4",
     "RELINQ_MEM of a handle that the sender has not retrieved gets RPC status NOT_FOUND."},
    {"memory.relinquish_twice", must, endpoint, "abi.md §3",
     "A second RELINQ_MEM of the same memory is not answered with SUCCESS and relinquishes nothing."},
    {"memory.relinquish_single_bit", must, endpoint, "abi.md §3",
     "All 64 bits of the handle count: a retrieved handle with one bit changed is not retrieved."},
    {"memory.retrieved_twice", ambiguous, endpoint, "abi.md §3",
     "What a second RETRIEVE_MEM of memory that is retrieved already does is not specified."},

    // call
    {"call.success", must, endpoint, "abi.md §3",
     "A call with retrieved memory reaches the service and is answered with SUCCESS."},
    {"call.doorbell", must, endpoint, "abi.md §3",
     "A call without shared memory (handle all ones, request length 0) reaches the service."},
    {"call.doorbell_has_no_memory", must, endpoint, "abi.md §3",
     "A doorbell reaches the service without memory, though its caller has some retrieved."},
    {"call.assigned_at_boot", must, endpoint, "abi.md §1",
     "Services have their interface ids from boot on: a call reaches its service with no SERVICE_INFO before it."},
    {"call.interface_id", must, endpoint, "abi.md §2",
     "A call reaches the service whose interface id it carries, and no other."},
    {"call.opcode", must, endpoint, "abi.md §2",
     "All 16 bits of the opcode reach the service, 0x0000 and 0xffff included."},
    {"call.sender", must, endpoint, "abi.md §1, §3",
     "The service sees the id of the caller that sent the request, all 16 bits of it."},
    {"call.client_id", must, endpoint, "abi.md §3",
     "All 32 bits of the client id reach the service."},
    {"call.request_length", must, endpoint, "abi.md §3",
     "The request length reaches the service, at every value from 0 to the memory's size."},
    {"call.request_payload", must, endpoint, "abi.md §3",
     "The service reads the request from the start of the shared memory, and no response overruns its length."},
    {"call.response_length", must, endpoint, "abi.md §3",
     "The response length is the service's, in bytes, up to the memory's size."},
    {"call.service_status", must, endpoint, "abi.md §3",
     "All 32 bits of the service status come through."},
    {"call.both_handle_halves", must, endpoint, "abi.md §3",
     "A call uses the memory that its whole handle names, among handles that share either half."},
    {"call.any_handle", must, endpoint, "abi.md §3",
     "A call works with a handle of any value but the invalid one, 0 and all ones in one half included."},
    {"call.own_size", must, endpoint, "abi.md §3, §4",
     "Each region has its own size, beside regions of other sizes."},
    {"call.large_memory", must, endpoint, "abi.md §3, §4",
     "The size of a region is that of all its pages."},
    {"call.unassigned_interface", must, endpoint, "abi.md §3",
     "A call to an interface id that no service has is not answered with SUCCESS."},
    {"call.unassigned_interface_status", should, endpoint, "abi.md §4",
     "A call to an interface id that no service has gets RPC status INVALID_VALUE."},
    {"call.unknown_handle", must, endpoint, "abi.md §3",
     "A call with a handle that was not retrieved is not answered with SUCCESS, nor with any bit of a handle changed."},
    {"call.unknown_handle_status", should, endpoint, "abi.md §4",
     "A call with a handle that the sender has not retrieved gets RPC status NOT_FOUND."},
    {"call.relinquished_handle", must, endpoint, "abi.md §3",
     "A call with memory that was relinquished is not answered with SUCCESS."},
    {"call.length_over_memory", must, endpoint, "abi.md §3",
     "A request length over the memory's size is not answered with SUCCESS."},
    {"call.length_over_memory_status", should, endpoint, "abi.md §4",
     "A request length over the memory's size gets RPC status INVALID_VALUE."},
    {"call.doorbell_with_length", should, endpoint, "abi.md §4",
     "A doorbell has size 0: a request length over 0 gets RPC status INVALID_VALUE."},
    {"call.unknown_opcode", must, endpoint, "abi.md §3, §4",
     "A call with an opcode that the service does not know is not answered with SUCCESS, and changes no memory."},
    {"call.refusal_status", should, endpoint, "abi.md §4",
     "The status with which a service refuses a call arrives as the service gave it."},
    {"call.unparsable_request", must, endpoint, "abi.md §3, §4",
     "A request that the service cannot parse is not answered with SUCCESS, and changes no memory."},
    {"call.error_registers_zero", should, endpoint, "abi.md §4",
     "After an RPC error the service status and the response length are 0."},
    {"call.reserved_w7", should, endpoint, "abi.md §3, §4",
     "W7 of a service call's response is zero."},

    // isolation
    {"isolation.foreign_call", must, endpoint, "abi.md §3, §4",
     "A caller cannot use another caller's memory in a call."},
    {"isolation.former_owner", must, endpoint, "abi.md §3, §4",
     "A caller cannot use memory whose handle was once its own and is another's now."},
    {"isolation.foreign_call_status", should, endpoint, "abi.md §4",
     "A call with another caller's memory gets RPC status NOT_FOUND."},
    {"isolation.foreign_retrieve", must, endpoint, "abi.md §3, §4",
     "A caller cannot retrieve another caller's memory, nor disturb its owner by trying."},
    {"isolation.foreign_relinquish", must, endpoint, "abi.md §3, §4",
     "A caller cannot relinquish another caller's memory: it stays retrieved, and usable."},
    {"isolation.foreign_relinquish_status", should, endpoint, "abi.md §4",
     "RELINQ_MEM of another caller's memory gets RPC status NOT_FOUND."},
    {"isolation.sender_bits", must, endpoint, "abi.md §1, §3, §4",
     "All 16 bits of the sender id count when memory is looked up."},
    {"isolation.interleaved", must, endpoint, "abi.md §3",
     "The calls of several callers, interleaved, each use their own memory."},
    {"isolation.many_callers", must, endpoint, "abi.md §3, §4",
     "However many callers have memory, each uses its own and none another's."},
    {"isolation.separate_release", must, endpoint, "abi.md §3",
     "Relinquishing one region leaves every other as it was, whosever it is."},

    // exhaustion
    {"exhaustion.refused_cleanly", must, endpoint, "abi.md §3, §4",
     "A RETRIEVE_MEM for which there is no slot is refused, and leaves nothing retrieved at the SPMC."},
    {"exhaustion.status", should, endpoint, "abi.md §4",
     "RETRIEVE_MEM with no free slot gets RPC status NOT_FOUND."},
    {"exhaustion.others_unharmed", must, endpoint, "abi.md §3",
     "With all slots in use, or 256 regions, every region is usable, GET_VERSION and SERVICE_INFO answer, and doorbells "
     "reach services."},
    {"exhaustion.recovery", must, endpoint, "abi.md §3",
     "Each relinquished region makes room for another, in whatever order they are relinquished."},

    // endurance
    {"endurance.calls", must, endpoint, "abi.md §3",
     "After 10,000 calls an SP serves as it did after one."},
    {"endurance.share_release", must, endpoint, "abi.md §3",
     "After 10,000 cycles of share, retrieve, relinquish and reclaim an SP serves as it did after one."},
    {"endurance.errors", must, endpoint, "abi.md §3",
     "After 10,000 refused requests of every kind an SP serves as it did before."},

    // robustness
    {"robustness.zero_words", must, endpoint, "abi.md §2, §3",
     "Five zero words, a call to interface 0 with handle 0, are answered as any such call, and the SP serves on."},
    {"robustness.one_words", must, endpoint, "abi.md §2, §3",
     "After five words of all ones the SP serves on."},
    {"robustness.single_bits", must, endpoint, "abi.md §2, §3",
     "After requests with each of the 160 bits set alone the SP serves on."},
    {"robustness.successions", must, endpoint, "abi.md §2, §3, §4",
     "Each kind of request is answered the same after each other kind, of the same caller or another."},
    {"robustness.random_words", must, endpoint, "abi.md §2, §3",
     "Any words get a response with their interface id and opcode, and the SP serves on."},
    {"robustness.random_sequences", must, endpoint, "abi.md §2, §3, §4",
     "In any sequence of requests, valid or not, from several callers, each is answered as the ABI has it."},

    // request: what every request of a caller looks like
    {"request.flags_zero", must, caller, "abi.md §2", "The flags W3[29:24] of a request are 0."},
    {"request.sap_zero", must, caller, "abi.md §2", "The SAP bits W3[31:30] of a request are 0."},
    {"request.reserved_zero", must, caller, "abi.md §3", "The reserved (MBZ) registers of a request are 0."},
    {"request.management_interface", must, caller, "abi.md §2, §3",
     "Interface id 0xff carries management calls of version 1 and nothing else."},
    {"request.protocol_uuid", must, caller, "abi.md §1", "A caller looks for endpoints by the protocol UUID."},
    {"request.service_interface", must, caller, "abi.md §2",
     "Service calls carry the interface id that SERVICE_INFO gave, never 0xff."},
    {"request.uuid_order", must, caller, "abi.md §3",
     "SERVICE_INFO carries the UUID's bytes in RFC 4122 order, four to a register, the first least significant."},
    {"request.handle_halves", must, caller, "abi.md §3",
     "A handle is that of memory which is shared, its low half in W4, the high half in W5."},
    {"request.tag", must, caller, "abi.md §3", "RETRIEVE_MEM carries the tag with which the memory is shared, 0."},
    {"request.doorbell", must, caller, "abi.md §3", "A call without shared memory has handle 0xffffffffffffffff."},
    {"request.doorbell_length", ambiguous, caller, "abi.md §3, §5",
     "A doorbell with a length: the document says 0, the Linux driver sends it as given, a caller may refuse it."},
    {"request.opcode", must, caller, "abi.md §2", "A service call carries the opcode as given, all 16 bits."},
    {"request.length", must, caller, "abi.md §3", "A call with memory carries the request length as given."},
    {"request.length_in_memory", must, caller, "abi.md §3, §5",
     "A request length is at most the shared memory's size: a longer one is refused without a frame."},
    {"request.client_id_zero", ambiguous, caller, "abi.md §3", "The Linux driver sends client id 0 and tag 0."},

    // order: what a caller sends when
    {"order.known_endpoint", must, caller, "abi.md §1", "Frames go to endpoints with the protocol UUID only."},
    {"order.version_first", must, caller, "abi.md §0, §5",
     "An endpoint that has not answered version 1 gets no frame but GET_VERSION, and no memory."},
    {"order.share_then_retrieve", must, caller, "abi.md §3",
     "A call names memory that was shared, and that the endpoint has retrieved."},
    {"order.retrieve_once", must, caller, "abi.md §3", "What an endpoint has retrieved is not retrieved again."},
    {"order.relinquish_what_is_retrieved", must, caller, "abi.md §3",
     "RELINQ_MEM names memory that the endpoint has retrieved."},
    {"order.calls_as_told", must, caller, "abi.md §3",
     "A service call is sent if the user asks for one, and reported as done only if it was sent."},
    {"order.one_call", must, caller, "abi.md §1",
     "A service call that may have been delivered is not sent again; after BUSY or RETRY it may be."},

    // session: with a service of an endpoint
    {"session.opens", must, caller, "abi.md §5",
     "A caller that has endpoints of version 1 is created, and opens sessions with services that they host."},
    {"session.needs_service", must, caller, "abi.md §3, §5",
     "A session is opened only with a service that its endpoint has named."},
    {"session.endpoint", must, caller, "abi.md §5", "The frames of a session go to its endpoint."},
    {"session.distinct", must, caller, "abi.md §5", "Open sessions have different ids, and do not disturb each other."},
    {"session.closed", must, caller, "abi.md §5", "A closed session can be used for nothing, and sends no frame."},

    // sharing: memory of a caller
    {"sharing.allocates", must, caller, "abi.md §5", "A caller allocates memory of a page."},
    {"sharing.outputs", must, caller, "abi.md §5",
     "Allocated memory has an id that is not 0, an address, and at least the size that was asked for."},
    {"sharing.distinct", must, caller, "abi.md §5", "Memories have different ids, and no byte in common."},
    {"sharing.whole_pages", must, caller, "abi.md §3, §4", "What is shared is whole pages of 4096 bytes."},
    {"sharing.once", must, caller, "abi.md §5", "Pages that are shared are not shared again."},
    {"sharing.payload", must, caller, "abi.md §3",
     "The endpoint sees the request that the user wrote, and the user the response that the endpoint wrote."},
    {"sharing.endpoint", must, caller, "abi.md §3, §5",
     "Memory is used with the endpoint that it is shared with; in calls to another it is refused without a frame."},
    {"sharing.freed", must, caller, "abi.md §5", "Freed memory is refused without a frame."},
    {"sharing.sizes", must, caller, "abi.md §5", "Memory of 0 bytes, or of more than can be, is refused."},
    {"sharing.reclaim_handle", must, caller, "abi.md §5", "What is reclaimed is shared."},
    {"sharing.reclaim_after_relinquish", must, caller, "abi.md §5",
     "Memory is reclaimed only after the endpoint was made to relinquish it."},
    {"sharing.reclaim_after_failure", must, caller, "abi.md §5",
     "A retrieve that fails, by FF-A or by RPC status, is followed by a reclaim."},
    {"sharing.refused_stays_out", must, caller, "abi.md §5",
     "Pages that were not given back, by the endpoint or by FF-A, are used for nothing else."},

    // result: what a caller makes of responses
    {"result.serves", must, caller, "abi.md §5", "A call that was served is reported as done."},
    {"result.version", must, caller, "abi.md §0", "A caller refuses an endpoint whose protocol version is not 1."},
    {"result.rpc_error", must, caller, "abi.md §3, §5",
     "Every RPC status but SUCCESS is an error, unknown values included."},
    {"result.ffa_error", must, caller, "abi.md §5", "A request that FF-A refuses is an error."},
    {"result.service_status", must, caller, "abi.md §3",
     "The service status is used only if the RPC status is SUCCESS, all 32 bits of it."},
    {"result.response_length", must, caller, "abi.md §3", "The response length is handed on as answered."},
    {"result.response_over_memory", must, caller, "abi.md §5",
     "A response length over the memory is never handed on as success."},
    {"result.interface_id_over_255", ambiguous, caller, "abi.md §3",
     "A SERVICE_INFO response with W5 over 255 is refused by the Linux driver and masked by others."},
    {"result.echo", ambiguous, caller, "abi.md §2",
     "Whether a caller checks the echoed control word is not specified."},

    // cleanup, wear, lies
    {"cleanup.destroy", must, caller, "abi.md §5",
     "A caller that ends has the endpoints relinquish all that it shares, and reclaims it."},
    {"wear.sessions", must, caller, "abi.md §5", "10,000 sessions, one after the other, work as the first."},
    {"wear.memories", must, caller, "abi.md §5", "10,000 memories, one after the other, work as the first."},
    {"wear.errors", must, caller, "abi.md §5", "After 2,000 errors of each kind a caller works as before."},
    {"lies.single_bits", must, caller, "abi.md §2, §3, §5",
     "A caller survives answers with any one bit wrong, and breaks no requirement by them."},
    {"lies.garbage", must, caller, "abi.md §2, §3, §5", "A caller survives answers of any words."},
    {"lies.ffa_errors", must, caller, "abi.md §1, §5", "A caller survives FF-A errors at any step, once or always."},
};
// clang-format on

} // namespace

std::span<const Requirement> catalogue() { return rows; }

const Requirement* find_requirement(std::string_view id) {
    const auto* row = std::ranges::find(rows, id, &Requirement::id);
    return row == std::end(rows) ? nullptr : row;
}

std::string_view name(Level level) {
    switch (level) {
    case Level::must: return "MUST";
    case Level::should: return "SHOULD";
    case Level::ambiguous: break;
    }
    return "AMBIGUOUS";
}

std::string_view name(Role role) { return role == Role::endpoint ? "endpoint" : "caller"; }

} // namespace tsrpc::conformance

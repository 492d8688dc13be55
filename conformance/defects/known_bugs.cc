// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/defects/known_bugs.hpp"

namespace tsrpc::conformance {
namespace {

constexpr std::string_view swapped =
    "callers whose parser takes a UUID's text for a GUID's; a U-Boot client writes its UUIDs down swapped for that";

constexpr KnownBug bugs[] = {
    // callers
    {"A caller crashes at an invoke without parameters",
     "the Linux driver, 6.12.117 and 7.3",
     "TEE_IOC_INVOKE with num_params 0 makes the kernel read through a null pointer: any program that may open the "
     "device can stop the machine. A plugin gets such a call as one with memory 0 and length 0; the "
     "verdict is CRASHED.",
     {"request.doorbell", "dies of an invoke without parameters"}},
    {"A caller frees pages that are still shared if RELINQ_MEM fails",
     "the Linux driver",
     "The pages go to whoever asks for memory next, while the SP can read and write them: the data of one program is "
     "open to another's service, or changes under its hands. They must stay out of use until a reclaim succeeds.",
     {"sharing.refused_stays_out", "hands out pages again that the endpoint did not give back"}},
    {"A caller leaves the length as it was if the response is longer than the memory",
     "the Linux driver",
     "The call is reported as done, and the field for the length still holds the memory's id from the request. The "
     "user "
     "takes so many bytes of old data for the response.",
     {"result.response_over_memory", "leaves the length as it was if the response is longer than the memory"}},
    {"A caller reports a response longer than the memory as SUCCESS, without a buffer",
     "the callers of Trusted Services v1.2.0",
     "The user is told of success and gets nothing to read: it reads through a null pointer, or takes a wrong response "
     "for an empty one.",
     {"result.response_over_memory", "says done to a response longer than the memory, and hands none on"}},
    {"A caller's deinit has its condition inverted",
     "the callers of Trusted Services v1.2.0",
     "If no session is open, deinit tries to close one, fails, and leaks the caller. If one is open, it is not closed: "
     "its memory stays shared, and takes a slot of the SP that no other caller can have.",
     {"cleanup.destroy", "closes its sessions when it ends only if none is open"}},
    {"A caller leaves stack garbage in the registers of a tag",
     "a U-Boot client",
     "An endpoint that ignores the tag hides it. With one that hands the tag to its SPMC, as the ABI says, the "
     "memory "
     "is refused at one boot and taken at the next.",
     {"request.tag", "leaves stack garbage in the tag"}},
    {"A caller sends a service's UUID byte-swapped",
     swapped,
     "The endpoint answers NOT_FOUND for a service that it hosts. Two swaps cancel out: then it works, until somebody "
     "writes the next UUID down as the documents do.",
     {"request.uuid_order", "sends the UUID's words byte-swapped"}},
    {"A caller looks for endpoints by a byte-swapped protocol UUID",
     swapped,
     "The SPMC knows no endpoint with that UUID: no service can be found at all.",
     {"request.protocol_uuid", "looks for endpoints by a byte-swapped UUID"}},
    {"A caller takes interface id 0xff for a service's",
     "the Linux driver",
     "0xff is the management interface. The calls of the session's user are management calls then: opcode 2 with the "
     "right words relinquishes memory behind the driver's back.",
     {"request.service_interface", "takes interface id 0xff for a service's"}},
    // endpoints
    {"An endpoint drops the tag of RETRIEVE_MEM and retrieves with tag 0",
     "the reference endpoint of Trusted Services v1.2.0",
     "Memory that is shared with a tag cannot be retrieved: its owner gets TRANSPORT_LAYER. Nobody has met it with the "
     "Linux driver, whose tag is 0.",
     {"memory.retrieve_tag", "retrieves with tag 0, as the driver sends it"}},
    {"An endpoint answers INTERNAL for an interface id that is below its table's size and has no service",
     "the reference endpoint of Trusted Services v1.2.0",
     "A wrong interface id looks like a fault inside the SP, and one mistake has two statuses: the other ids without a "
     "service get INVALID_VALUE.",
     {"call.unassigned_interface_status", "calls an interface internal that is in its table and has no service"}},
    {"An endpoint's deinit stops at the first free slot",
     "the reference endpoint of Trusted Services v1.2.0",
     "The regions in the slots behind it stay retrieved. Their owners are refused the reclaim, and have lost the "
     "memory "
     "until the next boot.",
     {"memory.relinquished_at_end", "stops at the first free slot when it gives memory back at its end"}},
};

constexpr Habit habits[] = {
    {"A caller hands BUSY to its user",
     "the Linux driver, which neither serialises calls nor sends them again",
     "A call fails with EBUSY if the SP is preempted, or serves another caller. The program must try again itself, and "
     "may: BUSY says that nothing was delivered.",
     "result.busy",
     "to send a service call again after any error but BUSY and RETRY: the service may do its work twice",
     {"order.one_call", "sends a call again after ABORTED"}},
    {"A caller checks the echoed control word, or does not",
     "a U-Boot client demands that it is equal, the Linux driver ignores it",
     "An SP that does not echo works with Linux and fails in the boot loader.",
     "result.echo",
     "for an endpoint not to echo interface id and opcode",
     {"control.echo_opcode", "echoes 8 bits of the opcode"}},
    {"A caller refuses a SERVICE_INFO response with W5 over 255, or masks it",
     "the Linux driver refuses it, two other callers mask it",
     "An SP with anything above its interface id cannot be used from Linux, and can from elsewhere.",
     "result.interface_id_over_255",
     "for an endpoint to send anything but 0 there, a SHOULD",
     {"service_info.reserved_w5", "leaves garbage above the interface id"}},
    {"A caller sends a doorbell with a length",
     "the Linux driver, which sends it as its user gave it",
     "The endpoint refuses the call with INVALID_VALUE, and the program gets EINVAL for a length that it may not have "
     "meant.",
     "request.doorbell_length",
     "for an endpoint to serve such a call, a SHOULD",
     {"call.doorbell_with_length", "ignores the length of doorbells"}},
    {"An endpoint answers requests with SAP bits without an echo",
     "the reference endpoint of Trusted Services with its routing extension, which is on unless it is turned off",
     "80ff0000 0 0 0 0 is answered with c0000000 fffffffa 0 0 0: W4 is an FF-A error there. A caller that leaves "
     "garbage in W3 takes it for RPC status INVALID_REQUEST_BODY.",
     "control.request_sap",
     "for an endpoint to set SAP bits in the response to a request that has none",
     {"control.sap_zero", "marks errors with the SAP error bit"}},
    {"An endpoint echoes the flags of a request",
     "the reference endpoint of Trusted Services",
     "A caller that sets a flag seems to be understood, and is not: version 1 has no flags.",
     "control.request_flags",
     "for an endpoint to set flags in the response to a request that has none",
     {"control.flags_zero", "marks errors with a flag"}},
    {"An endpoint ignores the reserved fields of requests",
     "all endpoints that we know of",
     "A caller that leaves garbage there works with them, and fails with the first one that checks.",
     "management.reserved_request_bits",
     "for a caller to send anything but 0 there",
     {"request.reserved_zero", "leaves what was in W7 in RELINQ_MEM"}},
};

constexpr HiddenBug hidden[] = {
    {"An endpoint answers a 64-bit direct request with garbage", "the reference endpoint of Trusted Services v1.2.0",
     "A caller that sends FFA_MSG_SEND_DIRECT_REQ64 by mistake is not told so.",
     "An SP's `direct_request` is one FFA_MSG_SEND_DIRECT_REQ32: a plugin is never given a 64-bit one."},
    {"A caller widens a service status without its sign", "the callers of Trusted Services v1.2.0",
     "The service's -132 is 4294967164 to a user that compares 64-bit numbers: an error that it knows becomes one that "
     "it does not know.",
     "`invoke` hands on 32 bits, all of which `result.service_status` checks. What is made of them later is not seen."},
    {"A driver answers with an error number that has no name in user space", "the Linux driver",
     "TEE_IOC_SHM_REGISTER fails with errno 524, for which no message exists.",
     "Which number an error has is the caller's choice, and no function of a plugin registers a user's own memory."},
};

} // namespace

std::span<const KnownBug> known_bugs() { return bugs; }
std::span<const Habit> known_habits() { return habits; }
std::span<const HiddenBug> hidden_bugs() { return hidden; }

} // namespace tsrpc::conformance

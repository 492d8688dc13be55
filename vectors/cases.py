# SPDX-License-Identifier: BSD-3-Clause
"""The cases of the golden vectors that are about fields, by ABI 2, 3 and 7. rule_cases.py has the others.

Every case states what its words mean; nothing here reads a value back out of a frame. Ids are permanent: add cases, but
never rename one, nor give its id another meaning.
"""

import uuid

from frames import CALLS, FLAGS_AND_SAP, NIL, QUIET, REQUESTS, TITLES, WITH_HANDLE, WITH_STATUS, add, called, place

FIELDS = [  # name in ids, name in JSON, first register, least significant bit, width, bug that its bits catch, messages
    ("version", "version", 4, 0, 32, "a version narrowed to fewer than 32 bits", ["get-version-response"]),
    ("handle", "memory_handle", 4, 0, 64, "a handle with swapped, lost or sign-extended halves", WITH_HANDLE),
    ("tag", "memory_tag", 6, 0, 64, "a tag with swapped or lost halves, or taken for 0", ["retrieve-mem-request"]),
    ("uuid", "service_uuid", 4, 0, 128, "UUID bytes in another order, or one of them lost", ["service-info-request"]),
    ("interface-id", "interface_id", 5, 0, 8, "an interface id of fewer than 8 bits", ["service-info-response"]),
    ("interface-id", "interface_id", 3, 16, 8, "an interface id misplaced in the control word", CALLS),
    ("opcode", "opcode", 3, 0, 16, "an opcode narrowed to fewer than 16 bits", CALLS),
    ("request-length", "request_length", 6, 0, 32, "a length narrowed or misplaced", ["service-call-request"]),
    ("client-id", "client_id", 7, 0, 32, "a client id dropped because Linux sends 0", ["service-call-request"]),
    ("rpc-status", "rpc_status", 4, 0, 32, "an RPC status narrowed or cut to the named ones", WITH_STATUS),
    ("service-status", "service_status", 5, 0, 32, "a status narrowed or made signed", ["service-call-response"]),
    ("response-length", "response_length", 6, 0, 32, "a length narrowed or misplaced", ["service-call-response"]),
]


def worked_frames():
    """The frames of ABI 7; SERVICE_INFO for PSA Crypto is among the UUIDs."""
    add("get-version-request-worked", "00ff0000", "The frame of abi.md §7, the first one that every caller sends.")
    add("get-version-response-worked", "00ff0000 00000001", "The frame of abi.md §7, in answer to the request.",
        request="00ff0000", version=1)
    add("retrieve-mem-request-worked", "00ff0001 76543210 fedcba98", "The frame of abi.md §7: the low half is in W4.",
        memory_handle=0xfedcba9876543210)
    add("service-info-response-worked-not-found", "00ff0003 fffffffd",
        "The frame of abi.md §7: an RPC error is well-formed.",
        request="00ff0003 6dbe33f0 3847c46c 44ddfd88 692b56ac", rpc_status=-3)
    add("service-call-request-worked", "00030102 00000012 00000000 00000010",
        "The frame of abi.md §7: every field in its place.",
        interface_id=3, opcode=0x0102, memory_handle=0x12, request_length=16)
    add("service-call-response-worked", "00030102 00000000 ffffff7c 00000008",
        "The frame of abi.md §7: a service status of -132 is the unsigned 4294967164.",
        request="00030102 00000012 00000000 00000010", interface_id=3, opcode=0x0102, service_status=4294967164,
        response_length=8)
    add("service-call-request-worked-doorbell", "00000001 ffffffff ffffffff",
        "The frame of abi.md §7: no memory, no length.", opcode=1, memory_handle=0xffffffffffffffff)


def typical_management():
    add("get-version-response-version-0", "00ff0000", "Versions start at 1: catches silence taken for an answer.",
        "value W4 ffffffff", version=0)
    add("get-version-response-version-3", "00ff0000 00000003",
        "A later version is for callers to refuse, not for the codec.", version=3)
    add("get-version-response-like-an-rpc-error", "00ff0000 fffffffe",
        "GET_VERSION has no RPC status: -2 is a version.", version=4294967294)
    add("get-version-response-like-major-and-minor", "00ff0000 00010001",
        "A version is one number, not 1.1 in two halves.", version=65537)
    add("get-version-response-version-0-and-reserved", "00ff0000 00000000 00000001 00000000 80000000",
        "A `value` violation of W4 comes before the MBZ ones of later words, and W6 has none.",
        "value W4 ffffffff; MBZ W5 00000001; MBZ W7 80000000", version=0)
    add("retrieve-mem-request-from-linux", "00ff0001 00000021 80000000",
        "As Linux sends it: tag 0, and bit 63 set in a handle that a hypervisor allocated.",
        memory_handle=0x8000000000000021)
    add("retrieve-mem-request-with-tag", "00ff0001 00000045 00000000 5eed1234 0badcafe",
        "A caller that uses tags: catches handle and tag exchanged.", memory_handle=0x45, memory_tag=0x0badcafe5eed1234)
    add("retrieve-mem-request-arguments-ones", "00ff0001 ffffffff ffffffff ffffffff ffffffff",
        "RETRIEVE_MEM reserves no bit, and the doorbell's handle is for the SPMC to refuse.",
        memory_handle=0xffffffffffffffff, memory_tag=0xffffffffffffffff)
    add("relinquish-mem-request-typical", "00ff0002 76543210 fedcba98", "The way back of RETRIEVE_MEM in abi.md §7.",
        memory_handle=0xfedcba9876543210)
    add("relinquish-mem-request-with-tag", "00ff0002 00000045 00000000 5eed1234 0badcafe",
        "RELINQ_MEM has no tag: catches the layout of RETRIEVE_MEM used for both.", "MBZ W6 5eed1234; MBZ W7 0badcafe",
        memory_handle=0x45)
    for message, word in (("retrieve-mem", "00ff0001"), ("relinquish-mem", "00ff0002")):
        add(f"{message}-response-handle-left-over", f"{word} 00000000 fedcba98",
            f"The handle is left in W5: catches an endpoint that answers {TITLES[message]} in the request's words.",
            "MBZ W5 fedcba98", f"{word} 76543210 fedcba98", ["LeftOver"])


def typical_service_info():
    crypto = REQUESTS["service-info"][0]
    add("service-info-response-typical", "00ff0003 00000000 00000003",
        "PSA Crypto is found at interface 3.", request=crypto, interface_id=3)
    add("service-info-response-uuid-left-over", "00ff0003 00000000 00000001 6dd2a49a c0e8843b",
        "Half of the UUID is left in W6 and W7: catches an endpoint that answers in the request's words.",
        "MBZ W6 6dd2a49a; MBZ W7 c0e8843b", crypto, ["LeftOver"], interface_id=1)
    add("service-info-response-id-255", "00ff0003 00000000 000000ff", "No service has the management interface's id.",
        "value W5 000000ff", interface_id=255)
    add("service-info-response-id-255-not-found", "00ff0003 fffffffd 000000ff",
        "The id 255 is wrong whatever the status.", "value W5 000000ff", rpc_status=-3, interface_id=255)
    add("service-info-response-id-5-not-found", "00ff0003 fffffffd 00000005",
        "An id beside an RPC error is for callers to ignore: it breaks no rule of the frame.", rpc_status=-3,
        interface_id=5)
    add("service-info-response-id-259", "00ff0003 00000000 00000103",
        "Interface 3 below a RES bit: Linux refuses it, others mask it; here it is listed and valid.",
        "RES W5 00000100", interface_id=3)
    add("service-info-response-id-511", "00ff0003 00000000 000001ff",
        "Two rows of W5 are broken, the lower bits first.", "value W5 000000ff; RES W5 00000100", interface_id=255)
    add("service-info-response-res-and-mbz", "00ff0003 00000000 80000000 00000001",
        "RES alone would be valid, MBZ is not.", "RES W5 80000000; MBZ W6 00000001")


def typical_calls():
    add("service-call-request-from-linux", "00020005 00000021 80000000 00001000",
        "As Linux sends it: a page of request and client id 0.", interface_id=2, opcode=5,
        memory_handle=0x8000000000000021, request_length=4096)
    add("service-call-request-distinct-fields", "007f8001 76543210 fedcba98 00000123 89abcdef",
        "No two fields are alike: catches any two of them exchanged.", interface_id=0x7f, opcode=0x8001,
        memory_handle=0xfedcba9876543210, request_length=0x123, client_id=0x89abcdef)
    add("service-call-request-largest", "00feffff fffffffe ffffffff ffffffff ffffffff",
        "The largest call that is not a doorbell.", interface_id=254, opcode=0xffff, memory_handle=0xfffffffffffffffe,
        request_length=0xffffffff, client_id=0xffffffff)
    add("service-call-response-distinct-fields", "007f8001 fffffffd 89abcdef 00000123",
        "No two fields are alike: catches RPC and service status exchanged.", interface_id=0x7f, opcode=0x8001,
        rpc_status=-3, service_status=0x89abcdef, response_length=0x123)
    add("service-call-response-error-with-status", "00000000 fffffffe ffffff7c",
        "A service status after an RPC error means nothing, and breaks no rule.", rpc_status=-2,
        service_status=0xffffff7c)
    add("service-call-response-error-with-length", "00000000 fffffffe 00000000 00000008",
        "A response length after an RPC error breaks no rule.", rpc_status=-2, response_length=8)
    add("service-call-response-client-id-left-over", "00030102 00000000 00000000 00000000 89abcdef",
        "The client id is left in W7, which is RES: listed and valid.", "RES W7 89abcdef",
        "00030102 00000012 00000000 00000010 89abcdef", ["LeftOver"], interface_id=3, opcode=0x0102)


def doorbells():
    kind, handle = "service-call-request", 0xffffffffffffffff
    for length in (1, 16, 4096, 0x80000000, 0xffffffff):
        add(f"{kind}-doorbell-length-{length}", f"00000001 ffffffff ffffffff {length:08x}",
            f"A doorbell has no memory to hold {length} bytes of request.", "value W6 ffffffff", opcode=1,
            memory_handle=handle, request_length=length)
    for bit in (0, 31, 32, 63):
        add(f"{kind}-not-doorbell-without-bit-{bit}", place("00000001 0 0 00000010", 4, 0, 64, handle ^ 1 << bit),
            f"All ones but bit {bit} is a handle, a length may follow: catches a doorbell told by part of the handle.",
            flags=["NotDoorbell"], opcode=1, memory_handle=handle ^ 1 << bit, request_length=16)
    for case, words, other in [("low-half", "ffffffff 00000000", 0x00000000ffffffff),
                               ("high-half", "00000000 ffffffff", 0xffffffff00000000),
                               ("zero", "00000000 00000000", 0x0000000000000000)]:
        add(f"{kind}-not-doorbell-{case}", f"00000001 {words} 00000010",
            f"{other:#x} is a handle, a length may follow: catches another idea of the invalid handle.",
            flags=["NotDoorbell"], opcode=1, memory_handle=other, request_length=16)
    add(f"{kind}-doorbell-client", "00000001 ffffffff ffffffff 00000000 ffffffff", "A doorbell may have a client id.",
        opcode=1, memory_handle=handle, client_id=0xffffffff)
    add(f"{kind}-doorbell-all-broken", "ff000001 ffffffff ffffffff 00000010",
        "Every row of a call that can be broken is, W3 first.",
        f"{FLAGS_AND_SAP}; value W6 ffffffff", opcode=1, memory_handle=handle, request_length=16)
    add("service-call-response-to-broken-doorbell", "00000001 fffffffe", "The answer is not to blame for its request.",
        "", "00000001 ffffffff ffffffff 00000010", opcode=1, rpc_status=-2)


EXTREMES = {  # by width: case, value, why
    8: [("max", 0xfe, "254 is the last one that a service can have"),
        ("signed-max", 0x7f, "the largest one that a signed char holds")],
    16: [("max", 0xffff, "all 16 bits count"), ("low-byte", 0x00ff, "only the low byte"),
         ("high-byte", 0xff00, "only the high byte, lost in 8 bits"), ("byte-order", 0x0102, "tells a swap of bytes")],
    32: [("max", 0xffffffff, "all ones is a large number, neither -1 nor a marker"),
         ("signed-max", 0x7fffffff, "the largest one that a signed int holds"),
         ("low-half", 0x0000ffff, "only the low half"),
         ("high-half", 0xffff0000, "only the high half, lost in 16 bits"),
         ("byte-order", 0x01020304, "tells any swap of bytes")],
    64: [("max", 0xffffffffffffffff, "all 64 bits count"),
         ("low-half", 0x00000000ffffffff, "only the first register; catches halves swapped or sign-extended"),
         ("high-half", 0xffffffff00000000, "only the second register; catches a field cut to 32 bits"),
         ("seam", 0x0000000180000000, "bits 31 and 32, the two sides of the registers' seam"),
         ("ends", 0x8000000000000001, "bits 63 and 0, the outermost ones"),
         ("byte-order", 0x0102030405060708, "tells any swap of bytes or halves")],
}


def field_extremes():
    for slug, field, register, lsb, width, _, kinds in FIELDS:
        for kind in kinds if field not in ("service_uuid", "rpc_status") else ():  # these have their own cases
            for case, value, why in EXTREMES[width]:
                add(f"{kind}-{slug}-{case}", place(QUIET[kind][0], register, lsb, width, value),
                    f"{field} {value:#x} of {called(kind)}: {why}.", **{field: value})


def field_bits():
    for slug, field, register, lsb, width, catches, kinds in FIELDS:
        for kind, bit in ((kind, bit) for kind in kinds for bit in range(width)):
            case, value = f"{slug}-bit-{bit}", 1 << bit
            where = f"W{register + (lsb + bit) // 32} bit {(lsb + bit) % 32}"
            if field == "service_uuid":
                case, value = f"uuid-byte-{bit // 8}-bit-{bit % 8}", str(uuid.UUID(bytes=value.to_bytes(16, "little")))
            if field == "rpc_status" and bit == 31:
                value = -2147483648
            add(f"{kind}-{case}", place(QUIET[kind][0], register, lsb, width, 1 << bit),
                f"Bit {bit} of {field} alone is {where} of {called(kind)}; catches {catches}.", **{field: value})


def rpc_statuses():
    for case, word, value, why in [
            ("success", "00000000", 0, "SUCCESS, delivered and understood"),
            ("internal", "ffffffff", -1, "INTERNAL, all ones"),
            ("invalid-value", "fffffffe", -2, "INVALID_VALUE, as for an unknown opcode"),
            ("not-found", "fffffffd", -3, "NOT_FOUND, no such UUID or handle"),
            ("invalid-state", "fffffffc", -4, "INVALID_STATE"),
            ("transport-layer", "fffffffb", -5, "TRANSPORT_LAYER, the SPMC refused"),
            ("invalid-request-body", "fffffffa", -6, "INVALID_REQUEST_BODY"),
            ("invalid-response-body", "fffffff9", -7, "INVALID_RESPONSE_BODY"),
            ("resource-failure", "fffffff8", -8, "RESOURCE_FAILURE, the last one that has a name"),
            ("minus-9", "fffffff7", -9, "the first one without a name; catches a range check"),
            ("minus-129", "ffffff7f", -129, "without a name, positive in a signed char"),
            ("minus-65536", "ffff0000", -65536, "without a name, SUCCESS in 16 bits"),
            ("plus-1", "00000001", 1, "positive, without a name; catches a test for `< 0`"),
            ("plus-255", "000000ff", 255, "without a name, INTERNAL cut to a byte is not INTERNAL"),
            ("plus-65533", "0000fffd", 65533, "without a name, NOT_FOUND cut to 16 bits is not NOT_FOUND"),
            ("int-max", "7fffffff", 2147483647, "the largest status"),
            ("int-min", "80000000", -2147483648, "the least status, which cannot be negated")]:
        for kind in WITH_STATUS:
            request, interface_id, opcode = REQUESTS[kind.removesuffix("-response")]
            call = {"interface_id": interface_id, "opcode": opcode} if kind in CALLS else {}
            add(f"{kind}-rpc-{case}", f"{request.split()[0]} {word}", f"RPC status {value} in {called(kind)}: {why}.",
                request=request, rpc_status=value, **call)


UUIDS = [  # case, UUID, W4..W7, what it is
    ("example", "f033be6d-6cc4-4738-88fd-dd44ac562b69", "6dbe33f0 3847c46c 44ddfd88 692b56ac",
     "The example in abi.md §3"),
    ("psa-crypto", "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0", "d552dfd9 b24ba216 6dd2a49a c0e8843b",
     "PSA Crypto, the frame of abi.md §7"),
    ("psa-crypto-protobuf", "6ba9de75-393e-4c7f-aabb-7f71cc6b142e", "75dea96b 7f4c3e39 717fbbaa 2e146bcc",
     "PSA Crypto in protobuf encoding"),
    ("psa-its", "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14", "48ef1edc cf4c7ab1 cfdf8bac 141b71f7",
     "PSA Internal Trusted Storage"),
    ("psa-ps", "751bf801-3dde-4768-a514-0f10aeed1790", "01f81b75 6847de3d 100f14a5 9017edae", "PSA Protected Storage"),
    ("psa-attestation", "a1baf155-8876-4695-8f7c-54955e8db974", "55f1baa1 95467688 95547c8f 74b98d5e",
     "PSA Initial Attestation"),
    ("block-storage", "63646e80-eb52-462f-ac4f-8cdf3987519c", "806e6463 2f4652eb df8c4fac 9c518739", "Block storage"),
    ("firmware-update", "6823a838-1b06-470e-9774-0cce8bfb53fd", "38a82368 0e47061b ce0c7497 fd53fb8b",
     "Firmware update"),
    ("logging", "da9dffbd-d590-40ed-975f-19c65a3d52d3", "bdff9dda ed4090d5 c6195f97 d3523d5a", "Logging"),
    ("rpmb", "19ef70bf-2fbc-4309-bdd3-c290e993f650", "bf70ef19 0943bc2f 90c2d3bd 50f693e9", "RPMB"),
    ("test-runner", "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17", "af5bc733 e44f6aac 90e9c78a 172dee9b", "Test runner"),
    ("protocol", "bdcd76d7-825e-4751-963b-86d4f84943ac", "d776cdbd 51475e82 d4863b96 ac4349f8",
     "The protocol, asked for like a service"),
    ("test-service", "5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042", "3e7c0a5f 1b4b642d d3e1589c 42f0b9a6", "The test service"),
    ("test-service-twin", "c2b81d94-70f3-4e0a-a6d5-3b9e5c1f8a27", "941db8c2 0a4ef370 9e3bd5a6 278a1f5c",
     "The test service's twin"),
    ("byte-order", "00010203-0405-0607-0809-0a0b0c0d0e0f", "03020100 07060504 0b0a0908 0f0e0d0c",
     "Bytes that count up"),
]


def reverse_words(digits):
    """Hex digits in words of eight, the bytes of each word reversed."""
    return [bytes.fromhex(digits[at:at + 8])[::-1].hex() for at in range(0, 32, 8)]


def uuids():
    kind = "service-info-request"
    for case, text, words, what in UUIDS:
        add(f"{kind}-uuid-{case}", f"00ff0003 {words}",
            f"{what}: the first of four bytes is the least significant one of a word.", service_uuid=text)
        add(f"{kind}-uuid-{case}-big-endian", " ".join(["00ff0003", *reverse_words(words.replace(" ", ""))]),
            f"{what}: packed into big-endian words it is another UUID, and must be read so.",
            service_uuid=str(uuid.UUID("".join(reverse_words(text.replace("-", ""))))))
    for byte in range(16):
        add(f"{kind}-uuid-byte-{byte}", place("00ff0003", 4, 8 * byte, 8, 0xff),
            f"Byte {byte} alone is 0xff: it is byte {byte % 4} of W{4 + byte // 4}, and of no other word.",
            service_uuid=str(uuid.UUID("00" * byte + "ff" + "00" * (15 - byte))))
    for case, words, text, comment in [
            ("nil", "", NIL, "The nil UUID is a UUID."),
            ("max", "ffffffff ffffffff ffffffff ffffffff", "ffffffff-ffff-ffff-ffff-ffffffffffff",
             "All 128 bits are the UUID's."),
            ("psa-crypto-guid-order", "d9df52d5 4bb216a2 6dd2a49a c0e8843b", "d552dfd9-a216-b24b-9aa4-d26d3b84e8c0",
             "PSA Crypto in the mixed byte order of EFI GUIDs is another UUID."),
            ("psa-crypto-reversed", "3b84e8c0 9aa4d26d 16a24bb2 d9df52d5", "c0e8843b-6dd2-a49a-b24b-a216d552dfd9",
             "PSA Crypto with all 16 bytes reversed is another UUID."),
            ("psa-crypto-words-reversed", "c0e8843b 6dd2a49a b24ba216 d552dfd9", "3b84e8c0-9aa4-d26d-16a2-4bb2d9df52d5",
             "PSA Crypto from W7 down to W4 is another UUID."),
            ("psa-crypto-halves-swapped", "6dd2a49a c0e8843b d552dfd9 b24ba216", "9aa4d26d-3b84-e8c0-d9df-52d516a24bb2",
             "PSA Crypto with its 64-bit halves swapped is another UUID.")]:
        add(f"{kind}-uuid-{case}", f"00ff0003 {words}", comment, service_uuid=text)


WRITERS = {  # and the flags of all their cases
    worked_frames: ["Worked"], typical_management: ["Typical"], typical_service_info: ["Typical"],
    typical_calls: ["Typical"], doorbells: [], field_extremes: ["FieldExtremes"], field_bits: ["FieldBits"],
    rpc_statuses: [], uuids: ["UuidOrder"],
}

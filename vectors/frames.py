# SPDX-License-Identifier: BSD-3-Clause
"""What the cases of the golden vectors are written with: the quiet frame of each message, and `add`."""

from notes import NOTES

NIL = "00000000-0000-0000-0000-000000000000"

# The quiet frame of each message (words not written are zero) and what it means.
QUIET = {
    "get-version-request": ("00ff0000", {}),
    "get-version-response": ("00ff0000 00000001", {"version": 1}),
    "retrieve-mem-request": ("00ff0001", {"memory_handle": 0, "memory_tag": 0}),
    "retrieve-mem-response": ("00ff0001", {"rpc_status": 0}),
    "relinquish-mem-request": ("00ff0002", {"memory_handle": 0}),
    "relinquish-mem-response": ("00ff0002", {"rpc_status": 0}),
    "service-info-request": ("00ff0003", {"service_uuid": NIL}),
    "service-info-response": ("00ff0003", {"rpc_status": 0, "interface_id": 0}),
    "service-call-request":
        ("00000000", {"interface_id": 0, "opcode": 0, "memory_handle": 0, "request_length": 0, "client_id": 0}),
    "service-call-response":
        ("00000000", {"interface_id": 0, "opcode": 0, "rpc_status": 0, "service_status": 0, "response_length": 0}),
    "unknown-request": ("00ff0004", {}),
    "unknown-response": ("00ff0004", {}),
}
WITH_HANDLE = ("retrieve-mem-request", "relinquish-mem-request", "service-call-request")
WITH_STATUS = ("retrieve-mem-response", "relinquish-mem-response", "service-info-response", "service-call-response")
CALLS = ("service-call-request", "service-call-response")

REQUESTS = {  # a request of each kind: its words, interface id, opcode
    "get-version": ("00ff0000", 0xff, 0),
    "retrieve-mem": ("00ff0001 76543210 fedcba98", 0xff, 1),
    "relinquish-mem": ("00ff0002 76543210 fedcba98", 0xff, 2),
    "service-info": ("00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b", 0xff, 3),
    "service-call": ("00030102 00000012 00000000 00000010", 0x03, 0x0102),
    "unknown": ("00ff0007", 0xff, 7),
}

FLAGS_AND_SAP = "fixed W3 3f000000; fixed W3 40000000; fixed W3 80000000"

TITLES = {"get-version": "GET_VERSION", "retrieve-mem": "RETRIEVE_MEM", "relinquish-mem": "RELINQ_MEM",
          "service-info": "SERVICE_INFO", "service-call": "service call", "unknown": "unknown"}

# What a vector is flagged with by what is stated of it. notes.py says what the flags mean.
RULE_FLAGS = {"MBZ": "MbzBits", "RES": "ResBits", "fixed": "FlagsAndSap", "echo": "BrokenEcho", "value": "NoSuchValue"}

vectors = []
default_flags = []  # of the cases that are being added


def called(kind):
    message, direction = kind.rsplit("-", 1)
    return f"{'an' if message == 'unknown' else 'a'} {TITLES[message]} {direction}"


def five(words):
    return (words.split() + ["00000000"] * 4)[:5]


def place(words, register, lsb, width, value):
    """The words with a value put into one field; a field of more than 32 bits goes on in the next register."""
    frame = sum(int(word, 16) << 32 * index for index, word in enumerate(five(words)))
    at = 32 * (register - 3) + lsb
    frame = frame & ~((1 << width) - 1 << at) | value << at
    return " ".join(f"{frame >> 32 * index & 0xffffffff:08x}" for index in range(5))


def flagged(flags, kind, request, rules, meaning):
    """The flags of a case, and those that follow from what it states, in the order of the notes."""
    flags = {*flags, *(RULE_FLAGS[rule] for rule, _, _ in rules)}
    status = meaning.get("rpc_status", 0)
    for flag, is_so in [
            ("UnknownCall", kind.startswith("unknown")), ("WithRequest", request),
            ("SeveralViolations", len(rules) > 1),
            ("Doorbell", kind == "service-call-request" and meaning["memory_handle"] == 0xffffffffffffffff),
            ("NamedError", -8 <= status < 0), ("UnnamedStatus", status > 0 or status < -8)]:
        flags |= {flag} if is_so else set()
    assert flags <= NOTES.keys(), flags
    return [flag for flag in NOTES if flag in flags]


def add(name, words, comment, broken="", request="", flags=(), **fields):
    """One vector, whose id begins with its message and direction. Fields left out are as in the quiet frame."""
    kind = next(kind for kind in QUIET if name.startswith(f"{kind}-"))
    message, direction = kind.rsplit("-", 1)
    assert fields.keys() <= QUIET[kind][1].keys(), name
    meaning = {field: fields.get(field, quiet) for field, quiet in QUIET[kind][1].items()}
    rules = [rule.split() for rule in broken.split("; ") if rule]
    flags = flagged([*default_flags, *flags], kind, request, rules, meaning)
    for field in meaning.keys() & {"memory_handle", "memory_tag"}:
        meaning[field] = f"0x{meaning[field]:016x}"
    if message == "unknown":
        rules.insert(0, ["fixed", "W3", "0000ffff"])
    vectors.append({
        "id": name, "comment": comment, "flags": flags, "direction": direction,
        **({"request": five(request)} if request else {}),
        "registers": five(words), "message": message.replace("-", "_"), "fields": meaning,
        "valid": all(rule == "RES" for rule, _, _ in rules),
        "violations": [{"rule": rule, "register": register, "bits": bits} for rule, register, bits in rules]})

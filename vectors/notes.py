# SPDX-License-Identifier: BSD-3-Clause
"""The flags of the golden vectors: which kind of bug a vector looks for, and what that bug would do."""

# flag: (kind of bug, what is special in the words, what a codec with the bug does)
_NOTES = {
    "Worked": ("BASIC", "A frame that abi.md §7 works out.", "The two sides do not understand each other at all."),
    "Typical": ("BASIC", "A frame as callers and endpoints are seen to send, or one that a known bug of theirs makes.",
                "It fails in the field, in daily use."),
    "FieldBits": ("LAYOUT", "One bit of one field is set, alone.",
                  "A bit is lost or lands elsewhere: the other side uses another handle, length, id or status."),
    "FieldExtremes": ("LAYOUT", "A field has a value at an end of its range, at a seam of registers, or of many bytes.",
                      "The field is narrowed, sign-extended, or its halves or bytes are swapped."),
    "UuidOrder": ("LAYOUT", "A service UUID tells one order of its bytes from all others.",
                  "The endpoint looks for another service, and finds none or a wrong one."),
    "NamedError": ("CONFUSION", "The RPC status is an error that has a name.",
                   "An error passes for success, or for another error."),
    "UnnamedStatus": ("CONFUSION", "The RPC status is one without a name; it is an error as every value but 0 is.",
                      "A status from a later version passes for success, or the response is thrown away."),
    "MbzBits": ("TOO_LENIENT", "Bits that must be zero are set.",
                "What a later version puts there is ignored, or the sender's stale data goes unnoticed."),
    "ResBits": ("TOO_STRICT", "Bits are set that are reserved without a MUST.",
                "A response is refused that the ABI allows, or the bits end up in a field."),
    "FlagsAndSap": ("TOO_LENIENT", "Flags or SAP bits of the control word, which are 0 in version 1, are set.",
                    "A frame of another protocol, or of a routing extension, is taken for one of version 1."),
    "NoSuchValue": ("TOO_LENIENT", "A field has a value that it cannot have: version 0, interface id 255 of a service, "
                    "a doorbell with a length.",
                    "Silence passes for an answer, a call goes to the management interface, or a service reads memory "
                    "that is not there."),
    "Doorbell": ("CONFUSION", "A call has the invalid handle of all ones, so it has no memory.",
                 "The endpoint looks for memory, or a service touches some that is not there."),
    "NotDoorbell": ("CONFUSION", "A handle is nearly the invalid one, and is a handle like any other.",
                    "A call with memory is served as one without."),
    "WithRequest": ("CONFUSION", "The response comes with the request that it answers, which decides the message.",
                    "A response is read by its own control word, and so as another message."),
    "BrokenEcho": ("CONFUSION", "The response's interface id or opcode is not the request's.",
                   "The answer to one request is taken for the answer to another."),
    "LeftOver": ("TOO_LENIENT", "Words of the request are left in the response.",
                 "Handles, UUIDs or client ids are read as results, or the leak goes unnoticed."),
    "UnknownCall": ("CONFUSION", "No management call of version 1 has this opcode.",
                    "A dispatcher that looks at part of the opcode runs another call."),
    "ManagementOpcode": ("CONFUSION", "A service is called with the opcode of a management call.",
                         "A dispatcher that looks at the opcode alone retrieves or relinquishes memory."),
    "SeveralViolations": ("REPORTING", "Several rows of the ABI's tables are broken.",
                          "A broken rule hides another, or the list has another order."),
    "Pattern": ("BASIC", "All words are zeros, ones or stripes.", "Memory that nobody wrote passes for a message."),
}
NOTES = {flag: {"bugType": kind, "description": description, "effect": effect}
         for flag, (kind, description, effect) in _NOTES.items()}

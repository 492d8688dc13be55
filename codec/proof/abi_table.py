# SPDX-License-Identifier: BSD-3-Clause
"""The tables of docs/abi.md, written by hand in its form, and not made from tsrpc/layout.hpp. The claims are made of
these; proof.py holds them equal to what export.cc prints of layout.hpp.
"""
import re
from collections import namedtuple

# Sections 2 and 3 of docs/abi.md: interface id and opcode ("any": the service's), then W4 to W7. A name is a field. Its
# bits of the register are all 32 if none are given; from which bit of the field they are stands behind a plus sign.
REQUESTS = """
get_version    | 0xff | 0x0000 | MBZ              | MBZ                 | MBZ             | MBZ
retrieve_mem   | 0xff | 0x0001 | memory_handle    | memory_handle+32    | memory_tag      | memory_tag+32
relinquish_mem | 0xff | 0x0002 | memory_handle    | memory_handle+32    | MBZ             | MBZ
service_info   | 0xff | 0x0003 | service_uuid     | service_uuid+32     | service_uuid+64 | service_uuid+96
service_call   | any  | any    | memory_handle    | memory_handle+32    | request_length  | client_id
"""
# A response carries the request's interface id and opcode.
RESPONSES = """
get_version    | 0xff | 0x0000 | version    | MBZ                           | MBZ             | MBZ
retrieve_mem   | 0xff | 0x0001 | rpc_status | MBZ                           | MBZ             | MBZ
relinquish_mem | 0xff | 0x0002 | rpc_status | MBZ                           | MBZ             | MBZ
service_info   | 0xff | 0x0003 | rpc_status | [7:0]interface_id [31:8]RES   | MBZ             | MBZ
service_call   | any  | any    | rpc_status | service_status                | response_length | RES
"""
# Interface id 0xff is not a service's (section 2); versions are 1 and up (section 3).
NEVER = {"interface_id": 0xff, "version": 0}
# A call without shared memory has this handle, and then the request length 0 (section 3).
NO_MEMORY = 0xffff_ffff_ffff_ffff
MANAGEMENT = 0xff

# In the order of their numbers in the codec's interface.
MESSAGES = ["get_version", "retrieve_mem", "relinquish_mem", "service_info", "service_call", "unknown"]
DIRECTIONS = ["request", "response"]
FIELDS = ["opcode", "interface_id", "flags", "sap_rc", "sap_err", "version", "memory_handle", "memory_tag",
          "service_uuid", "request_length", "client_id", "rpc_status", "service_status", "response_length", "reserved"]
RULES = ["value", "fixed", "mbz", "res", "echo"]
# Bits of the fields that messages carry.
WIDTHS = {"opcode": 16, "interface_id": 8, "version": 32, "memory_handle": 64, "memory_tag": 64, "service_uuid": 128,
          "request_length": 32, "client_id": 32, "rpc_status": 32, "service_status": 32, "response_length": 32}

# reg: 0 for W3 ...; constant: the only value, or None; part: the field's bit that lsb holds.
Row = namedtuple("Row", "field reg lsb width rule constant part")


def _argument(reg, text):
    match = re.fullmatch(r"(?:\[(\d+):(\d+)\])?([A-Za-z_]+)(?:\+(\d+))?", text)
    high, low = int(match[1] or 31), int(match[2] or 0)
    if match[3] in ("MBZ", "RES"):
        return Row("reserved", reg, low, high - low + 1, match[3].lower(), 0, 0)
    return Row(match[3], reg, low, high - low + 1, "value", None, int(match[4] or 0))


def _table(direction, line):
    """(message, rows in ascending order of bits)"""
    message, interface_id, opcode, *arguments = (cell.strip() for cell in line.split("|"))
    is_any = interface_id == "any"
    rule = "echo" if direction == "response" else "value" if is_any else "fixed"
    rows = [
        Row("opcode", 0, 0, 16, rule, None if is_any else int(opcode, 16), 0),
        Row("interface_id", 0, 16, 8, rule, None if is_any else int(interface_id, 16), 0),
        Row("flags", 0, 24, 6, "fixed", 0, 0),
        Row("sap_rc", 0, 30, 1, "fixed", 0, 0),
        Row("sap_err", 0, 31, 1, "fixed", 0, 0)]
    for reg, cell in enumerate(arguments, 1):
        rows += sorted((_argument(reg, text) for text in cell.split()), key=lambda row: row.lsb)
    return f"{message}_{direction}", rows


# {"get_version_request": rows, ...}
TABLES = dict(_table(direction, line)
              for direction, text in (("request", REQUESTS), ("response", RESPONSES))
              for line in text.strip().splitlines())


def fields(name):
    """Those that a message carries, in order."""
    return list(dict.fromkeys(row.field for row in TABLES[name] if row.constant is None))


def lines():
    """One a row, as export.cc prints them."""
    for name, rows in TABLES.items():
        for row in rows:
            constant = -1 if row.constant is None else row.constant
            yield f"{name} {row.field} W{row.reg + 3} {row.lsb} {row.width} {row.rule} {constant} {row.part}"
    for field in FIELDS:
        yield f"never {field} {NEVER.get(field, -1)}"

#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests a decoder with the golden vectors: vectors.py tsrpc-v1.json. Put your own in the place of `decode`."""
import json
import struct
import sys
import uuid

NAMES = ["get_version", "retrieve_mem", "relinquish_mem", "service_info"]


def decode(words, direction, request):
    """The message of five words, and its fields. A response's message is that of the request which it answers."""
    control, opcode = request[0], request[0] & 0xffff
    managed = control >> 16 & 0xff == 0xff
    message = "service_call" if not managed else NAMES[opcode] if opcode < 4 else "unknown"
    data = struct.pack("<4I", *words[1:])
    handle, tag = (f"0x{half:016x}" for half in struct.unpack("<2Q", data))
    status = struct.unpack_from("<i", data)[0]
    call = {"interface_id": words[0] >> 16 & 0xff, "opcode": words[0] & 0xffff}
    return message, {
        "get_version request": {}, "get_version response": {"version": words[1]},
        "retrieve_mem request": {"memory_handle": handle, "memory_tag": tag},
        "retrieve_mem response": {"rpc_status": status},
        "relinquish_mem request": {"memory_handle": handle}, "relinquish_mem response": {"rpc_status": status},
        "service_info request": {"service_uuid": str(uuid.UUID(bytes=data))},
        "service_info response": {"rpc_status": status, "interface_id": words[2] & 0xff},
        "service_call request": {**call, "memory_handle": handle, "request_length": words[3], "client_id": words[4]},
        "service_call response":
            {**call, "rpc_status": status, "service_status": words[2], "response_length": words[3]},
    }.get(f"{message} {direction}", {})


file = json.load(open(sys.argv[1], encoding="utf-8"))
failed = 0
for vector in file["vectors"]:
    words = [int(word, 16) for word in vector["registers"]]
    request = [int(word, 16) for word in vector.get("request", vector["registers"])]
    decoded = decode(words, vector["direction"], request)
    if decoded != (vector["message"], vector["fields"]):
        failed += 1
        print(f"{vector['id']}: {decoded}; {', '.join(file['notes'][flag]['effect'] for flag in vector['flags'])}")
print(f"{len(file['vectors'])} vectors, {failed} failed")
sys.exit(failed != 0)

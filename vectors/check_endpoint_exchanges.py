#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks endpoint-exchanges-v1.json: what each script expects is what abi.md has an endpoint answer, and no case lacks.

Has its own idea of an endpoint, written from abi.md §1 to §4 and the test service's page, and shares no code with the
program that wrote the file.
Exit status: 0 all scripts agree, 1 not all do, 2 a file cannot be read.
"""

import struct
import sys
import uuid

sys.dont_write_bytecode = True
from scripts import main, word

PAGE, DOORBELL = 4096, 0xffffffffffffffff
INVALID_VALUE, NOT_FOUND, TRANSPORT_LAYER = -2, -3, -5
ALL = 0xffffffff
SERVICES = {uuid.UUID("5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"): "test",
            uuid.UUID("c2b81d94-70f3-4e0a-a6d5-3b9e5c1f8a27"): "twin"}
IDS = {"test": 0x00, "twin": 0x01, "none": 0xfd}  # as the words of the file have them
PUBLIC = {uuid.UUID(text) for text in (  # abi.md §6: an endpoint may host these
    "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0", "6ba9de75-393e-4c7f-aabb-7f71cc6b142e",
    "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14", "751bf801-3dde-4768-a514-0f10aeed1790",
    "a1baf155-8876-4695-8f7c-54955e8db974", "63646e80-eb52-462f-ac4f-8cdf3987519c",
    "6823a838-1b06-470e-9774-0cce8bfb53fd", "da9dffbd-d590-40ed-975f-19c65a3d52d3",
    "19ef70bf-2fbc-4309-bdd3-c290e993f650", "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17")}


class Region:
    def __init__(self, owner, pages):
        self.owner, self.pages, self.held = owner, pages, True
        self.bytes, self.known, self.id_of = bytearray(pages * PAGE), pages * PAGE, None

    def write(self, data):
        self.bytes[:len(data)] = data
        self.known = max(self.known, len(data))
        if len(data) > 12:
            self.id_of = None

    def shown(self, count):
        """So many leading bytes as the file writes them: i0 or i1 where DESCRIBE put an interface id."""
        pairs = [f"{byte:02x}" for byte in self.bytes[:count]]
        if self.id_of and count > 12:
            pairs[12] = {"test": "i0", "twin": "i1"}[self.id_of]
        return "".join(pairs)


class Refused(Exception):
    """A request is refused, with a status that it should have. The case is for the count of what was covered."""
    def __init__(self, case, status):
        self.case, self.status = case, status


class Endpoint:
    """What an endpoint has, and answers."""
    def __init__(self):
        self.regions, self.regions_held, self.pages_held = {}, 0, 0

    def held_by(self, sender, handle):
        region = self.regions.get(handle)
        return region if region and region.held and region.owner == sender else None

    def retrieve(self, sender, handle, tag, spmc):
        region = self.regions.get(handle)
        assert not (region and region.held and region.owner == sender), "a second retrieve is open"
        assert spmc and spmc["operation"] == "retrieve", "the SPMC's answer is missing"
        asked = spmc["sender"], word(spmc["handle"]), word(spmc["tag"])
        assert asked == (sender, handle, tag), f"the SPMC is asked for {asked}"
        if spmc["result"] != 0:
            raise Refused("retrieve foreign" if region and region.held else "retrieve refused", TRANSPORT_LAYER)
        assert not (region and region.held), "the SPMC grants memory that another has"
        if spmc["new"]:
            self.regions[handle] = Region(sender, spmc["pages"])
        else:
            assert region and (region.owner, region.pages) == (sender, spmc["pages"]), "it was not shared before"
            region.held, region.known = True, 0
        self.regions_held = max(self.regions_held, sum(region.held for region in self.regions.values()))
        self.pages_held = max(self.pages_held, sum(r.pages for r in self.regions.values() if r.held))
        return "retrieved"

    def relinquish(self, sender, handle, spmc):
        region = self.held_by(sender, handle)
        if not region:
            assert spmc is None, "the SPMC is asked to relinquish what is not held"
            known = self.regions.get(handle)
            raise Refused("relinquish foreign" if known and known.held else
                          "relinquish twice" if known else "relinquish unknown", NOT_FOUND)
        assert spmc and (spmc["operation"], word(spmc["handle"])) == ("relinquish", handle), "the SPMC is asked for it"
        if spmc["result"] != 0:
            region.known = 0  # an endpoint may clear memory before it gives it back
            raise Refused("relinquish refused", TRANSPORT_LAYER)
        region.held = False
        return "relinquished"

    def call(self, sender, service, opcode, handle, length, client):
        """The service status and response length."""
        region = self.held_by(sender, handle)
        if handle == DOORBELL and length > 0:
            raise Refused("doorbell with length", INVALID_VALUE)
        if handle != DOORBELL and not region:
            known = self.regions.get(handle)
            assert service != "none", "which of two errors is reported is open"
            raise Refused("call foreign" if known and known.held else
                          "call relinquished" if known else "call unknown handle", NOT_FOUND)
        if service == "none":
            raise Refused("call no service", INVALID_VALUE)
        size = region.pages * PAGE if region else 0
        if length > size:
            raise Refused("call over memory", INVALID_VALUE)
        return self.serve(sender, service, opcode, length, client, region, size)

    @staticmethod
    def serve(sender, service, opcode, length, client, region, size):
        """The test service."""
        if opcode in (0x0000, 0xffff):
            return 0, 0
        if opcode == 0x0001:
            return 0, length
        if opcode == 0x0002 and size >= 16:
            region.write(struct.pack("<HHIIBBH", sender, opcode, client, length, 0, IDS[service], 0))
            region.id_of = service
            return 0, 16
        if opcode == 0x0003 and length >= 4:
            assert region.known >= 4, "the request is not known"
            return struct.unpack_from("<I", region.bytes)[0], 0
        if opcode == 0x0004 and length >= 5:
            assert region.known >= 5, "the request is not known"
            count = struct.unpack_from("<I", region.bytes)[0]
            if count <= size:
                region.write(bytes([region.bytes[4]]) * count)
                return 0, count
        raise Refused("service refuses" if opcode <= 4 else "service unknown opcode", INVALID_VALUE)


def expected(endpoint, step, cases):
    """The response of a step: its words, the bits that it must and should have, whether it must be refused."""
    words, sender, spmc = [word(text) for text in step["request"]], step["sender"], step.get("spmc")
    control, handle, tail = words[0], words[2] << 32 | words[1], words[4] << 32 | words[3]
    managed, opcode = control >> 16 == 0xff, control & 0xffff
    assert control >> 24 == 0, "flags or SAP bits"
    assert spmc is None or (managed and opcode in (1, 2)), "the SPMC has no part in this"
    must, should, refused = [ALL, 0, 0, 0, 0], [0] * 5, False
    try:
        if not managed:
            service = step["service"]
            assert control >> 16 == IDS[service], "not the interface id of the service"
            should[4] = ALL
            status, length = endpoint.call(sender, service, opcode, handle, words[3], words[4])
            cases.add(f"call served {'with' if handle != DOORBELL else 'without'} memory")
            return [control, 0, status, length, 0], [ALL, ALL, ALL, ALL, 0], should, False
        if opcode == 0:
            assert words[1:] == [0] * 4, "MBZ"
            cases.add("version")
            return [control, 1, 0, 0, 0], [ALL] * 5, should, False
        if opcode == 1:
            must[2:] = [ALL] * 3
            cases.add(endpoint.retrieve(sender, handle, tail, spmc))
        elif opcode == 2:
            assert tail == 0, "MBZ"
            must[2:] = [ALL] * 3
            cases.add(endpoint.relinquish(sender, handle, spmc))
        elif opcode == 3:
            must[3:], should[2] = [ALL] * 2, 0xffffff00
            asked = uuid.UUID(bytes=struct.pack("<4I", *words[1:]))
            assert asked not in PUBLIC, "an endpoint may host that"
            if asked not in SERVICES:
                should[2] = ALL
                raise Refused("info unknown", NOT_FOUND)
            assert step["service"] == SERVICES[asked], "not the service of the UUID"
            cases.add(f"info {SERVICES[asked]}")
            must[1] = ALL
            return [control, 0, IDS[SERVICES[asked]], 0, 0], must, should, False
        else:
            should[2:] = [ALL] * 3
            raise Refused("unknown opcode", INVALID_VALUE)
        must[1] = ALL
        return [control, 0, 0, 0, 0], must, should, False
    except Refused as refusal:
        cases.add(refusal.case)
        if not managed:
            should[2:] = [ALL] * 3
        should[1] = ALL
        refused = refusal.case != "doorbell with length"  # which is refused by a SHOULD alone
        return [control, refusal.status & ALL, 0, 0, 0], must, should, refused


def script_problems(script, cases):
    endpoint, needs = Endpoint(), {"services": 1, "unassigned_id": False}
    for number, step in enumerate(script["steps"], 1):
        try:
            if "write" in step:
                region = endpoint.regions.get(word(step["write"]["handle"]))
                assert region and region.held, "a write to memory that is not retrieved"
                region.write(bytes.fromhex(step["write"]["bytes"]))
            words, must, should, refused = expected(endpoint, step, cases)
            wanted = {"words": words, "must": must, "should": should}
            for key, value in wanted.items():
                assert [word(text) for text in step["response"][key]] == value, \
                    f"{key} should be {' '.join(f'{one:08x}' for one in value)}"
            assert step["response"]["refused"] == refused, f"refused should be {refused}"
            if "memory" in step:
                region, pairs = endpoint.regions[word(step["memory"]["handle"])], step["memory"]["bytes"]
                assert region.known >= len(pairs) // 2, "those bytes are not certain"
                assert region.shown(len(pairs) // 2) == pairs, f"memory should be {region.shown(len(pairs) // 2)}"
                cases.add("memory shown")
            if step.get("service") == "twin":
                needs["services"] = 2
            needs["unassigned_id"] |= step.get("service") == "none"
        except (AssertionError, KeyError, ValueError) as error:
            yield script["id"], f"step {number}: {error}"
            return
    needs |= {"regions": endpoint.regions_held, "pages": endpoint.pages_held}
    if script["needs"] != needs:
        yield script["id"], f"needs should be {needs}"


CASES = {
    "version", "unknown opcode", "info test", "info twin", "info unknown", "retrieved", "retrieve refused",
    "retrieve foreign", "relinquished", "relinquish refused", "relinquish unknown", "relinquish twice",
    "relinquish foreign", "call served with memory", "call served without memory", "call no service",
    "call unknown handle", "call relinquished", "call foreign", "call over memory", "doorbell with length",
    "service refuses", "service unknown opcode", "memory shown",
}


def problems(document):
    cases = set()
    for script in document["scripts"]:
        yield from script_problems(script, cases)
    yield from ((None, f"no step for: {case}") for case in sorted(CASES - cases))
    steps = [step for script in document["scripts"] for step in script["steps"]]
    for operation in ("retrieve", "relinquish"):
        results = {step["spmc"]["result"] for step in steps if step.get("spmc", {}).get("operation") == operation}
        yield from ((None, f"no {operation} with FF-A error {error}") for error in range(-8, 1) if error not in results)


def as_text(script):
    """The lines of the text file."""
    needs = script["needs"]
    yield f"script {script['id']} {needs['services']} {needs['regions']} {needs['pages']} {needs['unassigned_id']:d}"
    for step in script["steps"]:
        response, spmc = step["response"], step.get("spmc")
        if "write" in step:
            yield f"write {step['write']['handle']} {step['write']['bytes']}"
        if spmc:
            pages = f"{spmc.get('pages', 0)} {'new' if spmc.get('new') else 'kept'}"
            yield f"spmc {spmc['operation']} {spmc['sender']} {spmc['handle']} {spmc['tag']} {spmc['result']} {pages}"
        yield " ".join(["request", str(step["sender"]), step.get("service", "-"), *step["request"]])
        yield " ".join(["response", "refused" if response["refused"] else "-", *response["words"], *response["must"],
                        *response["should"]])
        if "memory" in step:
            yield f"memory {step['memory']['handle']} {step['memory']['bytes']}"


if __name__ == "__main__":
    main(__doc__, "endpoint-exchanges-v1.json", "endpoint-exchanges.schema.json", problems, as_text)

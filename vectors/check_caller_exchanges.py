#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks caller-exchanges-v1.json: what each script expects is what abi.md has a caller do, and no case lacks.

Has its own idea of a caller, written from abi.md §1 to §5, and shares no code with the program that wrote the file.
Exit status: 0 all scripts agree, 1 not all do, 2 a file cannot be read.
"""

import struct
import sys
import uuid

sys.dont_write_bytecode = True
from scripts import main, word

PAGE, DOORBELL = 4096, 0xffffffffffffffff
PROTOCOL = "bdcd76d7-825e-4751-963b-86d4f84943ac"
ONES, ANY_CLIENT = ["ffffffff"] * 5, ["ffffffff"] * 4 + ["00000000"]
GET_VERSION = [0x00ff0000, 0, 0, 0, 0]


def halves(number):
    return [number & 0xffffffff, number >> 32]


class Caller:
    """What a caller has and knows, and what it asks for in each operation."""
    def __init__(self):
        self.exists, self.versions, self.ids = False, {}, {}
        self.sessions, self.memories, self.shares = {}, {}, {}  # shares: handle: [endpoint, held, was refused]
        self.closed, self.freed, self.most = set(), set(), [0, 0]

    def settle(self):
        self.most = [max(self.most[0], len(self.sessions)), max(self.most[1], len(self.shares))]


class Asks:
    """The asks of a step, taken one by one: each must be the one that is due."""
    def __init__(self, asks):
        self.left = list(asks)

    def take(self, kind, occurs, **keys):
        assert self.left, f"{kind} is missing"
        ask = self.left.pop(0)
        assert (ask["ask"], ask["occurs"]) == (kind, occurs), f"{occurs} {kind} should come before {ask}"
        for key, value in keys.items():
            assert ask.get(key) == value, f"{key} of {kind} should be {value}"
        return ask

    def request(self, occurs, endpoint, words, mask=ONES):
        """The response's words, or none if FF-A failed."""
        ask = self.take("request", occurs, endpoint=endpoint, words=[f"{one:08x}" for one in words], mask=mask)
        assert ("response" in ask) != ("error" in ask), "a request gets a response or an error"
        assert ask.get("error", -1) < 0, "an error is negative"
        return [word(text) for text in ask["response"]] if "response" in ask else None, ask


def version(caller, asks, endpoint, occurs):
    response, _ = asks.request(occurs, endpoint, GET_VERSION)
    assert caller.versions.setdefault(endpoint, response[1]) == response[1], "the version has changed"
    return response[1] == 1


def create(caller, asks, user, step):
    found = asks.take("partition_ids", "may", uuid=PROTOCOL)
    assert found["ids"], "nobody is found"
    usable = [version(caller, asks, endpoint, "may") for endpoint in found["ids"]]
    caller.exists = True
    return "success" if any(usable) else "any", "created"


def open_session(caller, asks, user, step):
    endpoint, number = user["endpoint"], user["session"]
    asks.take("partition_ids", "known", uuid=PROTOCOL)
    if not version(caller, asks, endpoint, "known"):
        return "failure", "open with another version"
    service = uuid.UUID(user["service"])
    told = (endpoint, service) in caller.ids
    response, ask = asks.request("may" if told else "some", endpoint,
                                 [0x00ff0003, *struct.unpack("<4I", service.bytes)])
    if response is None or response[1] != 0:
        assert not told, "whether the caller asks is open, and so is what comes of it"
        return "failure", "open with FF-A error" if response is None else f"open with {response[1]:08x}"
    assert response[0] == 0x00ff0003 and response[2] < 0xff and response[3:] == [0, 0], "not a sound answer"
    assert caller.ids.setdefault((endpoint, service), response[2]) == response[2], "the interface id has changed"
    assert number not in caller.sessions, "that session is open"
    caller.sessions[number] = (endpoint, service)
    caller.closed.clear()  # whose ids a caller may give again
    return "success", "opened again" if told else "opened"


def close(caller, asks, user, step):
    number = user["session"]
    if number not in caller.sessions:
        assert number in caller.closed, "no such session was ever there"
        return "failure", "close a closed session"
    assert all(memory[0] != number for memory in caller.memories.values()), "what becomes of its memory is open"
    del caller.sessions[number]
    caller.closed.add(number)
    return "success", "closed"


def alloc(caller, asks, user, step):
    number, session, size = user["memory"], user["session"], user["size"]
    assert session in caller.sessions or session in caller.closed, "no such session was ever there"
    assert number not in caller.memories, "that memory is allocated"
    if session not in caller.sessions or size == 0:
        return "failure", "alloc on a closed session" if size else "alloc of nothing"
    endpoint, _ = caller.sessions[session]
    version(caller, asks, endpoint, "may")
    ask = asks.take("share", "must", endpoint=endpoint, pages=(size + PAGE - 1) // PAGE)
    if "error" in ask:
        assert ask["error"] < 0 and "handle" not in ask
        return "failure", "share refused"
    handle = word(ask["handle"])
    assert handle not in caller.shares and handle != DOORBELL, "no such handle can be"
    response, _ = asks.request("must", endpoint, [0x00ff0001, *halves(handle), 0, 0])
    if response is None or response[1] != 0:
        ask = asks.take("reclaim", "must", handle=f"0x{handle:016x}")
        assert ask["error"] == 0
        return "failure", "retrieve with FF-A error" if response is None else f"retrieve with {response[1]:08x}"
    assert response == [0x00ff0001, 0, 0, 0, 0], "not a sound answer"
    caller.shares[handle] = [endpoint, True, False]
    caller.memories[number] = (session, endpoint, -(-size // PAGE) * PAGE, handle)
    caller.freed.clear()
    return "success", "allocated"


def relinquish(caller, asks, handle, occurs):
    """Why that failed, or nothing."""
    share = caller.shares[handle]
    response, _ = asks.request(occurs, share[0], [0x00ff0002, *halves(handle), 0, 0])
    if response is None or response[1] != 0:
        share[2] = True
        return "relinquish with FF-A error" if response is None else f"relinquish with {response[1]:08x}"
    assert response == [0x00ff0002, 0, 0, 0, 0], "not a sound answer"
    share[1] = False
    return reclaim(caller, asks, handle, occurs)


def reclaim(caller, asks, handle, occurs):
    refused = asks.left[0].get("error", 0) != 0
    ask = asks.take("reclaim", "some" if refused and occurs == "must" else occurs, handle=f"0x{handle:016x}")
    if ask["error"] != 0:
        caller.shares[handle][2] = True
        return "reclaim refused"
    del caller.shares[handle]
    return None


def free(caller, asks, user, step):
    number = user["memory"]
    if number not in caller.memories:
        assert number in caller.freed, "no such memory was ever there"
        return "failure", "free freed memory"
    _, endpoint, _, handle = caller.memories.pop(number)
    caller.freed.add(number)
    version(caller, asks, endpoint, "may")
    why = relinquish(caller, asks, handle, "must")
    # abi.md §5: free has failed if RELINQ_MEM fails; of a reclaim that is refused it says nothing.
    return "success" if why is None else "any" if why == "reclaim refused" else "failure", why or "freed"


def invoke(caller, asks, user, step):
    session, number, length = user["session"], user["memory"], user["length"]
    assert session in caller.sessions or session in caller.closed, "no such session was ever there"
    assert number == 0 or number in caller.memories or number in caller.freed, "no such memory was ever there"
    assert number != 0 or length == 0, "a doorbell with a length is open"
    if session not in caller.sessions:
        return "failure", "call on a closed session"
    endpoint, service = caller.sessions[session]
    if number != 0 and number not in caller.memories:
        return "failure", "call with freed memory"
    _, home, size, handle = caller.memories[number] if number else (0, endpoint, 0, DOORBELL)
    if home != endpoint:
        return "failure", "call with memory of another endpoint"
    if length > size:
        assert length > 1 << 30, "a caller may have allocated more than it was asked for"
        return "failure", "call with a request over the memory"
    version(caller, asks, endpoint, "may")
    control = caller.ids[endpoint, service] << 16 | user["opcode"]
    response, ask = asks.request("must", endpoint, [control, *halves(handle), length, 0], ANY_CLIENT)
    assert ask.get("sees", "") == (user["request"] if number else ""), "the endpoint sees another request"
    if response is None:
        return "failure", "call with FF-A error"
    assert response[0] == control and response[4] == 0, "not a sound answer"
    if response[1] != 0:
        assert not ask.get("writes"), "a refused call has no response"
        return "failure", f"call with {response[1]:08x}"
    if response[3] > size:
        assert number == 0 or response[3] > 1 << 30, "a caller may have allocated more than it was asked for"
        return "failure", "call with a response over the memory"
    results = {"service_status": response[2], "response_length": response[3], "response": ask.get("writes", "")}
    assert results == {key: step.get(key) for key in results}, f"the results should be {results}"
    assert len(results["response"]) == 2 * min(response[3], 32), "as many bytes as are answered"
    return "success", "called with memory" if number else "rung"


def destroy(caller, asks, user, step):
    left = dict(caller.shares)
    while asks.left:
        first = asks.left[0]
        if first["ask"] == "reclaim":  # the endpoint has given it back before
            handle = word(first["handle"])
            assert not left.pop(handle)[1], "a reclaim of what the endpoint has"
            reclaim(caller, asks, handle, "may")
        else:
            handle = word(first["words"][2]) << 32 | word(first["words"][1])
            _, held, was_refused = left.pop(handle)
            assert held, "it was relinquished before"
            relinquish(caller, asks, handle, "may" if was_refused else "must")
    assert not left, "not all that is shared is given back"
    caller.__init__()
    return "success", "destroyed"


OPERATIONS = {"create": create, "open": open_session, "close": close, "alloc": alloc, "free": free, "invoke": invoke,
              "destroy": destroy}


def script_problems(script, cases):
    caller, most = Caller(), [0, 0]
    for number, step in enumerate(script["steps"], 1):
        try:
            does = step["user"]["does"]
            assert (does == "create") != caller.exists, "a caller is created once"
            asks = Asks(step["asks"])
            result, case = OPERATIONS[does](caller, asks, step["user"], step)
            assert not asks.left, f"{asks.left[0]} has no place there"
            assert step["result"] == result, f"the result should be {result}: {case}"
            caller.settle()
            most = [max(pair) for pair in zip(most, caller.most)]
            cases.add(case)
        except (AssertionError, KeyError, IndexError, TypeError) as error:
            yield script["id"], f"step {number}: {error}"
            return
    needs = {"sessions": most[0], "memories": most[1]}
    if script["needs"] != needs:
        yield script["id"], f"needs should be {needs}"


STATUSES = [f"{status & 0xffffffff:08x}" for status in (*range(-9, 0), 1)]
CASES = {
    "created", "open with another version", "open with FF-A error", "opened", "opened again", "closed",
    "close a closed session", "alloc on a closed session", "alloc of nothing", "share refused",
    "retrieve with FF-A error", "allocated", "relinquish with FF-A error", "reclaim refused", "freed",
    "free freed memory", "call on a closed session", "call with freed memory", "call with memory of another endpoint",
    "call with a request over the memory", "call with FF-A error", "call with a response over the memory",
    "called with memory", "rung", "destroyed",
    *(f"{what} with {status}" for what in ("open", "retrieve", "call") for status in STATUSES),
    "relinquish with fffffffd", "relinquish with fffffffb", "relinquish with 00000001",
}


def problems(document):
    cases = set()
    for script in document["scripts"]:
        yield from script_problems(script, cases)
    yield from ((None, f"no step for: {case}") for case in sorted(CASES - cases))


def as_text(script):
    """The lines of the text file."""
    yield f"script {script['id']} {script['needs']['sessions']} {script['needs']['memories']}"
    for step in script["steps"]:
        yield " ".join(["user", *(str(value) if value != "" else "-" for value in step["user"].values())])
        for ask in step["asks"]:
            error, nothing = str(ask.get("error", 0)), "0x" + "0" * 16
            yield " ".join(["ask", ask["occurs"], ask["ask"], *{
                "partition_ids": lambda: [ask["uuid"], *map(str, ask["ids"])],
                "share": lambda: [str(ask["endpoint"]), str(ask["pages"]), error, ask.get("handle", nothing)],
                "reclaim": lambda: [ask["handle"], error],
                "request": lambda: [str(ask["endpoint"]), *ask["words"], *ask["mask"], error,
                                    *ask.get("response", ["00000000"] * 5), ask.get("sees") or "-",
                                    ask.get("writes") or "-"],
            }[ask["ask"]]()])
        yield " ".join(["result", step["result"], str(step.get("service_status", 0)),
                        str(step.get("response_length", 0)), step.get("response") or "-"])


if __name__ == "__main__":
    main(__doc__, "caller-exchanges-v1.json", "caller-exchanges.schema.json", problems, as_text)

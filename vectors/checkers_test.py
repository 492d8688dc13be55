#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Changes what scripts of exchanges say, one thing at a time: their checker must disagree with each change."""

import copy
import json
import pathlib
import sys
import unittest

sys.dont_write_bytecode = True
import check_caller_exchanges
import check_endpoint_exchanges

HERE = pathlib.Path(__file__).parent
MOST = 40  # steps of each kind that are changed


def flipped(words, index, bit):
    changed = list(words)
    changed[index] = f"{int(words[index], 16) ^ 1 << bit:08x}"
    return changed


def other_bytes(text):
    return text[:-2] + ("00" if text[-2:] != "00" else "01")


def endpoint_changes(step):
    """Each is a step that says something else: what was changed, and the step."""
    response = step["response"]
    for key in ("words", "must", "should"):
        for index in range(5):
            changed = {**step, "response": {**response, key: flipped(response[key], index, 3 * index)}}
            yield f"{key} {index}", changed
    yield "refused", {**step, "response": {**response, "refused": not response["refused"]}}
    if "memory" in step:
        yield "memory", {**step, "memory": {**step["memory"], "bytes": other_bytes(step["memory"]["bytes"])}}
    if "spmc" in step:
        spmc = step["spmc"]
        yield "no spmc", {key: value for key, value in step.items() if key != "spmc"}
        yield "spmc handle", {**step, "spmc": {**spmc, "handle": "0x00000000000000aa"}}
        yield "spmc result", {**step, "spmc": {**spmc, "result": -2 if spmc["result"] == 0 else 0}}
        if spmc["operation"] == "retrieve":
            yield "spmc sender", {**step, "spmc": {**spmc, "sender": spmc["sender"] ^ 1}}
            yield "spmc tag", {**step, "spmc": {**spmc, "tag": "0x00000000000000aa"}}
    elif step["request"][0] != "00ff0001":
        yield "an spmc", {**step, "spmc": {"operation": "relinquish", "sender": 1, "handle": "0x0000000000000000",
                                           "tag": "0x0000000000000000", "result": 0}}
    if "service" in step:
        yield "service", {**step, "service": "twin" if step["service"] == "test" else "test"}


def caller_changes(step):
    """The same for callers."""
    yield "result", {**step, "result": "failure" if step["result"] == "success" else "success"}
    for key in ("service_status", "response_length"):
        if key in step:
            yield key, {**step, key: step[key] ^ 1}
    if step.get("response"):
        yield "response", {**step, "response": other_bytes(step["response"])}
    for index, ask in enumerate(step["asks"]):
        def with_ask(*asks):
            return {**step, "asks": [*step["asks"][:index], *asks, *step["asks"][index + 1:]]}

        kind = ask["ask"]
        yield f"no {kind}", with_ask()
        yield f"{kind} twice", with_ask(ask, ask)
        yield f"occurs of {kind}", with_ask({**ask, "occurs": "must" if ask["occurs"] != "must" else "may"})
        for key in ("words", "mask"):
            for place in range(5) if key in ask else ():
                yield f"{key} {place}", with_ask({**ask, key: flipped(ask[key], place, 5 * place)})
        if kind in ("request", "share"):
            yield f"endpoint of {kind}", with_ask({**ask, "endpoint": ask["endpoint"] ^ 1})
        if kind == "share":
            yield "pages", with_ask({**ask, "pages": ask["pages"] + 1})
        if kind == "reclaim":
            yield "handle of reclaim", with_ask({**ask, "handle": "0x00000000000000aa"})
        if ask.get("sees"):
            yield "sees", with_ask({**ask, "sees": other_bytes(ask["sees"])})
        if "response" in ask and step["user"]["does"] not in ("create", "destroy") and ask["response"][1] == "00000000":
            yield "status answered", with_ask({**ask, "response": flipped(ask["response"], 1, 0)})


class CheckersTest(unittest.TestCase):
    def changes_are_seen(self, name, changes, script_problems):
        scripts = json.loads((HERE / name).read_text(encoding="utf-8"))["scripts"]
        counts, missed = {}, []
        for script in scripts:
            for number, step in enumerate(script["steps"]):
                for what, changed in changes(step):
                    counts[what] = counts.get(what, 0) + 1
                    if counts[what] > MOST:
                        continue
                    other = {**script, "steps": [*script["steps"][:number], changed, *script["steps"][number + 1:]]}
                    if not list(script_problems(copy.deepcopy(other), set())):
                        missed.append(f"{script['id']}, step {number + 1}: {what}")
        self.assertGreater(len(counts), 15)
        self.assertEqual(missed, [])

    def test_endpoint(self):
        self.changes_are_seen("endpoint-exchanges-v1.json", endpoint_changes, check_endpoint_exchanges.script_problems)

    def test_caller(self):
        self.changes_are_seen("caller-exchanges-v1.json", caller_changes, check_caller_exchanges.script_problems)


if __name__ == "__main__":
    unittest.main()

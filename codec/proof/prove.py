# SPDX-License-Identifier: BSD-3-Clause
"""Proves the cases of one module, or finds inputs for which they fail."""
import time
from collections import namedtuple

import z3

import claims
from execute import Executor, Obligation, Outcome, Refuted, conjunction
from image import Image
from ir import ToolError
from machine import Machine

# inputs: {name: number} for which the function is wrong.
Defect = namedtuple("Defect", "case what inputs")


def run(module, build, given=None, seen=None):
    """(setup, case, outcome). Of a run that ended early, the outcome has no memory. The instructions of machine code
    that it executed are added to `seen`."""
    setup = claims.Setup(module, given)
    case = build(setup)
    kind = Machine if isinstance(module, Image) else Executor
    executor = kind(module, setup.regions, setup.memory.copy(), case.assumption)
    try:
        outcome = executor.run(case.function, [setup.run_time(value) for value in case.arguments])
    except Refuted as refuted:
        outcome = Outcome(None, None, z3.BoolVal(False), [], [Obligation(refuted.condition, refuted.text)])
    if seen is not None:
        seen |= executor.seen
    return setup, case, outcome


def solve(conditions):
    """A model in which one of the conditions holds, or None."""
    # Takes half the time of SolverFor("QF_BV").
    solver = z3.Then("simplify", "propagate-values", "bit-blast", "aig", "sat").solver()
    solver.add(z3.Or(*conditions))
    answer = solver.check()
    if answer == z3.unknown:
        raise ToolError("the solver does not know")
    return solver.model() if answer == z3.sat else None


def prove(module, name, build):
    """(how many conditions were shown impossible, a Defect or None)"""
    setup, case, outcome = run(module, build)
    assumption = z3.BoolVal(True) if case.assumption is None else case.assumption
    if solve([assumption]) is None:
        raise ToolError(f"{name}: no input at all")
    traps = z3.Or(*map(conjunction, outcome.traps))
    wrong = [(obligation.condition, obligation.text) for obligation in outcome.obligations]
    if outcome.memory is not None:
        wrong += [(traps != case.traps, "traps"), (outcome.returns == traps, "neither returns nor traps")]
        wrong += [(z3.And(outcome.returns, when), what) for when, what in case.wrong(outcome)]
    wrong = [(z3.And(assumption, when), what) for when, what in wrong]
    model = solve([when for when, _ in wrong])
    if model is None:
        return len(wrong), None
    what = [text for when, text in wrong if z3.is_true(model.eval(when, model_completion=True))]
    inputs = {key: model.eval(value, model_completion=True).as_long() for key, value in setup.inputs.items()}
    return len(wrong), Defect(name, what[0] if what else "unknown", inputs)


def describe(defect):
    """A defect in two lines or three: what is wrong, and for which frame."""
    shown = {}
    for name, number in defect.inputs.items():
        key, _, word = name.rpartition(" ") if " W" in name else (name.partition("[")[0], "", "")
        # The bytes of a message's struct are its fields, unless it is written.
        if "before" not in key or defect.case.startswith("pack"):
            shown.setdefault(key.removesuffix(" before"), []).append(f"{number:08x}" if word else f"{number:02x}")
    return "\n".join([f"{defect.case}: {defect.what}", *(f"    {key}: {' '.join(all)}" for key, all in shown.items())])


def prove_all(module, language, groups, report=print):
    """(cases, conditions, defects)"""
    cases = conditions = 0
    defects = []
    for group, members in claims.all_cases(language).items():
        if group not in groups:
            continue
        started = time.process_time()
        for name, build in members:
            shown, defect = prove(module, name, build)
            cases, conditions = cases + 1, conditions + shown
            if defect:
                defects.append(defect)
                report(describe(defect))
        report(f"  {group}: {len(members)} cases, {time.process_time() - started:.1f} s of CPU")
    return cases, conditions, defects

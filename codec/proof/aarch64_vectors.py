# SPDX-License-Identifier: BSD-3-Clause
"""The vector instructions of aarch64 that compilers make of the codec: they move, join and mask, nothing else."""
import re

from values import binary, extract, join

VECTOR = re.compile(r"v(\d+)\.(8b|16b|2s|4s|2d)")
ELEMENT = re.compile(r"v(\d+)\.([bhsd])\[(\d+)\]")
WIDTHS = {"b": 8, "h": 16, "s": 32, "d": 64}
LOGIC = {"orr": "or", "eor": "xor", "and": "and"}
ONES = (1 << 128) - 1


def vectors(operands, count):
    """The names of the registers, and how many bits of them are used, if the operands start with vectors."""
    found = [VECTOR.fullmatch(text) for text in operands[:count]]
    if len(operands) < count or not all(found) or len({match[2] for match in found}) != 1:
        return None
    return [f"v{match[1]}" for match in found], 64 if found[0][2] in ("8b", "2s") else 128


def element(step, match):
    size = WIDTHS[match[2]]
    return extract(step.env[f"v{match[1]}"], size * int(match[3]), size)


def run(step, name, operands):
    """Whether it is one of these."""
    if name == "movi" and vectors(operands, 1) and operands[1:] == ("#0x0",):
        step.env[vectors(operands, 1)[0][0]] = 0
        return True
    if name in LOGIC and len(operands) == 3 and vectors(operands, 3):
        (to, first, second), size = vectors(operands, 3)
        value = extract(binary(LOGIC[name], step.env[first], step.env[second], 128), 0, size)
        step.env[to] = value if size == 128 else join((value, 64), (0, 64))
        return True
    if name == "ext" and vectors(operands, 3) and vectors(operands, 3)[1] == 128:
        (to, low, high), _ = vectors(operands, 3)
        at = 8 * int(operands[3].removeprefix("#"), 0)
        step.env[to] = extract(join((step.env[low], 128), (step.env[high], 128)), at, 128)
        return True
    if name == "fmov" and operands[0][0] in "wx" and operands[1][0] in "sd" or \
            name == "fmov" and operands[0][0] in "sd" and operands[1][0] in "wx":
        step.set(operands[0], step.get(operands[1]))
        return True
    first, second = (ELEMENT.fullmatch(text) for text in (*operands, "", "")[:2])
    if name == "umov" and second:
        step.set(operands[0], element(step, second))
        return True
    if name == "dup" and second and vectors(operands, 1):
        (to,), used = vectors(operands, 1)
        size = WIDTHS[second[2]]
        copies = [(element(step, second), size)] * (used // size)
        step.env[to] = join(*copies, (0, 64)) if used == 64 else join(*copies)
        return True
    if name == "ins" and first:
        size, at = WIDTHS[first[2]], WIDTHS[first[2]] * int(first[3])
        value = element(step, second) if second else extract(step.get(operands[1]), 0, size)
        old = step.env[f"v{first[1]}"]
        parts = [(extract(old, 0, at), at)] if at else []
        parts += [(value, size)]
        parts += [(extract(old, at + size, 128 - at - size), 128 - at - size)] if at + size < 128 else []
        step.env[f"v{first[1]}"] = join(*parts)
        return True
    return False

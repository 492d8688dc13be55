# SPDX-License-Identifier: BSD-3-Clause
"""The vector instructions of x86-64 that compilers make of the codec: they move, join and mask, nothing else."""
from values import binary, extract, join

ALIGNED = ("movaps", "movdqa")
WHOLE = ALIGNED + ("movups", "movdqu")
SCALARS = {"movd": 32, "movq": 64, "movss": 32, "movsd": 64}
LOGIC = {"por": "or", "pxor": "xor", "xorps": "xor"}
INTERLEAVED = {"punpcklbw": 8, "punpcklwd": 16, "punpckldq": 32, "punpcklqdq": 64}


def is_vector(operand):
    return getattr(operand, "name", "").startswith("xmm")


def run(step, name, operands):
    """Whether it is one of these."""
    to, source = operands[0], operands[1] if len(operands) > 1 else None
    if name in WHOLE:
        whole(step, name, to, source)
    elif name in SCALARS and (not (is_vector(to) and is_vector(source)) or name == "movq"):
        scalar(step, SCALARS[name], to, source)
    elif name == "movlps" and is_vector(source):
        step.set(to, extract(step.get(source), 0, 64), 64)
    elif name == "movlps":
        step.set(to, join((step.get(source, 64), 64), (extract(step.get(to), 64, 64), 64)))
    elif name == "movlhps":
        step.set(to, join((extract(step.get(to), 0, 64), 64), (extract(step.get(source), 0, 64), 64)))
    elif name in LOGIC:
        a, b = step.get(to), aligned(step, source)
        step.set(to, 0 if a is b and name != "por" else binary(LOGIC[name], a, b, 128))
    elif name in INTERLEAVED:
        size, a, b = INTERLEAVED[name], step.get(to), aligned(step, source)
        step.set(to, join(*((extract(value, at, size), size) for at in range(0, 64, size) for value in (a, b))))
    elif name == "pshufd":
        value, order = aligned(step, source), step.get(operands[2], 8)
        step.set(to, join(*((extract(value, 32 * (order >> 2 * index & 3), 32), 32) for index in range(4))))
    elif name == "shufps":
        a, b, order = step.get(to), aligned(step, source), step.get(operands[2], 8)
        halves = enumerate((a, a, b, b))
        step.set(to, join(*((extract(value, 32 * (order >> 2 * index & 3), 32), 32) for index, value in halves)))
    elif name == "pextrw" and is_vector(source):
        step.set(to, join((extract(step.get(source), 16 * (step.get(operands[2], 8) & 7), 16), 16), (0, 16)))
    else:
        return False
    return True


def aligned(step, source):
    """An operand of 16 bytes, which must be aligned in memory."""
    if is_vector(source):
        return step.get(source)
    return step.machine.read(step.state, step.address(source), 16, 16, step.text)


def whole(step, name, to, source):
    align = 16 if name in ALIGNED else 1
    if is_vector(to):
        value = step.get(source) if is_vector(source) else step.machine.read(
            step.state, step.address(source), 16, align, step.text)
        step.set(to, value)
    else:
        step.machine.write(step.state, step.address(to), step.get(source), 16, align, step.text)


def scalar(step, size, to, source):
    """To a vector, with zeroes above, or from one."""
    value = extract(step.get(source, size), 0, size)
    step.set(to, join((value, size), (0, 128 - size)) if is_vector(to) else value, size)

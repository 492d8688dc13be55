# SPDX-License-Identifier: BSD-3-Clause
"""The operands of instructions: constants, and where the module's constants are in memory."""
from ir import PTR, ToolError
from values import binary, compare, extend, unknown


def pointer_sum(value, offset):
    return binary("add", value, offset & (1 << 64) - 1 if isinstance(offset, int) else offset, 64)


class Operands:
    """What the executor knows of a module before it runs."""

    def __init__(self, module, regions, memory):
        self.module, self.regions, self.start, self.globals = module, regions, memory, {}

    def global_address(self, name):
        if name not in self.globals:
            if name not in self.module.globals:
                raise ToolError(f"unknown global {name}")
            _, type, value, is_constant = self.module.globals[name]
            address = self.regions.allocate(self.module.size(type), 16, not is_constant)
            self.globals[name] = address
            if not is_constant:
                raise ToolError(f"{name} is a variable, and the codec has none")
            self.fill(address, type, value)
        return self.globals[name]

    def fill(self, address, type, value):
        type = self.module.resolve(type)
        if value[0] == "zero":
            for place in range(address, address + self.module.size(type)):
                self.start.bytes[place] = 0
        elif value[0] == "bytes":
            for index, byte in enumerate(value[1]):
                self.start.bytes[address + index] = byte
        elif value[0] == "list":
            for index, (member, item) in enumerate(value[1]):
                at = index * self.module.size(member) if type[0] == "array" else self.module.offset(type, index)
                self.fill(address + at, member, item)
        elif value[0] != "undef":
            self.start.write(address, self.operand({}, type, value), self.module.size(type))

    def bits_of(self, type):
        """A type's width; of an aggregate those of its members."""
        type = self.module.resolve(type)
        if type[0] == "int":
            return type[1]
        if type == PTR:
            return 64
        if type[0] == "struct":
            return tuple(map(self.bits_of, type[2]))
        if type[0] == "array":
            return (self.bits_of(type[2]),) * type[1]
        raise ToolError(f"a value of type {type}")

    def operand(self, env, type, value):
        kind = value[0]
        if kind == "local":
            if value[1] not in env:
                raise ToolError(f"%{value[1]} has no value")
            return env[value[1]]
        if kind == "int":
            return value[1]
        if kind == "global":
            return self.global_address(value[1])
        if kind in ("undef", "zero"):
            def fresh(size):
                return tuple(map(fresh, size)) if isinstance(size, tuple) else unknown(size) if kind == "undef" else 0
            return fresh(self.bits_of(type))
        if kind == "gep":
            _, source, base, indices = value
            return self.element(env, source, self.operand(env, *base), indices)
        if kind == "cast":
            return self.operand(env, *value[1])
        if kind == "expression":
            _, op, predicate, left, right = value
            a, b, size = self.operand(env, *left), self.operand(env, *right), self.bits_of(left[0])
            return compare(predicate, a, b, size) if op == "icmp" else binary(op, a, b, size)
        raise ToolError(f"an operand of kind {kind}")

    def element(self, env, type, pointer, indices):
        for number, (index_type, index) in enumerate(indices):
            index = self.operand(env, index_type, index)
            if number:
                type = self.module.resolve(type)
                if type[0] == "struct":
                    pointer = pointer_sum(pointer, self.module.offset(type, index))
                    type = type[2][index]
                    continue
                type = type[2]
            index = extend(index, index_type[1], 64, True) if index_type[1] < 64 else index
            pointer = pointer_sum(pointer, binary("mul", index, self.module.size(type), 64))
        return pointer

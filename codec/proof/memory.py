# SPDX-License-Identifier: BSD-3-Clause
"""Memory: bytes at concrete addresses. A missing byte is uninitialised."""
import bisect

import z3

from values import choose, is_same, known, unknown


class Regions:
    """What is allocated. Addresses are never used again; what lies between regions is out of bounds."""

    def __init__(self):
        self.starts, self.regions = [], []

    def allocate(self, size, align, is_writable=True):
        """Aligned to `align` and to nothing larger, so that code cannot count on more."""
        last = self.starts[-1] + self.regions[-1][0] if self.starts else 0x10000
        start = -(-(last + 64) // (2 * align)) * 2 * align + align
        self.starts.append(start)
        self.regions.append([size, is_writable, True])
        return start

    def free_from(self, first):
        """Frees the first-th region and all after it: [(address, size)]."""
        for region in self.regions[first:]:
            region[2] = False
        return [(start, region[0]) for start, region in zip(self.starts[first:], self.regions[first:])]

    def allows(self, address, size, is_store):
        index = bisect.bisect_right(self.starts, address) - 1
        if index < 0 or size == 0:
            return size == 0
        length, is_writable, is_alive = self.regions[index]
        return is_alive and address + size <= self.starts[index] + length and (is_writable or not is_store)


class Memory:
    """A byte is an int, or (value, which byte of the value, the lowest being 0)."""

    def __init__(self, is_big_endian, contents=None):
        self.is_big_endian = is_big_endian
        self.bytes = contents if contents is not None else {}

    def copy(self):
        return Memory(self.is_big_endian, dict(self.bytes))

    def places(self, address, size):
        """The addresses of a value's bytes, the lowest byte first."""
        addresses = range(address, address + size)
        return addresses[::-1] if self.is_big_endian else addresses

    def write(self, address, value, size):
        for number, place in enumerate(self.places(address, size)):
            self.bytes[place] = value >> 8 * number & 0xff if isinstance(value, int) else (value, number)

    def forget(self, address, size):
        for place in range(address, address + size):
            self.bytes.pop(place, None)

    def read(self, address, size):
        places = self.places(address, size)
        pieces = [self.bytes.get(place) for place in places]
        if all(piece is None for piece in pieces):
            value = unknown(8 * size)
            self.write(address, value, size)
            return value
        for index, piece in enumerate(pieces):
            if piece is None:
                pieces[index] = self.bytes[places[index]] = (unknown(8), 0)
        if all(isinstance(piece, int) for piece in pieces):
            return sum(piece << 8 * index for index, piece in enumerate(pieces))
        runs = []  # [value, its first byte, bytes], the lowest first
        for piece in pieces:
            value, number = (piece, None) if isinstance(piece, int) else piece
            if runs and number is not None and runs[-1][0] is value and runs[-1][1] + runs[-1][2] == number:
                runs[-1][2] += 1
            else:
                runs.append([value, number, 1])
        parts = []
        for value, number, count in runs:
            if number is None:
                parts.append(z3.BitVecVal(value, 8))
            elif 8 * count == value.size():
                parts.append(value)
            else:
                parts.append(z3.Extract(8 * (number + count) - 1, 8 * number, value))
        return known(parts[0] if len(parts) == 1 else z3.Concat(*reversed(parts)))

    def copy_bytes(self, target, source, size):
        pieces = [self.bytes.get(source + index) for index in range(size)]
        for index, piece in enumerate(pieces):
            if piece is None:
                self.bytes.pop(target + index, None)
            else:
                self.bytes[target + index] = piece

    def value_size(self, address):
        """How many bytes the value that starts at an address has there."""
        piece = self.bytes.get(address)
        if not isinstance(piece, tuple):
            return 1
        value, size = piece[0], piece[0].size() // 8
        for number, place in enumerate(self.places(address, size)):
            other = self.bytes.get(place)
            if not (isinstance(other, tuple) and other[0] is value and other[1] == number):
                return 1
        return size


def _same_piece(a, b):
    if isinstance(a, tuple) and isinstance(b, tuple):
        return a[1] == b[1] and is_same(a[0], b[0])
    return not isinstance(a, tuple) and not isinstance(b, tuple) and a == b


def merge(condition, a, b):
    """The memory that is `a` if the condition holds, else `b`."""
    different = {place for place, piece in a.bytes.items() if not _same_piece(piece, b.bytes.get(place))}
    different |= {place for place in b.bytes if place not in a.bytes}
    result = a.copy()
    for place in sorted(different):
        if place not in different:
            continue
        size = max(a.value_size(place), b.value_size(place))
        if any(place + index not in different for index in range(size)):
            size = 1
        merged = choose(condition, a.read(place, size), b.read(place, size), 8 * size)
        result.write(place, merged, size)
        different -= set(range(place, place + size))
    return result


def select_bytes(condition, memory, address, value, size):
    """Writes a value where the condition holds."""
    memory.write(address, choose(condition, value, memory.read(address, size), 8 * size), size)

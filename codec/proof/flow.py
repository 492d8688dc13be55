# SPDX-License-Identifier: BSD-3-Clause
"""In which order the blocks of machine code run, so that states meet where paths do, and a loop's rounds do not. A bad
order costs time and nothing else."""
import bisect

from graph import components


class Blocks:
    """The blocks of an image: `starts` has where they start; a call does not end one for the graph."""

    def __init__(self, image):
        cpu, instructions = image.cpu, image.instructions
        ends = {}  # of an instruction that ends a block: (targets, whether the next one follows)
        starts = set(image.symbols.values())
        for address, instruction in instructions.items():
            flow = cpu.flow(instruction)
            if flow:
                ends[address] = flow
                starts |= {instruction.next, *flow[0]}
        self.starts = starts & set(instructions)
        self.sorted = sorted(self.starts)
        edges, indirect, start = {start: [] for start in self.sorted}, [], None
        for address in sorted(instructions):
            start = address if address in self.starts else start
            instruction = instructions[address]
            targets, follows = ends.get(address, ([], instruction.next in self.starts))
            edges[start] += [target for target in targets if target in self.starts]
            if follows and instruction.next in self.starts:
                edges[start].append(instruction.next)
            if address in ends and not targets and not follows and cpu.is_indirect(instruction):
                indirect.append(start)
        self.add_tables(edges, indirect, sorted(image.symbols.values()))
        # Of each block: [(place of a loop, header)] from outside to inside, and its own place in the innermost.
        self.loops, self.ranks = {start: [] for start in edges}, dict.fromkeys(edges, len(edges))
        # Without what fills the space between functions and loops, and would be a way into them.
        reached, todo = {}, sorted(image.symbols.values())
        while todo:
            node = todo.pop()
            if node not in reached:
                reached[node] = edges[node]
                todo += edges[node]
        self.nest(reached, reached, [])

    def add_tables(self, edges, indirect, functions):
        """A jump through a table may go to each block of its function that nothing else leads to."""
        entered = {target for targets in edges.values() for target in targets} | set(functions)
        for start in indirect:
            index = bisect.bisect_right(functions, start)
            end = functions[index] if index < len(functions) else 1 << 64
            edges[start] += [block for block in self.sorted
                             if functions[index - 1] < block < end and block not in entered]

    def nest(self, nodes, edges, loops):
        """Loops as a whole: header first, then the rest without the way back."""
        for rank, component in enumerate(components(nodes, edges), 1):
            members = set(component)
            if len(members) == 1 and component[0] not in edges[component[0]]:
                self.loops[component[0]], self.ranks[component[0]] = loops, rank
                continue
            entered = [target for node in nodes if node not in members for target in edges[node] if target in members]
            header = min(entered or members)
            inside = loops + [(rank, header)]
            self.loops[header], self.ranks[header] = inside, 0
            rest = {node: [target for target in edges[node] if target in members and target != header]
                    for node in sorted(members - {header})}
            self.nest(rest, rest, inside)

    def block(self, address):
        return self.sorted[bisect.bisect_right(self.sorted, address) - 1]

    def rounds(self, address, source=None, rounds=()):
        """Of the loops around an address, that comes after a source in those rounds of its own loops."""
        loops, result = self.loops[self.block(address)], []
        around = self.loops[self.block(source)] if source is not None else []
        for index, loop in enumerate(loops):
            is_same = loops[:index + 1] == around[:index + 1]
            is_back = is_same and index == len(loops) - 1 and address == loop[1]
            result.append(rounds[index] + is_back if is_same else 0)
        return tuple(result)

    def rank(self, address, rounds):
        """What comes first: the rounds of a loop one after the other."""
        block = self.block(address)
        return [number for (place, _), count in zip(self.loops[block], rounds) for number in (place, count)] + [
            self.ranks[block]]

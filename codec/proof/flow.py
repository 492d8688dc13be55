# SPDX-License-Identifier: BSD-3-Clause
"""In which order the blocks of machine code run, so that states meet where paths do. An order that is not so good costs
time and nothing else."""
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
        self.ranks = {block: rank for rank, block in enumerate(order(edges, edges))}

    def add_tables(self, edges, indirect, functions):
        """A jump through a table may go to each block of its function that nothing else leads to."""
        entered = {target for targets in edges.values() for target in targets} | set(functions)
        for start in indirect:
            index = bisect.bisect_right(functions, start)
            end = functions[index] if index < len(functions) else 1 << 64
            edges[start] += [block for block in self.sorted
                             if functions[index - 1] < block < end and block not in entered]

    def rank(self, address):
        return self.ranks[self.sorted[bisect.bisect_right(self.sorted, address) - 1]]


def order(nodes, edges):
    """Loops as a whole: header first, then the rest without the way back."""
    for component in components(nodes, edges):
        members = set(component)
        if len(members) == 1:
            yield component[0]
            continue
        entered = [target for node in nodes if node not in members for target in edges[node] if target in members]
        header = min(entered or members)
        yield header
        rest = {node: [target for target in edges[node] if target in members and target != header]
                for node in sorted(members - {header})}
        yield from order(rest, rest)

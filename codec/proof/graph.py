# SPDX-License-Identifier: BSD-3-Clause
"""The order in which a function's blocks run: loops as a whole, and inside a loop its blocks without the way back."""
from ir import ToolError


def successors(block):
    last = block[-1]
    if last.op == "br":
        return last.extra
    if last.op == "switch":
        return [last.extra[0], *(label for _, label in last.extra[1])]
    return []


def components(nodes, edges):
    """Strongly connected components in topological order (Tarjan's algorithm, without recursion)."""
    index, low, stack, on_stack, found = {}, {}, [], set(), []
    for root in nodes:
        if root in index:
            continue
        work = [(root, iter(edges[root]))]
        index[root] = low[root] = len(index)
        stack.append(root)
        on_stack.add(root)
        while work:
            node, following = work[-1]
            for target in following:
                if target not in nodes:
                    continue
                if target not in index:
                    index[target] = low[target] = len(index)
                    stack.append(target)
                    on_stack.add(target)
                    work.append((target, iter(edges[target])))
                    break
                if target in on_stack:
                    low[node] = min(low[node], index[target])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    component = []
                    while node not in component:
                        component.append(stack.pop())
                    on_stack -= set(component)
                    found.append(component)
    return found[::-1]


def schedule(nodes, edges, entry):
    """[(block, None) or (header of a loop, schedule of its other blocks)]"""
    order = []
    for component in components(nodes, edges):
        if len(component) == 1 and component[0] not in edges[component[0]]:
            order.append((component[0], None))
            continue
        headers = {target for node in nodes if node not in component for target in edges[node] if target in component}
        headers |= {entry} & set(component)
        if len(headers) > 1:
            raise ToolError("a loop with more than one entry")
        if headers:
            header = headers.pop()
            inner = {node: [target for target in edges[node] if target != header] for node in component}
            order.append((header, [item for item in schedule(component, inner, header) if item[0] != header]))
    return order


def function_schedule(function):
    edges = {name: successors(block) for name, block in function.blocks.items()}
    reached, todo = {}, [function.entry]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached[node] = True
            todo += edges[node]
    return schedule(reached, edges, function.entry)

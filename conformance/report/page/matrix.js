// SPDX-License-Identifier: BSD-3-Clause
//
// All tests at a glance: a line for each area, a cell for each test.

class Matrix {
    constructor(tests, root) {
        this.root = root;
        this.cells = new Map();
        for (const [area, ofArea] of byArea(tests)) {
            const cells = ofArea.map((test) => this.cell(test));
            root.append(make("div", "area", {}, make("h3", "", {}, area), make("div", "cells", {}, ...cells),
                make("p", "note", {}, tallyText(ofArea))));
        }
        this.order = [...this.cells.values()];
        this.order[0]?.setAttribute("tabindex", "0");
        root.addEventListener("keydown", (event) => this.onKey(event));
        root.addEventListener("focusin", (event) => this.moveTo(event.target));
    }

    cell(test) {
        const { sign, kind } = lookOf(test.verdict);
        const text = `${test.id}: ${test.verdictText}. ${test.requirement.level}. ${test.requirement.text}`;
        const cell = make("a", `cell ${kind}`,
            { href: linkTo(test.id), tabindex: "-1", "aria-label": text, title: text, "data-id": test.id }, sign);
        this.cells.set(test, cell);
        return cell;
    }

    moveTo(cell) {
        for (const each of this.order) {
            each.tabIndex = each === cell ? 0 : -1;
        }
    }

    onKey(event) {
        const index = this.order.indexOf(event.target);
        const next = {
            ArrowLeft: index - 1, ArrowRight: index + 1, Home: 0, End: this.order.length - 1,
            ArrowUp: this.nearest(index, -1), ArrowDown: this.nearest(index, 1),
        }[event.key];
        if (index >= 0 && next !== undefined) {
            event.preventDefault();
            this.order[next]?.focus();
        }
    }

    /// The next cell above or below.
    nearest(index, step) {
        const boxes = this.order.map((cell) => cell.getBoundingClientRect());
        const here = boxes[index];
        let best = -1;
        for (let i = index + step; here && i >= 0 && i < boxes.length; i += step) {
            const isNearer = best < 0 || Math.abs(boxes[i].left - here.left) < Math.abs(boxes[best].left - here.left);
            if (boxes[i].top !== here.top && (best < 0 || boxes[i].top === boxes[best].top) && isNearer) {
                best = i;
            }
        }
        return best;
    }

    /// Cells of tests that the filter leaves out are pale.
    mark(shown) {
        for (const [test, cell] of this.cells) {
            cell.classList.toggle("out", !shown.has(test));
        }
    }
}

/// "3 FAIL, 12 PASS": how many tests have each verdict.
function tallyText(tests) {
    const counts = countBy(tests.map((test) => test.verdict));
    return inOrder(counts.keys()).map((verdict) => `${counts.get(verdict)} ${verdict}`).join(", ");
}

// SPDX-License-Identifier: BSD-3-Clause
//
// What a test reads of an HTML report as its reader sees it. Evaluated in the page by html_page_test.py.

const reading = {
    text(id) {
        return document.getElementById(id).textContent;
    },

    texts(selector, root = document) {
        return [...root.querySelectorAll(selector)].map((element) => element.textContent);
    },

    /// The ids of the tests that are listed.
    listed() {
        return [...document.querySelectorAll("#list details.test")].filter((row) => row.checkVisibility())
            .map((row) => row.dataset.id);
    },

    isOpen(id) {
        return document.querySelector(`details[data-id="${id}"]`).open;
    },

    /// All tests of the list, and what their lines say.
    rows() {
        return [...document.querySelectorAll("#list details.test")].map((row) => ({
            id: row.dataset.id,
            verdict: row.querySelector("summary .verdict").lastChild.textContent,
            sign: row.querySelector("summary .sign").textContent,
            level: row.querySelector("summary .level").textContent,
            sentence: row.querySelector("summary .sentence").textContent,
        }));
    },

    cells() {
        return [...document.querySelectorAll("#matrix .cell")].map((cell) => ({
            id: cell.dataset.id, label: cell.getAttribute("aria-label"), sign: cell.textContent,
        }));
    },

    counts() {
        return Object.fromEntries([...document.querySelectorAll("#counts .verdict")].map((mark) => {
            const [, count, verdict] = /^(\d+) (.*)$/.exec(mark.lastChild.textContent);
            return [verdict, Number(count)];
        }));
    },

    filterCounts() {
        return Object.fromEntries([...document.querySelectorAll("#verdicts label")].map((label) =>
            [label.querySelector("input").value, Number(label.querySelector(".count").textContent)]));
    },

    /// What to start with: a requirement and the tests that see it broken.
    broken() {
        return [...document.querySelectorAll("#broken > li")].map((item) =>
            [item.querySelector(".id").textContent, this.texts(".links a", item)]);
    },

    /// Opens all tests, and what can be opened in them.
    async openAll() {
        document.getElementById("open-all").click();
        for (const details of document.querySelectorAll("details")) {
            details.open = true;
        }
        await this.settled();
    },

    /// The diagrams are drawn when their width is known.
    async settled() {
        for (let frame = 0; frame < 3; ++frame) {
            await new Promise(requestAnimationFrame);
        }
    },

    /// Each run of the tests that are open: what its diagram and its trace show.
    bodies() {
        return [...document.querySelectorAll("#list .body")].map((body) => ({
            id: body.closest("details.test").dataset.id,
            frame: this.frame(body.querySelector(".diagram")),
            reasons: this.texts(".reasons strong", body),
            table: this.texts("table tbody td.bad", body).filter((text) => text),
            trace: this.trace(body.querySelector(".sequence")),
            findings: this.texts(".findings .detail", body),
            command: body.querySelector(".copied pre").textContent,
            all: body.textContent,
        }));
    },

    frame(diagram) {
        const words = (holds) => [...diagram.querySelectorAll(".register")].map((register) =>
            [...register.querySelectorAll(".bit")].reduce((word, bit) => word * 2 + (holds(bit) ? 1 : 0), 0));
        return diagram && {
            words: words((bit) => bit.textContent === "1"),
            wrong: words((bit) => bit.classList.contains("wrong")),
            kinds: [...diagram.querySelectorAll(".bit")].map((bit) => bit.dataset.kind),
            label: diagram.getAttribute("aria-label"),
        };
    },

    trace(list) {
        return list && {
            lanes: this.texts(".lane", list),
            lines: this.texts(".text .line", list),
            says: this.texts(".text .says", list),
            between: this.texts(".text .unseen", list),
            gap: this.texts(".gap p", list),
            marked: [...new Set([...list.querySelectorAll(".marked")].map((step) => Number(step.dataset.exchange)))],
            lost: list.querySelectorAll(".arrow.lost").length,
            arrows: [...list.querySelectorAll(".arrow")].map((arrow) =>
                [arrow.style.gridColumn, arrow.classList.contains("right"), arrow.classList.contains("left")]),
        };
    },

    /// What has the focus, and whether that can be seen.
    focus() {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return {
            name: element.id || element.dataset.id || element.value || element.closest("details.test")?.dataset.id
                || element.tagName,
            tag: element.tagName,
            isVisible: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        };
    },

    /// The fragment of the page's address, as soon as it is that one; another one if it does not become that.
    async address(fragment) {
        const end = performance.now() + 30000;
        while (location.hash !== fragment && performance.now() < end) {
            await new Promise((done) => setTimeout(done, 10));
        }
        return location.hash;
    },
};

// SPDX-License-Identifier: BSD-3-Clause

const mostFrames = 10000; // a page with more is slow

/// The list of a log's frames. `choose` is called with a frame when it is chosen.
class FrameList {
    constructor(codec, choose) {
        this.codec = codec;
        this.choose = choose;
        this.frames = [];
        this.list = byId("frames");
        this.list.addEventListener("click", (event) => this.onClick(this.indexOf(event.target)));
        this.list.addEventListener("keydown", (event) => this.onKey(event));
        byId("only-broken").addEventListener("change", () => this.show());
    }

    /// Takes a log. The frame at `index`, from the end if it is negative, is chosen.
    read(text, index = 0) {
        const { frames, others, malformed } = this.codec.readLog(text);
        this.frames = frames.slice(0, mostFrames);
        let request = null;
        for (const frame of this.frames) {
            frame.shown = this.codec.explain(frame);
            frame.before = request; // the last request, which a response might answer
            request = frame.isResponse ? request : frame;
        }
        byId("count").textContent = this.countText(frames.length, others, malformed);
        this.show(this.frames.at(index));
    }

    countText(count, others, malformed) {
        const cut = count > mostFrames ? `, the first ${mostFrames} are here` : "";
        const rest = others === 0 ? "" : `; ${others} other ${others === 1 ? "line" : "lines"} skipped`;
        const first = malformed.length === 0 ? "" : `; line ${malformed[0].line}: ${malformed[0].problem}`;
        const more = malformed.length < 2 ? "" : `, and ${malformed.length - 1} more such`;
        return `${count} ${count === 1 ? "frame" : "frames"}${cut}${rest}${first}${more}`;
    }

    /// Shows what the filter lets through, and chooses `wanted` or, if it is not there, the first.
    show(wanted) {
        const filter = byId("only-broken").checked;
        this.visible = this.frames.filter((frame) => !filter || frame.shown.rows.some((row) => row.violation));
        this.list.replaceChildren(...this.visible.map((frame, index) => this.item(frame, index)));
        this.select(Math.max(0, this.visible.indexOf(wanted)));
    }

    item(frame, index) {
        const { shown } = frame;
        const verdict = verdictOf(shown);
        const fields = shown.fields.map((field) => `${field.name}=${field.value}`).join(" ");
        const sign = verdict === "valid" ? "" : "!";
        return make("li", "", { role: "option", tabindex: "-1", "aria-selected": "false", "data-index": index },
            make("span", "number", { "aria-label": `line ${frame.line}` }, String(frame.line)),
            make("span", "mono", { "aria-hidden": "true" }, frame.isResponse ? "<" : ">"),
            make("span", "what", {}, make("strong", "", {}, titleOf(shown)), ` ${fields} `,
                make("span", verdict === "valid" ? "unseen" : "bad", {}, sign ? `${sign} ${verdict}` : verdict)));
    }

    indexOf(element) {
        return Number(element.closest("li")?.dataset.index ?? -1);
    }

    select(index) {
        const item = this.list.children[index];
        this.selected?.setAttribute("aria-selected", "false");
        this.selected?.setAttribute("tabindex", "-1");
        this.selected = item;
        if (item) {
            item.setAttribute("aria-selected", "true");
            item.setAttribute("tabindex", "0");
            requestAnimationFrame(() => this.reveal(item));
        }
        this.choose(this.visible[index] ?? null);
    }

    onClick(index) {
        if (index >= 0) {
            this.select(index);
        }
    }

    /// Scrolls the list, and not the page as scrollIntoView would.
    reveal(item) {
        const { offsetTop, offsetHeight } = item;
        const { scrollTop, clientHeight } = this.list;
        this.list.scrollTop = Math.max(Math.min(scrollTop, offsetTop), offsetTop + offsetHeight - clientHeight);
    }

    onKey(event) {
        const last = this.list.children.length - 1;
        const index = this.indexOf(event.target);
        const next = {
            ArrowUp: Math.max(0, index - 1), ArrowDown: Math.min(last, index + 1), Home: 0, End: last,
        }[event.key];
        if (next !== undefined) {
            event.preventDefault();
            this.select(next);
            this.list.children[next].focus();
        }
    }
}

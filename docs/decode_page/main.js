// SPDX-License-Identifier: BSD-3-Clause

class Page {
    constructor(codec) {
        this.codec = codec;
        this.diagram = new Diagram(byId("diagram"), {
            flip: (register, bit) => this.flip(register, bit),
            point: (register, bit) => this.point(register, bit),
            write: (register, word) => this.change({ words: this.frame.words.with(register, word) }),
        });
        this.list = new FrameList(codec, (frame) => this.choose(frame));
        byId("log").addEventListener("input", () => this.list.read(byId("log").value));
        byId("examples").addEventListener("click", (event) => this.showExample(event.target.dataset.example));
        byId("undo").addEventListener("click", () => this.undo());
        for (const radio of document.getElementsByName("direction")) {
            radio.addEventListener("change", () => this.setDirection(radio.value === "response"));
        }
        addEventListener("hashchange", () => this.openLink());
        if (!this.openLink()) {
            this.showExample("worked");
        }
    }

    showExample(name) {
        if (name) {
            this.showLog(byId(name).textContent.trimStart(), 0);
        }
    }

    showLog(text, index) {
        byId("log").value = text;
        byId("only-broken").checked = false;
        this.list.read(text, index);
    }

    /// Shows a frame of the list, or none.
    choose(frame) {
        byId("frame").hidden = !frame;
        if (!frame) {
            return;
        }
        this.original = frame;
        this.frame = { ...frame };
        this.render();
    }

    /// Changes the frame and says what that does.
    change(parts) {
        const before = this.codec.explain(this.frame);
        Object.assign(this.frame, parts);
        this.render();
        byId("said").textContent = `${differences(before, this.shown).join("; ") || "no difference"}.`;
    }

    flip(register, bit) {
        this.change({ words: this.flipped(register, bit) });
    }

    flipped(register, bit) {
        return this.frame.words.with(register, (this.frame.words[register] ^ 1 << bit) >>> 0);
    }

    undo() {
        this.change({ ...this.original });
        byId("diagram").querySelector('.bit[tabindex="0"]').focus();
    }

    setDirection(isResponse) {
        this.change({ isResponse, request: isResponse ? this.original.request : null });
    }

    render() {
        this.shown = this.codec.explain(this.frame);
        const original = this.codec.explain(this.original);
        showTitle(this.shown);
        this.showAnswered();
        this.diagram.show(this.frame, this.shown, this.original);
        showLegend(this.shown);
        showRows(this.shown, original);
        showChanges(differences(original, this.shown));
        byId("text").textContent = this.lines().trimEnd();
        byId("json").textContent = this.codec.json(this.frame);
        for (const radio of document.getElementsByName("direction")) {
            radio.checked = (radio.value === "response") === this.frame.isResponse;
        }
        this.link();
        this.point(...this.diagram.at(this.diagram.position));
    }

    /// Says which request a response answers, and lets the reader choose where there is one before it.
    showAnswered() {
        const { frame } = this;
        const before = this.original.request ? { words: this.original.request } : frame.before;
        if (!frame.isResponse) {
            byId("answers").replaceChildren();
        } else if (!before) {
            byId("answers").replaceChildren(
                "Its request is not known: it is read as the answer to one with its interface id and opcode.");
        } else {
            const box = make("input", "", { type: "checkbox", id: "is-answer" });
            box.checked = frame.request !== null;
            box.addEventListener("change", () => {
                this.change({ request: box.checked ? before.words : null });
                byId("is-answer").focus();
            });
            const line = before.line ? ` on line ${before.line}` : "";
            const text = `Read as the answer to the request${line} `;
            byId("answers").replaceChildren(
                make("label", "", {}, box, make("span", "", {}, text, make("code", "", {}, hexWords(before.words)))));
        }
    }

    /// The frame as lines that this page and `tsrpc decode` read.
    lines() {
        const { isResponse, words, request } = this.frame;
        const mark = isResponse ? "<" : ">";
        return request ? `> call 0001 ${hexWords(request)}\n< ok ${hexWords(words)}\n` : `${mark} ${hexWords(words)}\n`;
    }

    /// Puts the frame into the page's address, as soon as it stays the same for a moment: browsers bear only so many
    /// changes of the address.
    link() {
        const { isResponse, words, request } = this.frame;
        const part = (name, list) => `${name}=${list.map(hex).join(".")}`;
        const answered = request ? `&${part("request", request)}` : "";
        const hash = `#${part(isResponse ? "response" : "request", words)}${answered}`;
        byId("link").href = hash;
        clearTimeout(this.address);
        this.address = setTimeout(() => history.replaceState(null, "", hash), 300);
    }

    /// Shows the frame of the page's address; returns whether it has one.
    openLink() {
        clearTimeout(this.address);
        const five = "((?:[0-9a-f]{1,8}\\.){4}[0-9a-f]{1,8})";
        const words = (name) => {
            const found = new RegExp(`[#&]${name}=${five}(?:&|$)`, "i").exec(location.hash);
            return found && found[1].split(".").map((word) => parseInt(word, 16));
        };
        const [response, request] = [words("response"), words("request")];
        if (!response && !request) {
            return false;
        }
        this.frame = { isResponse: response !== null, words: response ?? request, request: response && request };
        this.showLog(this.lines(), -1);
        return true;
    }

    /// Explains one bit of the frame.
    point(register, bit) {
        const row = rowOf(this.shown, register, bit);
        const flipped = this.codec.explain({ ...this.frame, words: this.flipped(register, bit) });
        const value = this.frame.words[register] >>> bit & 1;
        showBit(this.diagram.names[register], bit, value, row, differences(this.shown, flipped));
        this.diagram.highlight(this.shown.rows.filter((other) => other.field === row.field && row.kind === other.kind
            && (other === row || other.part !== row.part)));
    }
}

// Text shows at once; this resolves when the page can be used.
const page = loadCodec().then((codec) => new Page(codec));

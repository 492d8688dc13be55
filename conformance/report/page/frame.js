// SPDX-License-Identifier: BSD-3-Clause
//
// The frame that shows a failure, bit by bit.

/// "echo" of "echo 0xff".
function kindOf(row) {
    return /^\w*/.exec(row.rule)[0];
}

function isBroken(row) {
    return Boolean(row.wrong || row.reason);
}

/// The numbers of the bits of a mask, the highest first.
function bitsOf(mask) {
    return Array.from({ length: bitsOfRegister }, (_, index) => bitsOfRegister - 1 - index)
        .filter((bit) => mask >>> bit & 1);
}

/// What a reader who does not see the drawing has to know of it.
function frameText(frame, names) {
    const wrong = names.flatMap((name) => {
        const bits = bitsOf(frame.rows.filter((row) => row.register === name)
            .reduce((mask, row) => (mask | row.wrong) >>> 0, 0));
        return bits.length ? [`${name} ${bits.length === 1 ? "bit" : "bits"} ${bits.join(", ")}`] : [];
    });
    const words = names.map((name, index) => `${name} ${frame.registers[index]}`).join(", ");
    return `Registers of the ${frame.direction}: ${words}. ${wrong.length ? `Wrong: ${wrong.join("; ")}.`
        : "No bit is marked."}`;
}

const fewestPerLine = 16;

class FrameDiagram {
    constructor(frame) {
        this.frame = frame;
        this.names = ["W3", "W4", "W5", "W6", "W7"];
        this.root = make("div", "diagram", { role: "img", "aria-label": frameText(frame, this.names) });
        new ResizeObserver(() => this.fit()).observe(this.root);
    }

    fit() {
        const perLine = Math.max(fewestPerLine, bitsPerLine(this.root.clientWidth)); // no finger has to hit a bit here
        if (perLine !== this.perLine && this.root.clientWidth > 0) {
            this.perLine = perLine;
            this.root.replaceChildren(...this.names.map((name, index) => this.register(name, index)));
        }
    }

    register(name, index) {
        const rows = this.frame.rows.filter((row) => row.register === name);
        const word = this.frame.registers[index];
        const lines = [];
        for (let high = bitsOfRegister - 1; high >= 0; high -= this.perLine) {
            const line = makeBitLine(high, this.perLine, (bit, className) => this.bit(rows, word, bit, className));
            line.append(...fieldLabels(rows, high, this.perLine, isBroken));
            lines.push(line);
        }
        return make("div", "register", {},
            make("div", "register-name", {}, make("strong", "", {}, name), make("code", "", {}, word)),
            make("div", "lines", {}, ...lines));
    }

    bit(rows, word, bit, className) {
        const row = rows.find((each) => bit >= each.lsb && bit < each.lsb + each.width);
        const value = parseInt(word, 16) >>> bit & 1;
        const wrong = row && row.wrong >>> bit & 1 ? " wrong" : "";
        return make("span", className + wrong, { "data-kind": row ? kindOf(row) : "", "data-value": value,
            "data-bit": bit }, String(value));
    }
}

const kindTexts = {
    "value": "value",
    "echo": "echo: as the request has it",
    "fixed": "fixed: always the same",
    "MBZ": "MBZ: must be 0",
    "RES": "RES: a careful sender sends 0",
    "": "not known",
};

function frameLegend(frame) {
    const item = (className, kind, text) => make("li", "", {},
        make("span", `swatch ${className}`, { "data-kind": kind, "aria-hidden": "true" }), text);
    const kinds = [...new Set(frame.rows.map(kindOf))].map((kind) => item("", kind, kindTexts[kind] ?? kind));
    const wrong = frame.rows.some((row) => row.wrong) ? [item("bit wrong", null, "wrong")] : [];
    return make("ul", "legend", { "aria-label": "Legend" }, ...kinds, ...wrong);
}

/// All fields in words, for whoever does not read the drawing.
function fieldTable(frame) {
    const head = ["Bits", "Field", "Value", "Rule", "Broken"].map((text) => make("th", "", { scope: "col" }, text));
    const rows = frame.rows.map((row) => make("tr", "", {},
        make("th", "mono", { scope: "row" }, row.bits), make("td", "", {}, row.label),
        make("td", "mono", {}, row.value), make("td", "", {}, row.rule),
        make("td", "bad", {}, row.reason ? `! ${row.reason}` : "")));
    return make("details", "more", {}, make("summary", "", {}, "All fields as a table"),
        make("div", "scroll", { tabindex: "0", role: "group", "aria-label": "Fields" },
            make("table", "", {}, make("thead", "", {}, make("tr", "", {}, ...head)), make("tbody", "", {}, ...rows))));
}

/// The diagram, what is wrong in words, and all fields.
function frameView(frame) {
    const broken = frame.rows.filter(isBroken).map((row) => make("li", "", {},
        make("span", "sign bad", { "aria-hidden": "true" }, "! "), make("code", "", {}, row.bits),
        ` ${row.label} is `, make("code", "", {}, row.value), `: ${row.rule}${row.rule && row.reason ? "; " : ""}`,
        make("strong", "bad", {}, row.reason ?? "")));
    return [make("p", "", {}, make("code", "says", {}, frame.says)), ...(broken.length
        ? [make("ul", "reasons", {}, ...broken)]
        : [make("p", "note", {}, "No bit of this frame is wrong by itself.")]),
    new FrameDiagram(frame).root, frameLegend(frame), fieldTable(frame)];
}

// SPDX-License-Identifier: BSD-3-Clause

/// Five registers, bit by bit. `on` has what is called: flip(register, bit), point(register, bit) for the bit that is
/// pointed at or has the focus, and write(register, word).
class Diagram {
    constructor(root, on) {
        this.root = root;
        this.on = on;
        this.position = 0; // of the bit that Tab goes to, from W3 bit 31 on
        root.addEventListener("click", (event) => this.onBit(event, (register, bit, button) => {
            button.focus();
            this.on.flip(register, bit);
        }));
        root.addEventListener("focusin", (event) => this.onBit(event, (register, bit) => this.moveTo(register, bit)));
        root.addEventListener("mouseover", (event) => this.onBit(event, this.on.point));
        root.addEventListener("mouseleave", () => this.on.point(...this.at(this.position)));
        root.addEventListener("keydown", (event) => this.onBit(event, () => this.onKey(event)));
        new ResizeObserver(() => this.fit()).observe(root);
    }

    onBit(event, use) {
        const button = event.target.closest(".bit");
        if (button) {
            use(Number(button.dataset.register), Number(button.dataset.bit), button);
        }
    }

    at(position) {
        return [Math.floor(position / bitsOfRegister), bitsOfRegister - 1 - position % bitsOfRegister];
    }

    moveTo(register, bit) {
        this.buttons[this.position].tabIndex = -1;
        this.position = register * bitsOfRegister + bitsOfRegister - 1 - bit;
        this.buttons[this.position].tabIndex = 0;
        this.on.point(register, bit);
    }

    onKey(event) {
        const start = this.position - this.position % this.perLine;
        const next = {
            ArrowLeft: this.position - 1, ArrowRight: this.position + 1,
            ArrowUp: this.position - this.perLine, ArrowDown: this.position + this.perLine,
            Home: start, End: start + this.perLine - 1,
        }[event.key];
        if (next !== undefined) {
            event.preventDefault();
            this.buttons[next]?.focus();
        }
    }

    /// Breaks the registers into lines of as many bits as there is room for.
    fit() {
        const perLine = bitsPerLine(this.root.clientWidth);
        if (perLine !== this.perLine && this.shown) {
            this.perLine = perLine;
            this.build();
            this.update();
        }
    }

    build() {
        const registers = this.names.map((name, register) => this.makeRegister(name, register));
        this.root.replaceChildren(...registers);
        this.buttons = [...this.root.querySelectorAll(".bit")];
        this.buttons[this.position].tabIndex = 0;
    }

    makeRegister(name, register) {
        const input = make("input", "hex entry mono", {
            id: `hex-${name}`, spellcheck: "false", autocomplete: "off", autocapitalize: "off", maxlength: "10",
        });
        input.addEventListener("input", () => this.onHex(input, register));
        input.addEventListener("change", () => this.update());
        const lines = [];
        for (let high = bitsOfRegister - 1; high >= 0; high -= this.perLine) {
            lines.push(this.makeLine(register, high));
        }
        return make("div", "register", {},
            make("div", "register-name", {}, make("label", "", { for: input.id }, name), input),
            make("div", "lines", {}, ...lines));
    }

    makeLine(register, high) {
        const line = makeBitLine(high, this.perLine, (bit, className) => make("button", className, {
            type: "button", tabindex: "-1", "data-register": register, "data-bit": bit,
        }));
        Object.assign(line.dataset, { register, high });
        return line;
    }

    onHex(input, register) {
        const digits = /^\s*(?:0x)?([0-9a-f]{1,8})\s*$/i.exec(input.value);
        input.setAttribute("aria-invalid", String(!digits));
        if (digits) {
            this.on.write(register, parseInt(digits[1], 16));
        }
    }

    /// Shows a frame as the codec explains it; bits that differ from `original` are marked.
    show(frame, shown, original) {
        Object.assign(this, { frame, shown, original });
        this.names ??= [...new Set(shown.rows.map((row) => row.bits.replace(/\[.*/, "")))];
        if (!this.perLine) {
            this.fit();
        } else {
            this.update();
        }
    }

    update() {
        for (const button of this.buttons) {
            this.updateBit(button, Number(button.dataset.register), Number(button.dataset.bit));
        }
        for (const label of this.root.querySelectorAll(".span")) {
            label.remove();
        }
        for (const line of this.root.querySelectorAll(".bits")) {
            line.append(...this.labels(Number(line.dataset.register), Number(line.dataset.high)));
        }
        this.names.forEach((name, register) => {
            const input = byId(`hex-${name}`);
            if (input !== document.activeElement) {
                input.value = hex(this.frame.words[register]);
                input.setAttribute("aria-invalid", "false");
            }
        });
    }

    updateBit(button, register, bit) {
        const row = rowOf(this.shown, register, bit);
        const value = this.frame.words[register] >>> bit & 1;
        const isWrong = Boolean(row.violation && row.violation.bits >>> bit & 1);
        const isChanged = value !== (this.original.words[register] >>> bit & 1);
        const label = [`${this.names[register]} bit ${bit}`, row.field.replaceAll("_", " "), value,
            ...(isWrong ? [row.violation.must ? "breaks a rule" : "breaks a SHOULD"] : []),
            ...(isChanged ? ["changed"] : [])].join(", ");
        if (button.ariaLabel === label && button.dataset.kind === row.kind) {
            return; // most bits stay as they are
        }
        button.ariaLabel = label;
        button.textContent = value;
        button.dataset.value = value;
        button.dataset.kind = row.kind;
        button.classList.toggle("wrong", isWrong);
        button.classList.toggle("should", isWrong && !row.violation.must);
        button.classList.toggle("changed", isChanged);
    }

    labels(register, high) {
        const rows = this.shown.rows.filter((row) => row.register === register);
        return fieldLabels(rows, high, this.perLine, (row) => Boolean(row.violation));
    }

    /// Marks the bits of a field.
    highlight(rows) {
        for (const button of this.buttons) {
            const row = rowOf(this.shown, Number(button.dataset.register), Number(button.dataset.bit));
            button.classList.toggle("hot", rows.includes(row));
        }
    }
}

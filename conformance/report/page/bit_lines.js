// SPDX-License-Identifier: BSD-3-Clause
//
// A register is drawn in lines of bits, the fields below each.

const bitsOfRegister = 32;

/// As many bits a line as there is room for.
function bitsPerLine(pixels) {
    return pixels >= 800 ? 32 : pixels >= 448 ? 16 : 8;
}

/// The bits from `high` on, with their numbers. makeBit(bit, className) makes one.
function makeBitLine(high, perLine, makeBit) {
    const numbers = [];
    const bits = [];
    for (let bit = high; bit > high - perLine; --bit) {
        const place = bit === high ? " first" : bit % 4 === 3 ? " nibble" : "";
        numbers.push(make("span", "bit-number", { "aria-hidden": "true" }, String(bit)));
        bits.push(makeBit(bit, `bit mono${place}`));
    }
    const line = make("div", "bits", {}, ...numbers, ...bits);
    line.style.setProperty("--bits", perLine);
    return line;
}

/// The fields of a register below a line: each where its bits are, its value where it begins. `rows` by bit, from 0 up.
function fieldLabels(rows, high, perLine, isBroken) {
    const low = high - perLine + 1;
    return rows.filter((row) => row.lsb <= high && row.lsb + row.width > low).reverse().map((row) => {
        const top = Math.min(high, row.lsb + row.width - 1);
        const bottom = Math.max(low, row.lsb);
        const place = `${top === bottom ? " one" : ""}${bottom === low ? " last" : ""}`;
        const label = make("div", `span${place}${isBroken(row) ? " broken" : ""}`, { "aria-hidden": "true" },
            isBroken(row) ? `! ${row.label}` : row.label);
        if (top === row.lsb + row.width - 1 && top !== bottom) {
            label.append(make("span", "mono", {}, row.value));
        }
        label.style.gridColumn = `${high - top + 1} / ${high - bottom + 2}`;
        return label;
    });
}

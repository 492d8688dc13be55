// SPDX-License-Identifier: BSD-3-Clause
//
// What stands around the diagram.

function entry(term, value) {
    return make("div", "", {}, make("dt", "", {}, term), make("dd", "", {}, value));
}

function showTitle(shown) {
    const verdict = verdictOf(shown);
    byId("message").textContent = titleOf(shown);
    byId("verdict").textContent = `${verdict === "valid" ? "\u2713" : "!"} ${verdict}`;
    byId("verdict").className = verdict === "valid" ? "good" : "bad";
    byId("fields").replaceChildren(...shown.fields.map((field) => entry(field.name, make("span", "mono", {}, field.value))));
}

/// One item a row, as `tsrpc decode` has it; with what it held before the frame was changed.
function showRows(shown, original) {
    byId("rows").replaceChildren(...shown.rows.map((row) => {
        const was = sameRow(original, row);
        const item = make("li", "", { "data-row": row.bits },
            make("span", "swatch", { "data-kind": row.kind, "aria-hidden": "true" }),
            make("span", "mono", {}, row.bits), make("span", "", {}, row.label),
            make("span", "mono holds", {}, row.value));
        if (was && was.value !== row.value) {
            item.querySelector(".holds").append(make("span", "was", {}, ` (was ${was.value})`));
        }
        item.append(make("span", "rule", {}, row.rule));
        if (row.violation) {
            item.append(make("span", "reason", {}, `! ${row.violation.reason}`));
        }
        return item;
    }));
}

/// One bit: what it is, and what it would do.
function showBit(name, bit, value, row, effects) {
    const title = `${name} bit ${bit} is ${value}`;
    const ofField = row.width === 1 ? row.field : `bit ${row.part + bit - row.lsb} of ${row.field}`;
    const then = effects.join("; ") || "nothing else is different";
    const list = [entry("It is", ofField),
        ...(row.width === 1 ? [] : [entry(row.label, make("span", "mono", {}, row.value))])];
    if (row.rule) {
        list.push(entry(`Rule: ${row.rule}`, `The bits are ${row.meaning}.`));
    }
    if (row.violation) {
        list.push(entry("Broken", make("span", "bad", {}, row.violation.reason)));
    }
    byId("bit-title").textContent = title;
    byId("bit").replaceChildren(...list, entry("If it is flipped", then));
    byId("now").replaceChildren(
        make("span", "", {}, make("strong", "", {}, title), `, ${ofField}`,
            ...(row.violation ? ["; ", make("span", "bad", {}, `broken: ${row.violation.reason}`)] : [])),
        make("span", "then", {}, `If it is flipped: ${then}`));
    for (const item of byId("rows").children) {
        item.classList.toggle("hot", item.dataset.row === row.bits);
    }
}

function showChanges(sentences) {
    const items = sentences.length === 0 ? ["Nothing."] : sentences;
    byId("changes").replaceChildren(...items.map((text) => make("li", "", {}, text)));
    byId("undo").disabled = sentences.length === 0;
}

/// The kinds of bits that the frame has, and the marks.
function showLegend(shown) {
    const kinds = new Map(shown.rows.map((row) => [row.kind, row.kind || "not known"]));
    const item = (text, className, kind, sign = "") => make("li", "", {},
        make("span", `swatch ${className}`, { "data-kind": kind, "aria-hidden": "true" }, sign), text);
    byId("legend").replaceChildren(
        ...[...kinds].map(([kind, text]) => item(text, "", kind)),
        item("breaks a MUST", "bit wrong", null), item("breaks a SHOULD", "bit wrong should", null),
        item("changed", "bit changed", null));
}

// SPDX-License-Identifier: BSD-3-Clause
//
// What the codec says of frames, put in words.

function titleOf(shown) {
    return `${shown.message} ${shown.direction}`;
}

function verdictOf(shown) {
    const broken = shown.rows.some((row) => row.violation);
    return !shown.valid ? "not valid" : broken ? "valid, but breaks a SHOULD" : "valid";
}

function complaint(row) {
    return `${row.bits} ${row.field}: ${row.violation.reason}`;
}

/// The row that holds a bit.
function rowOf(shown, register, bit) {
    return shown.rows.find((row) => row.register === register && bit >= row.lsb && bit < row.lsb + row.width);
}

/// The row of another explanation that says what this one says here.
function sameRow(shown, row) {
    return shown.rows.find((other) =>
        other.register === row.register && other.lsb === row.lsb && other.label === row.label);
}

/// What is different after a change, a sentence each.
function differences(before, after) {
    const sentences = [];
    if (titleOf(before) !== titleOf(after)) {
        sentences.push(`${titleOf(before)} becomes ${titleOf(after)}`);
    }
    for (const row of after.rows) {
        const old = sameRow(before, row);
        if (old && old.value !== row.value) {
            sentences.push(`${row.label} ${old.value} becomes ${row.value}`);
        }
    }
    const old = before.rows.filter((row) => row.violation).map(complaint);
    const broken = after.rows.filter((row) => row.violation).map(complaint);
    sentences.push(...broken.filter((text) => !old.includes(text)).map((text) => `broken: ${text}`));
    sentences.push(...old.filter((text) => !broken.includes(text)).map((text) => `no longer broken: ${text}`));
    if (verdictOf(before) !== verdictOf(after)) {
        sentences.push(`the frame is ${verdictOf(after)}`);
    }
    return sentences;
}

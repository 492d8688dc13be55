// SPDX-License-Identifier: BSD-3-Clause
//
// What the report says, arranged by test.

/// Each verdict's sign and kind, which is its colour; in the order of the page.
const verdicts = {
    "FAIL": { sign: "\u2717", kind: "bad" },
    "CRASHED": { sign: "\u2020", kind: "bad" },
    "HUNG": { sign: "\u221e", kind: "bad" },
    "ERROR": { sign: "?", kind: "bad" },
    "NOT RUN": { sign: "\u25cb", kind: "bad" },
    "WARN": { sign: "!", kind: "odd" },
    "KNOWN FAIL": { sign: "~", kind: "odd" },
    "SKIP": { sign: "\u2013", kind: "none" },
    "UNREACHABLE": { sign: "\u2298", kind: "none" },
    "PASS": { sign: "\u2713", kind: "good" },
};

/// Of a later version's report.
const unknownVerdict = { sign: "?", kind: "bad" };

function lookOf(verdict) {
    return verdicts[verdict] ?? unknownVerdict;
}

function needsLook(verdict) {
    return ["bad", "odd"].includes(lookOf(verdict).kind);
}

/// "1 test", "2 tests".
function counted(number, noun) {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/// The verdicts in the page's order, each once.
function inOrder(names) {
    const order = Object.keys(verdicts);
    const place = (name) => (order.includes(name) ? order.indexOf(name) : -1);
    return [...new Set(names)].sort((a, b) => place(a) - place(b));
}

/// How often each value is there, in the order of the first ones.
function countBy(values) {
    const counts = new Map();
    for (const value of values) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return counts;
}

/// One test with its results, of which --repeat makes several. Its verdict is the worst.
class Test {
    constructor(requirement) {
        this.requirement = requirement;
        this.id = requirement.id;
        this.area = requirement.id.replace(/\..*/s, "");
        this.results = [];
    }

    get verdict() {
        return inOrder(this.results.map((result) => result.verdict))[0];
    }

    has(verdict) {
        return this.results.some((result) => result.verdict === verdict);
    }

    /// "2 of 3 FAIL" if it ran several times, else "FAIL".
    get verdictText() {
        const { length } = this.results;
        const same = this.results.filter((result) => result.verdict === this.verdict).length;
        return length === 1 ? this.verdict : `${same} of ${length} ${this.verdict}`;
    }
}

function testsOf(report) {
    const tests = new Map();
    for (const result of report.results) {
        const { id } = result.requirement;
        tests.set(id, tests.get(id) ?? new Test(result.requirement));
        tests.get(id).results.push(result);
    }
    return [...tests.values()];
}

/// The tests of each area, in the order of their first ones.
function byArea(tests) {
    return [...countBy(tests.map((test) => test.area)).keys()].map((area) =>
        [area, tests.filter((test) => test.area === area)]);
}

/// The requirements that are broken first in a test: what to begin with comes first.
function brokenFirst(tests) {
    const broken = new Map();
    for (const test of tests) {
        const first = test.results.filter((result) => result.verdict !== "KNOWN FAIL" && result.findings)
            .map((result) => result.findings[0].requirement);
        for (const requirement of new Map(first.map((each) => [each.id, each])).values()) {
            broken.set(requirement.id, broken.get(requirement.id) ?? { requirement, tests: [] });
            broken.get(requirement.id).tests.push(test);
        }
    }
    const levels = ["MUST", "SHOULD", "AMBIGUOUS"];
    const level = (entry) => levels.indexOf(entry.requirement.level);
    return [...broken.values()].sort((a, b) => level(a) - level(b) || b.tests.length - a.tests.length
        || (a.requirement.id < b.requirement.id ? -1 : 1));
}

function headlineOf(report) {
    return `${report.target} ${report.conforms ? "conforms" : "does not conform"}`;
}

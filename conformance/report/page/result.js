// SPDX-License-Identifier: BSD-3-Clause
//
// One test of the list: a line, and all that is known of it as soon as it is opened.

function part(title, ...content) {
    return make("section", "part", {}, make("h4", "", {}, title), ...content);
}

function requirementLine(requirement) {
    return [make("code", "", {}, requirement.id), " ", levelMark(requirement.level), ` ${requirement.section}: `,
        requirement.text];
}

/// Findings. `first` is said of the one that the verdict rests on; "" if none of them is that.
function findingList(findings, first) {
    return make("ol", "findings", {}, ...findings.map((finding, index) => make("li", "", {},
        make("p", "", {}, first && `${index === 0 ? first : "also broken"}: `, ...requirementLine(finding.requirement)),
        make("p", "detail", {}, finding.detail))));
}

function factsOf(result) {
    const { requirement } = result;
    return make("dl", "facts", {}, entry("Section", requirement.section), entry("Level", requirement.level),
        ...(result.file ? [entry("Test", make("code", "", {}, `${result.file}:${result.line}`))] : []),
        entry("Took", secondsText(result.seconds)));
}

function secondsText(seconds) {
    return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
}

function traceNote(result) {
    return make("p", "note", {}, `${counted(result.trace.length + (result.left_out ?? 0), "message")}, numbered by `
        + "exchange. What shows the failure is marked.");
}

/// The report has a line "printed:" or "printed, 3 lines left out:", then "| " before each line.
function printedPart(printed) {
    const [head, ...lines] = printed.split("\n");
    const text = lines.map((line) => line.replace(/^\| /, "")).join("\n").trimEnd();
    return part(`What the target ${head.replace(/:$/, "")}`,
        make("pre", "printed", { tabindex: "0", "aria-label": "printed" }, text));
}

function resultView(result, role) {
    const parts = [];
    const add = (...elements) => parts.push(...elements);
    if (result.why && result.why !== result.findings?.[0]?.detail) {
        add(make("p", "reason-why", {}, result.why));
    }
    if (result.known_failing) {
        add(make("p", "", {}, "Known failing: ", make("strong", "", {}, result.known_failing)));
    }
    if (result.findings) {
        add(part("What is broken", findingList(result.findings, "broken")));
    }
    if (result.frame) {
        const { direction, exchange } = result.frame;
        add(part(`The ${direction} of exchange ${exchange}`, ...frameView(result.frame)));
    }
    if (result.trace) {
        add(part("What was said", traceNote(result), sequenceView(result, role)));
    }
    if (result.printed) {
        add(printedPart(result.printed));
    }
    if (result.tolerated) {
        add(part("Tolerated by --known", findingList(result.tolerated, "")));
    }
    if (result.notes) {
        add(part("Notes", make("ul", "notes", {}, ...result.notes.map((note) => make("li", "", {}, note)))));
    }
    add(part("Run it again", withCopyButton(result.repeat, `the command of ${result.requirement.id}`)));
    if (result.console) {
        add(make("details", "more", {}, make("summary", "", {}, "As text, as the console prints it"),
            withCopyButton(result.console, `the text of ${result.requirement.id}`)));
    }
    add(factsOf(result));
    return parts;
}

/// The line of a test. What is below it is made when it is opened first, so that many failures open fast.
class TestRow {
    constructor(test, role) {
        this.test = test;
        this.role = role;
        const { requirement } = test;
        this.summary = make("summary", "", {},
            make("span", "first", {}, verdictMark(test.verdict, test.verdictText),
                make("span", "mono id", {}, test.id), levelMark(requirement.level),
                ...(test.results.length > 1 ? [make("span", "note", {}, counted(test.results.length, "run"))] : [])),
            make("span", "sentence", {}, requirement.text),
            ...(this.why() ? [make("span", "why", {}, this.why())] : []));
        this.root = make("details", `test is-${lookOf(test.verdict).kind}`, { "data-id": test.id }, this.summary);
        this.root.addEventListener("toggle", () => this.fill());
        this.root.addEventListener("keydown", (event) => this.onKey(event));
    }

    why() {
        const result = this.test.results.find((each) => each.verdict === this.test.verdict);
        return this.test.verdict === "PASS" ? "" : result.known_failing || result.why || "";
    }

    fill() {
        if (this.root.open && !this.isFilled) {
            this.isFilled = true;
            const { results } = this.test;
            const bodies = results.map((result, index) => make("div", "body", {},
                ...(results.length > 1 ? [make("h3", "", {}, `Run ${index + 1} of ${results.length}: `,
                    verdictMark(result.verdict))] : []),
                ...resultView(result, this.role)));
            this.root.append(...bodies, make("p", "note link", {},
                make("a", "", { href: linkTo(this.test.id) }, "Link to this result")));
        }
    }

    open() {
        this.root.open = true;
        this.fill();
    }

    /// Escape closes it, and the focus goes to its line.
    onKey(event) {
        if (event.key === "Escape" && this.root.open) {
            this.root.open = false;
            this.summary.focus();
        }
    }
}

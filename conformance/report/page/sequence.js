// SPDX-License-Identifier: BSD-3-Clause
//
// A trace as a sequence diagram: a lane for each party, a row for each message.

const parties = ["runner", "user", "caller", "endpoint", "SPMC", "memory"];
const firstMessages = 8; // of a trace of which some messages are left out

/// The party that a message names. "target" is the one under test.
function partyOf(name, role) {
    return name === "target" ? role : name;
}

/// "call" of "> call 0001 00ff0000 ...": what stands on the arrow.
function wordOf(line) {
    return /^[<>!?=]?\s*(\S*)/.exec(line)[1];
}

class Sequence {
    /// `marked` has the exchanges that are shown by colour, with the text that says why.
    constructor(result, role, marked) {
        this.messages = result.trace.map((message) => ({
            ...message, from: partyOf(message.from, role), to: partyOf(message.to, role),
        }));
        const present = new Set(this.messages.flatMap((message) => [message.from, message.to]));
        this.lanes = [...parties.filter((party) => present.has(party)),
            ...[...present].filter((party) => !parties.includes(party))];
        this.leftOut = result.left_out ?? 0;
        this.role = role;
        this.marked = marked;
    }

    view() {
        const rows = this.messages.flatMap((message, index) => [
            ...(this.leftOut > 0 && index === firstMessages ? [this.gap()] : []), this.row(message, index)]);
        const list = make("ol", "sequence", { "aria-label": "Messages" }, this.head(), ...rows);
        list.style.setProperty("--lanes", this.lanes.length);
        return list;
    }

    lifelines(className = "") {
        return this.lanes.map((_, index) => {
            const line = make("span", `lifeline ${className}`, { "aria-hidden": "true" });
            line.style.gridColumn = String(index + 1);
            return line;
        });
    }

    head() {
        const names = this.lanes.map((name) => make("span", name === this.role ? "lane tested" : "lane", {}, name));
        return make("li", "step head", { "aria-hidden": "true" }, make("span", "exchange"),
            make("div", "lanes", {}, ...names), make("span", ""));
    }

    gap() {
        return make("li", "step gap", {}, make("span", "exchange"),
            make("div", "lanes", {}, ...this.lifelines("dotted")),
            make("p", "note", {}, `\u22ee ${counted(this.leftOut, "message")} left out`));
    }

    row(message, index) {
        const before = this.messages[index - 1];
        const after = this.messages[index + 1];
        const isFirst = before?.exchange !== message.exchange;
        const isLast = after?.exchange !== message.exchange;
        const why = this.marked.get(message.exchange);
        const isLoss = message.line.startsWith("#");
        const text = make("div", "text", {},
            make("span", "unseen", {}, `${message.from} to ${message.to}: `),
            make("code", "line", {}, message.line));
        if (message.says) {
            text.append(make("span", "says", {}, message.says));
        }
        if (why && isLast) {
            text.append(make("span", "why", {}, `! ${why}`));
        }
        const className = `step${isFirst ? " starts" : ""}${why ? " marked" : ""}${isLoss ? " loss" : ""}`;
        return make("li", className, { "data-exchange": message.exchange },
            make("span", "exchange", { title: isFirst ? `exchange ${message.exchange}` : null },
                isFirst ? String(message.exchange) : ""),
            make("div", "lanes", {}, ...this.lifelines(), this.arrow(message, isLoss)), text);
    }

    arrow(message, isLoss) {
        const [from, to] = [this.lanes.indexOf(message.from), this.lanes.indexOf(message.to)];
        const direction = from < to ? "right" : from > to ? "left" : "self";
        const isAnswer = /^[<=]/.test(message.line);
        const arrow = make("span", `arrow ${direction}${isAnswer ? " answer" : ""}${isLoss ? " lost" : ""}`,
            { "aria-hidden": "true" },
            make("span", "word", {}, isLoss ? "\u2715" : wordOf(message.line)));
        arrow.style.gridColumn = `${Math.min(from, to) + 1} / ${Math.max(from, to) + 2}`;
        arrow.style.setProperty("--span", Math.abs(from - to) + 1);
        return arrow;
    }
}

function sequenceView(result, role) {
    const marked = new Map();
    for (const finding of result.findings ?? []) {
        marked.set(finding.exchange, marked.get(finding.exchange) ?? `breaks ${finding.requirement.id}`);
    }
    if (["CRASHED", "HUNG"].includes(result.verdict) || marked.size === 0) {
        marked.set(result.trace.at(-1).exchange, result.why || result.verdict);
    }
    return new Sequence(result, role, marked).view();
}

// SPDX-License-Identifier: BSD-3-Clause
//
// What the whole run says.

function incompleteText(report) {
    const selected = Math.max(report.selected, report.results.length);
    return report.complete ? "" : `${report.results.length} of ${selected} tests ran: the run is not complete`;
}

function showHeader(report, tests) {
    const incomplete = incompleteText(report);
    document.title = `${report.conforms ? "\u2713" : "\u2717"} ${headlineOf(report)}`;
    byId("what").textContent = `TS-RPC conformance of ${report.role === "caller" ? "a caller" : "an endpoint"}`;
    byId("verdict").textContent = headlineOf(report);
    byId("verdict").className = report.conforms ? "good" : "bad";
    byId("verdict").prepend(make("span", "sign", { "aria-hidden": "true" }, report.conforms ? "\u2713 " : "\u2717 "));
    byId("incomplete").hidden = !incomplete;
    byId("incomplete").textContent = incomplete;
    showCounts(report, tests);
    byId("facts").replaceChildren(...facts(report).map(([term, value]) => entry(term, value)));
}

function showCounts(report, tests) {
    const counts = countBy(report.results.map((result) => result.verdict));
    const order = inOrder(counts.keys());
    byId("counts").replaceChildren(...order.map((verdict) => verdictMark(verdict, `${counts.get(verdict)} ${verdict}`)),
        make("span", "note", {}, report.results.length === tests.length ? `of ${counted(tests.length, "test")}`
            : `of ${counted(report.results.length, "run")} of ${counted(tests.length, "test")}`));
    byId("bar").replaceChildren(...order.map((verdict) => {
        const share = make("span", lookOf(verdict).kind);
        share.style.flexGrow = counts.get(verdict);
        return share;
    }));
}

function facts(report) {
    const { shard } = report;
    const code = (text) => make("code", "", {}, text);
    return [
        ["Target", report.target], ["Attached", code(report.attached)],
        ["Began", report.began.replace("T", " ").replace("Z", " UTC")], ["Took", `${report.seconds.toFixed(1)} s`],
        ["Seed", code(String(report.seed))], ["Effort", report.effort],
        ["Strict", report.strict ? "yes: a broken SHOULD fails" : "no: a broken SHOULD warns"],
        ...(shard ? [["Shard", `${shard.index + 1} of ${shard.total}`]] : []),
        ["Tool", report.tool], ["Catalogue", code(report.catalogue)],
    ];
}

/// The requirements to begin with, each with the tests that see it broken.
function showBroken(tests) {
    const broken = brokenFirst(tests);
    byId("start").hidden = broken.length === 0;
    byId("broken").replaceChildren(...broken.map(({ requirement, tests: seen }) => make("li", "", {},
        make("p", "first", {}, make("strong", "mono id", {}, requirement.id), levelMark(requirement.level),
            make("span", "note", {}, requirement.section)),
        make("p", "sentence", {}, requirement.text), seenIn(seen))));
}

function seenIn(tests) {
    const text = `seen in ${counted(tests.length, "test")}`;
    const links = make("p", "links", {}, ...tests.flatMap((test) => [linkToTest(test), " "]));
    return tests.length <= 3 ? make("div", "seen", {}, make("span", "note", {}, `${text}: `), links)
        : make("details", "seen", {}, make("summary", "", {}, text), links);
}

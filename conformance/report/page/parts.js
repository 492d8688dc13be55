// SPDX-License-Identifier: BSD-3-Clause
//
// Small things that stand in several places of the page.

/// A verdict in words, with its sign and its colour.
function verdictMark(verdict, text = verdict) {
    const { sign, kind } = lookOf(verdict);
    return make("span", `verdict ${kind}`, {}, make("span", "sign", { "aria-hidden": "true" }, sign), text);
}

function levelMark(level) {
    return make("span", `level ${level === "MUST" ? "must" : ""}`, {}, level);
}

function entry(term, ...value) {
    return make("div", "", {}, make("dt", "", {}, term), make("dd", "", {}, ...value));
}

/// What "#..." has to be so that the page opens a test.
function linkTo(id) {
    return `#${encodeURIComponent(id)}`;
}

function linkToTest(test, ...content) {
    return make("a", "mono", { href: linkTo(test.id) }, ...(content.length ? content : [test.id]));
}

/// A command or a text, and a button that copies it. If the browser does not allow that, it is selected instead.
function withCopyButton(text, what) {
    const shown = make("pre", "", { tabindex: "0", "aria-label": what }, text);
    const button = make("button", "copy", { type: "button", "aria-label": `Copy: ${what}` }, "Copy");
    button.addEventListener("click", async () => {
        let done = "Copied";
        try {
            await navigator.clipboard.writeText(text);
        } catch {
            getSelection().selectAllChildren(shown);
            done = document.execCommand("copy") ? "Copied" : "Selected";
        }
        button.textContent = done;
        byId("said").textContent = `${done}: ${what}`;
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    return make("div", "copied", {}, shown, button);
}

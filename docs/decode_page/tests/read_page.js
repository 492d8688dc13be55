// SPDX-License-Identifier: BSD-3-Clause
//
// What a test reads of the page as its reader sees it. Evaluated in the page by page_test.py.

const reading = {
    /// Puts a log into the text box, as typing does.
    paste(text) {
        const log = document.getElementById("log");
        log.value = text;
        log.dispatchEvent(new Event("input"));
    },

    /// Chooses the frame at that place of the list.
    choose(index) {
        document.querySelectorAll("#frames li")[index].click();
    },

    /// Resolves when the page's address has that fragment.
    async address(fragment) {
        while (location.hash !== fragment) {
            await new Promise(requestAnimationFrame);
        }
    },

    text(id) {
        return document.getElementById(id).textContent;
    },

    /// The frame that is shown: its title, verdict, fields, words, the bits that are marked, and its JSON.
    frame() {
        const bits = [...document.querySelectorAll("#diagram .bit")];
        const words = (holds) => [0, 1, 2, 3, 4].map((register) => bits.slice(32 * register, 32 * register + 32)
            .reduce((word, bit) => word * 2 + (holds(bit) ? 1 : 0), 0));
        const pairs = [...document.querySelectorAll("#fields div")].map((entry) => [...entry.children]);
        return {
            title: this.text("message"),
            verdict: this.text("verdict"),
            fields: Object.fromEntries(pairs.map(([name, value]) => [name.textContent, value.textContent])),
            words: words((bit) => bit.textContent === "1"),
            wrong: words((bit) => bit.classList.contains("wrong")),
            should: words((bit) => bit.classList.contains("should")),
            broken: [...document.querySelectorAll("#rows .reason")].map((reason) => reason.textContent),
            json: this.text("json"),
        };
    },

    /// Every frame of a log.
    frames(text) {
        this.paste(text);
        return [...document.querySelectorAll("#frames li")].map((_, index) => {
            this.choose(index);
            return this.frame();
        });
    },

    /// Shows frames of all kinds, each with a bit changed and everything open, and returns what `check` says of each.
    inEveryState(check) {
        const said = {};
        document.querySelector("details").open = true;
        for (const example of ["worked", "broken", "trace"]) {
            document.querySelector(`[data-example=${example}]`).click();
            const { length } = document.querySelectorAll("#frames li");
            for (let index = 0; index < length; ++index) {
                this.choose(index);
                document.querySelectorAll("#diagram .bit")[100].click();
                said[`${example} ${index}`] = check();
            }
        }
        return said;
    },

    /// What is said of each bit when the focus is on it: what flipping it would do.
    foretold() {
        return [...document.querySelectorAll("#diagram .bit")].map((bit) => {
            bit.focus();
            return document.querySelector("#bit div:last-child dd").textContent;
        });
    },
};

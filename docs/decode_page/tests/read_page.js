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

    /// Text that is hard to read: each piece's contrast with what may be behind it, where it is below `least`; and how
    /// many pieces there are.
    faintTexts(least) {
        const channels = (color) => color.match(/[\d.]+/g).map(Number);
        const luminance = (color) => channels(color).slice(0, 3).map((channel) => channel / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const contrast = (a, b) => {
            const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
            return (bright + 0.05) / (dark + 0.05);
        };
        const backgrounds = (element) => {
            const { backgroundImage, backgroundColor } = getComputedStyle(element);
            if (backgroundImage !== "none") {
                return backgroundImage.match(/rgb\([^)]*\)/g);
            }
            return channels(backgroundColor)[3] === 0 ? backgrounds(element.parentElement) : [backgroundColor];
        };
        const owners = [...document.querySelectorAll("body *")].filter((element) => element.checkVisibility()
            && !element.closest(".unseen") && (element.matches("textarea, .hex")
            || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())));
        const measured = owners.map((element) => [element.outerHTML.slice(0, 120),
            Math.min(...backgrounds(element).map((color) => contrast(color, getComputedStyle(element).color)))]);
        return { count: measured.length, faint: measured.filter(([, value]) => value < least) };
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

    /// The contrast of two of the style sheet's colours.
    contrastOf(first, second) {
        const probe = document.createElement("p");
        probe.style.color = `var(${first})`;
        probe.style.backgroundColor = `var(${second})`;
        probe.textContent = "x";
        document.body.append(probe);
        const { faint } = this.faintTexts(100);
        probe.remove();
        return faint.at(-1)[1];
    },
};

// SPDX-License-Identifier: BSD-3-Clause
//
// How well a page can be read. Evaluated in the page by its test.

const contrast = {
    /// Text that is hard to read: each piece's contrast with what may be behind it, where it is below `least`; and how
    /// many pieces there are.
    faintTexts(least) {
        const channels = (color) => color.match(/[\d.]+/g).map(Number);
        const luminance = (color) => channels(color).slice(0, 3).map((channel) => channel / 255)
            .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
            .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
        const between = (a, b) => {
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
            && !element.closest(".unseen, option") && (element.matches("textarea, input.entry")
            || [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent.trim())));
        const measured = owners.map((element) => [element.outerHTML.slice(0, 120),
            Math.min(...backgrounds(element).map((color) => between(color, getComputedStyle(element).color)))]);
        return { count: measured.length, faint: measured.filter(([, value]) => value < least) };
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

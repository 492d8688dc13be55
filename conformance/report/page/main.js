// SPDX-License-Identifier: BSD-3-Clause

class ReportPage {
    constructor(report) {
        this.tests = testsOf(report);
        this.rows = new Map(this.tests.map((test) => [test.id, new TestRow(test, report.role)]));
        showHeader(report, this.tests);
        showBroken(this.tests);
        this.matrix = new Matrix(this.tests, byId("matrix"));
        this.showLegend();
        this.areas = byArea(this.tests).map(([area, tests]) => this.makeArea(area, tests));
        byId("list").replaceChildren(...this.areas.map(({ root }) => root));
        this.filter = new Filter(this.tests, () => this.onFilter());
        byId("open-all").addEventListener("click", () => this.shown().forEach((row) => row.open()));
        byId("close-all").addEventListener("click", () => this.shown().forEach((row) => { row.root.open = false; }));
        addEventListener("hashchange", () => this.openLink());
        addEventListener("click", (event) => this.onLink(event));
        byId("unread").remove();
        byId("page").hidden = false;
        this.filter.setDefault();
        this.openLink();
    }

    makeArea(area, tests) {
        const root = make("section", "area", {}, make("h3", "", {}, area),
            ...tests.map((test) => this.rows.get(test.id).root));
        return { root, tests };
    }

    showLegend() {
        const names = inOrder(this.tests.map((test) => test.verdict));
        byId("legend").replaceChildren(...names.map((name) => make("li", "", {}, verdictMark(name))));
    }

    shown() {
        return [...this.rows.values()].filter((row) => !row.root.hidden);
    }

    onFilter() {
        this.apply();
        clearTimeout(this.address); // browsers bear only so many changes of the address
        this.address = setTimeout(() => history.replaceState(null, "", this.filter.fragment()), 300);
    }

    apply() {
        const shown = new Set(this.tests.filter((test) => this.filter.passes(test)));
        for (const { root, tests } of this.areas) {
            for (const test of tests) {
                this.rows.get(test.id).root.hidden = !shown.has(test);
            }
            root.hidden = tests.every((test) => !shown.has(test));
        }
        this.matrix.mark(shown);
        byId("shown").textContent = `${shown.size} of ${counted(this.tests.length, "test")} shown`;
    }

    /// A link to what is already in the address makes no event.
    onLink(event) {
        const link = event.target.closest?.('a[href^="#"]');
        if (link && link.hash === location.hash) {
            this.openLink();
        }
    }

    /// Shows what the page's address names: a test or a choice of the filter.
    openLink() {
        clearTimeout(this.address);
        if (this.filter.read(location.hash)) {
            this.apply();
            return;
        }
        const row = this.rows.get(nameOf(location.hash));
        if (row && !this.filter.passes(row.test)) {
            this.filter.set({});
        }
        this.apply();
        if (row) {
            row.open();
            row.summary.focus({ preventScroll: true });
            row.root.scrollIntoView();
        }
    }
}

/// What a fragment names, or "" if it is no fragment of this page.
function nameOf(fragment) {
    try {
        return decodeURIComponent(fragment.slice(1));
    } catch {
        return "";
    }
}

function readReport() {
    try {
        return JSON.parse(byId("report").textContent);
    } catch (error) {
        byId("unread").textContent = `The report in this file is broken: ${error.message}`;
        return null;
    }
}

async function start() {
    const report = readReport();
    return report && new ReportPage(report);
}

// Resolves when the page can be used.
const page = start();

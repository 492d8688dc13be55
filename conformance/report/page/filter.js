// SPDX-License-Identifier: BSD-3-Clause
//
// Which tests are listed. What is chosen stands in the page's address: "#show=FAIL,CRASHED&area=memory&find=tag".

class Filter {
    /// `changed` is called when another choice is made.
    constructor(tests, changed) {
        this.tests = tests;
        this.changed = changed;
        this.names = inOrder(tests.flatMap((test) => test.results.map((result) => result.verdict)));
        this.boxes = new Map(this.names.map((verdict) => [verdict, this.box(verdict)]));
        this.fill(byId("area"), "all areas", countBy(tests.map((test) => test.area)));
        this.fill(byId("level"), "all levels", countBy(tests.map((test) => test.requirement.level)));
        for (const id of ["area", "level", "verdicts"]) {
            byId(id).addEventListener("change", () => this.changed());
        }
        byId("find").addEventListener("input", () => this.changed());
        byId("filter").addEventListener("submit", (event) => this.onSubmit(event));
        byId("show-failed").addEventListener("click", () => this.choose({ show: this.failing() }));
        byId("show-all").addEventListener("click", () => this.choose({}));
        byId("show-failed").hidden = this.failing().length === 0;
    }

    box(verdict) {
        const input = make("input", "", { type: "checkbox", value: verdict });
        const count = this.tests.filter((test) => test.has(verdict)).length;
        byId("verdicts").append(make("label", "choice", {}, input, verdictMark(verdict),
            make("span", "count", {}, String(count))));
        return input;
    }

    fill(select, all, counts) {
        select.append(make("option", "", { value: "" }, `${all} (${this.tests.length})`));
        for (const [name, count] of counts) {
            select.append(make("option", "", { value: name }, `${name} (${count})`));
        }
    }

    failing() {
        return this.names.filter(needsLook);
    }

    /// Enter in the text goes to the first test that is found.
    onSubmit(event) {
        event.preventDefault();
        document.querySelector("#list details:not([hidden]) summary")?.focus();
    }

    set(choice) {
        const show = choice.show ?? this.names;
        for (const [verdict, box] of this.boxes) {
            box.checked = show.includes(verdict);
        }
        byId("area").value = choice.area ?? "";
        byId("level").value = choice.level ?? "";
        byId("find").value = choice.find ?? "";
        for (const select of [byId("area"), byId("level")]) {
            select.selectedIndex = Math.max(0, select.selectedIndex); // an area that the report does not have
        }
    }

    choose(choice) {
        this.set(choice);
        this.changed();
    }

    /// What is shown first: what needs a look, or all if nothing does.
    setDefault() {
        this.set(this.failing().length > 0 ? { show: this.failing() } : {});
    }

    passes(test) {
        const [area, level] = [byId("area").value, byId("level").value];
        const text = byId("find").value.trim().toLowerCase();
        return test.results.some((result) => this.boxes.get(result.verdict).checked)
            && (!area || test.area === area) && (!level || test.requirement.level === level)
            && (!text || `${test.id} ${test.requirement.text}`.toLowerCase().includes(text));
    }

    fragment() {
        const chosen = new URLSearchParams();
        const show = this.names.filter((verdict) => this.boxes.get(verdict).checked);
        chosen.set("show", show.length === this.names.length ? "all" : show.join(","));
        for (const id of ["area", "level", "find"]) {
            if (byId(id).value) {
                chosen.set(id, byId(id).value);
            }
        }
        return `#${chosen.toString().replaceAll("%2C", ",")}`;
    }

    /// Takes a fragment of `fragment`; returns whether it is one.
    read(fragment) {
        const chosen = new URLSearchParams(fragment.replace(/^#/, ""));
        if (!chosen.has("show")) {
            return false;
        }
        const show = chosen.get("show");
        this.set({ ...Object.fromEntries(chosen), show: show === "all" ? this.names : show.split(",") });
        return true;
    }
}

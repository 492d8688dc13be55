#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests how HTML reports are used by keyboard and how they look: html_looks_test.py with the arguments of
html_reports.py.
"""
import sys
import unittest

from html_reports import NEEDS_LOOK, REPORTS, ReportTest, by_area, tests_of, with_verdict

SCHEMES = ("light", "dark")
LARGE = ("many",)  # takes ten times as long as another, which has the same parts


class KeyboardTest(ReportTest):
    def test_tab_reaches_all_and_shows_it(self):
        page = self.open("known")
        reached = []
        while not reached or reached[-1]["tag"] != "BODY":
            page.press("Tab")
            reached.append(page.evaluate("reading.focus()"))
        names = [step["name"] for step in reached[:-1]]
        report = REPORTS.data["known"]
        look = with_verdict(report, NEEDS_LOOK)
        start = names.index(by_area(tests_of(report))[0])  # the matrix' only stop
        self.assertEqual(names[0], "A")
        boxes = page.evaluate("Object.keys(reading.filterCounts())")
        self.assertEqual(names[start + 1:], [*boxes, "area", "level", "find", "show-failed", "show-all", "open-all",
                                             "close-all", *look])
        self.assertEqual([step for step in reached[:-1] if not step["isVisible"]], [])

    def test_skip_link(self):
        page = self.open("known")
        page.press("Tab", "Enter")
        self.assertEqual(page.evaluate("reading.focus()")["name"], "results")
        page.press("Tab")
        self.assertEqual(page.evaluate("document.activeElement.type"), "checkbox")

    def test_open_and_close(self):
        page = self.open("many")
        test = with_verdict(REPORTS.data["many"], {"FAIL"})[2]
        page.run("(test) => document.querySelector(`details[data-id='${test}'] summary`).focus()", test)
        is_open = "(test) => reading.isOpen(test)"
        page.press("Enter")
        page.evaluate("reading.settled()")
        self.assertTrue(page.run(is_open, test))
        stops = []
        for _ in range(4):
            page.press("Tab")
            stops.append(page.evaluate("[reading.focus().tag, reading.focus().name, reading.focus().isVisible]"))
        self.assertEqual(stops, [["SUMMARY", test, True], ["PRE", test, True], ["BUTTON", test, True],
                                 ["SUMMARY", test, True]])
        page.press("Escape")
        self.assertFalse(page.run(is_open, test))
        self.assertEqual(page.evaluate("reading.focus()")["name"], test)

    def test_matrix(self):
        page = self.open("many")
        ids = by_area(tests_of(REPORTS.data["many"]))
        page.run("() => document.querySelector('.cell').focus()")
        at = lambda: page.evaluate("reading.focus()")["name"]
        page.press("ArrowRight")
        self.assertEqual(at(), ids[1])
        page.press("ArrowDown")
        self.assertEqual(at(), [test for test in ids if test.startswith("control.")][1])
        page.press("ArrowUp")
        self.assertEqual(at(), ids[1])
        page.press("End")
        self.assertEqual(at(), ids[-1])
        page.press("ArrowDown", "ArrowRight")
        self.assertEqual(at(), ids[-1])
        page.press("Home", "ArrowLeft", "ArrowUp")
        self.assertEqual(at(), ids[0])
        self.assertEqual(page.evaluate("document.querySelectorAll('.cell[tabindex=\"0\"]').length"), 1)
        page.press("Enter")
        page.run("(fragment) => reading.address(fragment)", f"#{ids[0]}")
        page.evaluate("reading.settled()")
        self.assertTrue(page.run("(test) => reading.isOpen(test)", ids[0]))

    def test_find_and_enter(self):
        page = self.open("many")
        page.run("() => document.getElementById('find').focus()")
        page.type("memory.retrieve_tag")
        page.press("Enter")
        self.assertEqual(page.evaluate("reading.focus()")["name"], "memory.retrieve_tag")
        page.run("() => document.getElementById('find').focus()")
        page.press("Escape")
        self.assertEqual(page.evaluate("reading.listed().length"),
                         len(with_verdict(REPORTS.data["many"], NEEDS_LOOK)))

    def test_copy(self):
        result = next(result for result in REPORTS.data["many"]["results"] if result["verdict"] == "FAIL")
        for allowed in (True, False):
            page = self.open("many", "#" + result["requirement"]["id"])
            page.run("(allowed) => { Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) =>"
                     " { if (!allowed) throw new Error('no'); window.copied = text; } } });"
                     " document.execCommand = () => false; }", allowed)
            page.run("() => document.querySelector('.copy').click()")
            page.evaluate("reading.settled()")
            self.assertEqual(page.evaluate("window.copied ?? getSelection().toString()"), result["repeat"])
            self.assertEqual(page.run("() => document.querySelector('.copy').textContent"),
                             "Copied" if allowed else "Selected")


class LooksTest(ReportTest):
    def test_contrast_of_text(self):
        def check(_, page):
            closed = page.evaluate("contrast.faintTexts(4.5)")
            page.evaluate("reading.openAll()")
            opened = page.evaluate("contrast.faintTexts(4.5)")
            self.assertGreater(closed["count"], 50)
            self.assertGreater(opened["count"], closed["count"])
            self.assertEqual(closed["faint"][:3] + opened["faint"][:3], [])

        for scheme in SCHEMES:
            self.each(check, "#show=all", LARGE, scheme=scheme)

    def test_contrast_of_what_is_no_text(self):
        pairs = [("--control", "--page"), ("--control", "--panel"), ("--text", "--wrong"), ("--wrong-line", "--page"),
                 ("--wrong-line", "--wrong"), ("--good-line", "--page"), ("--odd-line", "--page")]
        pairs += [("--accent", f"--{behind}") for behind in ("page", "panel", "wrong", "good", "odd", "none")]
        for scheme in SCHEMES:
            page = self.open("conforming", scheme=scheme)
            for first, second in pairs:
                with self.subTest(scheme=scheme, pair=(first, second)):
                    self.assertGreaterEqual(page.run("(a, b) => contrast.contrastOf(a, b)", first, second), 3)

    def test_schemes_differ(self):
        color = "getComputedStyle(document.body).backgroundColor"
        self.assertEqual([self.open("known", scheme=scheme).evaluate(color) for scheme in SCHEMES],
                         ["rgb(255, 255, 255)", "rgb(20, 23, 27)"])

    def test_nothing_is_wider_than_a_phone(self):
        for width in (320, 360, 640, 1280):
            self.each(lambda _, page: page.evaluate("reading.openAll()") or self.assertEqual(
                page.evaluate("document.documentElement.scrollWidth"), width),
                "#show=all", () if width == 360 else LARGE, width=width, mobile=True)

    def test_print(self):
        page = self.open("known")
        page.call("Emulation.setEmulatedMedia", media="print")
        shown = "(id) => document.getElementById(id).checkVisibility()"
        self.assertEqual([page.run(shown, name) for name in ("filter", "matrix", "list", "facts")],
                         [False, True, True, True])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

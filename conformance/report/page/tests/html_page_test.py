#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests what HTML reports say: html_page_test.py with the arguments of html_reports.py.

What a page shows is held to the JSON that the same run wrote.
"""
import collections
import sys
import unittest

from chromium import Page
from html_reports import NEEDS_LOOK, REPORTS, ReportTest, by_area, read, tests_of, with_verdict

REGISTERS = ("W3", "W4", "W5", "W6", "W7")
FAILURES = {"FAIL", "CRASHED", "HUNG", "ERROR", "NOT RUN"}
LEVELS = ("MUST", "SHOULD", "AMBIGUOUS")


class ContentTest(ReportTest):
    def test_runs_are_what_they_are_for(self):
        verdicts = {name: set(report["verdicts"]) for name, report in REPORTS.data.items()}
        self.assertEqual(verdicts["conforming"], {"PASS"})
        self.assertGreaterEqual(REPORTS.data["many"]["verdicts"]["FAIL"], 60)
        self.assertIn("CRASHED", verdicts["crash"])
        self.assertLessEqual({"HUNG", "NOT RUN"}, verdicts["hang"])
        self.assertFalse(REPORTS.data["incomplete"]["complete"])
        self.assertLessEqual({"KNOWN FAIL", "FAIL"}, verdicts["known"])
        self.assertLessEqual({"WARN", "SKIP"}, verdicts["skips"])
        self.assertGreater(REPORTS.data["caller"]["verdicts"]["FAIL"], 10)
        self.assertTrue(any("left_out" in result for result in REPORTS.data["many"]["results"]))

    def test_header(self):
        def check(report, page):
            verdict = "conforms" if report["conforms"] else "does not conform"
            self.assertEqual(page.run("() => reading.text('verdict')")[2:], f"{report['target']} {verdict}")
            self.assertEqual(page.evaluate("reading.counts()"),
                             {name: count for name, count in report["verdicts"].items() if count})
            facts = page.run("() => reading.text('facts')")
            for key in ("target", "attached", "seed", "effort", "tool", "catalogue"):
                self.assertIn(str(report[key]), facts)
            self.assertIn("Strictyes" if report["strict"] else "Strictno", facts)
            banner = page.run("() => { const banner = document.getElementById('incomplete');"
                              " return banner.checkVisibility() ? banner.textContent : ''; }")
            self.assertEqual(banner, "" if report["complete"] else
                             f"{len(report['results'])} of {report['selected']} tests ran: the run is not complete")

        self.each(check)

    def test_every_test_is_there_once(self):
        def check(report, page):
            tests = tests_of(report)
            ids = by_area(tests)
            self.assertEqual(page.evaluate("reading.listed()"), ids)
            rows = page.evaluate("reading.rows()")
            cells = page.evaluate("reading.cells()")
            self.assertEqual([row["id"] for row in rows], ids)
            self.assertEqual([cell["id"] for cell in cells], ids)
            for row, cell in zip(rows, cells):
                results = tests[row["id"]]
                requirement = results[0]["requirement"]
                verdicts = collections.Counter(result["verdict"] for result in results)
                worst = row["verdict"].partition(" of ")[2].partition(" ")[2] or row["verdict"]
                self.assertEqual(row["verdict"], worst if len(results) == 1 else
                                 f"{verdicts[worst]} of {len(results)} {worst}")
                self.assertEqual(worst in FAILURES, bool(FAILURES & set(verdicts)))
                self.assertEqual((row["level"], row["sentence"]), (requirement["level"], requirement["text"]))
                self.assertEqual(cell["sign"], row["sign"])
                self.assertEqual(cell["label"], f"{row['id']}: {row['verdict']}. {row['level']}. {row['sentence']}")
            signs = {}
            for row in rows:
                signs.setdefault(row["sign"], set()).add(row["verdict"].rpartition(" of ")[2].lstrip("0123456789 "))
            self.assertTrue(all(len(verdicts) == 1 for verdicts in signs.values()), signs)

        self.each(check, "#show=all")

    def test_what_to_start_with(self):
        def check(report, page):
            broken = {}
            for test, results in tests_of(report).items():
                for result in results:
                    if "findings" in result and result["verdict"] != "KNOWN FAIL":
                        first = result["findings"][0]["requirement"]
                        entry = broken.setdefault(first["id"], (first, []))[1]
                        if test not in entry:
                            entry.append(test)
            order = sorted(broken.values(), key=lambda entry: (
                LEVELS.index(entry[0]["level"]), -len(entry[1]), entry[0]["id"]))
            self.assertEqual(page.evaluate("reading.broken()"), [[first["id"], tests] for first, tests in order])

        self.each(check)

    def test_failures(self):
        counts = collections.Counter()

        def check(report, page):
            self.assertEqual(page.evaluate("document.querySelectorAll('.bit, .step').length"), 0)  # made when opened
            page.evaluate("reading.openAll()")
            bodies = page.evaluate("reading.bodies()")
            tests = tests_of(report)
            results = [result for test in by_area(tests) for result in tests[test]]
            self.assertEqual([body["id"] for body in bodies], [result["requirement"]["id"] for result in results])
            for body, result in zip(bodies, results):
                self.assertEqual(body["command"], result["repeat"])
                self.assertEqual(body["findings"], [found["detail"] for key in ("findings", "tolerated")
                                                    for found in result.get(key, [])])
                for text in (result.get("why", ""), *result.get("notes", []), result.get("known_failing", ""),
                             result["requirement"]["section"], f"{result['file']}:{result['line']}"):
                    self.assertIn(text, body["all"])
                counts["frames"] += self.check_frame(body, result.get("frame"))
                counts["traces"] += self.check_trace(body["trace"], result, report["role"])

        self.each(check, "#show=all")
        self.assertGreater(counts["frames"], 150)
        self.assertGreater(counts["traces"], 150)

    def check_frame(self, body, frame):
        self.assertEqual(bool(body["frame"]), bool(frame))
        if not frame:
            return 0
        shown = body["frame"]
        wrong = [sum(row.get("wrong", 0) for row in frame["rows"] if row["register"] == name) for name in REGISTERS]
        self.assertEqual(shown["words"], [int(word, 16) for word in frame["registers"]])
        self.assertEqual(shown["wrong"], wrong)
        for name, mask in zip(REGISTERS, wrong):
            bits = [str(bit) for bit in reversed(range(32)) if mask >> bit & 1]
            said = f"{name} bit{'' if len(bits) == 1 else 's'} {', '.join(bits)}"
            self.assertEqual(f"{said};" in shown["label"] or f"{said}." in shown["label"], bool(mask))
        reasons = [row["reason"] for row in frame["rows"] if "reason" in row]
        self.assertEqual(body["reasons"], reasons)
        self.assertEqual(body["table"], [f"! {reason}" for reason in reasons])
        for row in frame["rows"]:
            first = 32 * REGISTERS.index(row["register"]) + 32 - row["lsb"] - row["width"]
            self.assertEqual(set(shown["kinds"][first:first + row["width"]]), {row["rule"].partition(" ")[0].strip(",")})
        return 1

    def check_trace(self, shown, result, role):
        trace = result.get("trace")
        self.assertEqual(bool(shown), bool(trace))
        if not trace:
            return 0
        under_test = lambda party: role if party == "target" else party
        between = [(under_test(message["from"]), under_test(message["to"])) for message in trace]
        self.assertEqual(shown["lines"], [message["line"] for message in trace])
        self.assertEqual(shown["says"], [message["says"] for message in trace if "says" in message])
        self.assertEqual(shown["between"], [f"{sender} to {receiver}: " for sender, receiver in between])
        self.assertEqual(set(shown["lanes"]), {party for pair in between for party in pair})
        self.assertEqual(shown["lanes"], [party for party in ("runner", "user", "caller", "endpoint", "SPMC", "memory")
                                          if party in shown["lanes"]])
        for (sender, receiver), arrow in zip(between, shown["arrows"]):
            start, end = shown["lanes"].index(sender), shown["lanes"].index(receiver)
            self.assertEqual(arrow, [f"{min(start, end) + 1} / {max(start, end) + 2}", start < end, start > end])
        self.assertEqual(shown["lost"], sum(message["line"].startswith("#") for message in trace))
        count = result.get("left_out", 0)
        self.assertEqual(shown["gap"], [f"\u22ee {count} message{'' if count == 1 else 's'} left out"] if count else [])
        there = {message["exchange"] for message in trace}
        expected = {found["exchange"] for found in result.get("findings", [])} & there
        if result["verdict"] in ("CRASHED", "HUNG") or "findings" not in result:
            expected.add(trace[-1]["exchange"])
        self.assertEqual(set(shown["marked"]), expected)
        return 1

    def test_hostile_texts(self):
        report = REPORTS.data["caller"]
        self.assertIn("</script><script>", report["target"])
        for name in ("caller", "known"):
            page = self.open(name, "#show=all")
            page.evaluate("reading.openAll()")
            self.assertEqual(page.evaluate("[typeof window.harm, document.scripts.length,"
                                           " document.querySelectorAll('img, b, script script').length]"),
                             ["undefined", 2, 0])
        page = self.open("caller")
        page.evaluate("reading.openAll()")
        printed = set(page.evaluate("reading.texts('.printed').flatMap((text) => text.split('\\n'))"))
        self.assertIn("</script><script>window.harm = 1</script><img src=x onerror='window.harm = 2'>\"'&amp;]]>-->\u2028",
                      printed)

    def test_size(self):
        self.assertLess(REPORTS.page("many").stat().st_size, 2_000_000)
        self.assertLess(REPORTS.page("conforming").stat().st_size, 80_000)


class FilterTest(ReportTest):
    def test_default(self):
        def check(report, page):
            look = with_verdict(report, NEEDS_LOOK)
            self.assertEqual(page.evaluate("reading.listed()"), look or by_area(tests_of(report)))

        self.each(check)

    def test_verdicts(self):
        def check(report, page):
            counts = page.evaluate("reading.filterCounts()")
            verdicts = {result["verdict"] for result in report["results"]}
            self.assertEqual(counts, {verdict: len(with_verdict(report, {verdict})) for verdict in verdicts})
            page.run("() => document.getElementById('show-all').click()")
            self.assertEqual(page.evaluate("reading.listed()"), by_area(tests_of(report)))
            for verdict in verdicts:
                page.run("(verdict) => document.querySelector(`#verdicts [value='${verdict}']`).click()", verdict)
                self.assertEqual(page.evaluate("reading.listed()"), with_verdict(
                    report, {other for other in verdicts if other != verdict}))
                page.run("(verdict) => document.querySelector(`#verdicts [value='${verdict}']`).click()", verdict)

        self.each(check)

    def test_area_level_text_and_address(self):
        report = REPORTS.data["many"]
        tests = tests_of(report)
        choose = ("(id, value) => { const box = document.getElementById(id); box.value = value;"
                  " box.dispatchEvent(new Event(id === 'find' ? 'input' : 'change', { bubbles: true })); }")
        for fragment, chosen in (
                ("#show=all&area=memory", {"area": "memory"}),
                ("#show=all&level=SHOULD", {"level": "SHOULD"}),
                ("#show=all&find=RETRIEVE_MEM", {"find": "RETRIEVE_MEM"}),
                ("#show=FAIL&area=call&level=MUST&find=length", {"area": "call", "level": "MUST", "find": "length"})):
            with self.subTest(fragment):
                expected = []
                for test, (result, *_) in tests.items():
                    requirement = result["requirement"]
                    if (("show=all" in fragment or result["verdict"] == "FAIL")
                            and chosen.get("area", test.partition(".")[0]) == test.partition(".")[0]
                            and chosen.get("level", requirement["level"]) == requirement["level"]
                            and chosen.get("find", "").lower() in f"{test} {requirement['text']}".lower()):
                        expected.append(test)
                self.assertTrue(expected)
                page = self.open("many")
                if "show=all" in fragment:
                    page.run("() => document.getElementById('show-all').click()")
                for box, value in chosen.items():
                    page.run(choose, box, value)
                self.assertEqual(page.evaluate("reading.listed()"), by_area(expected))
                self.assertEqual(page.run("() => reading.text('shown')"), f"{len(expected)} of {len(tests)} tests shown")
                self.assertEqual(page.run("(fragment) => reading.address(fragment)", fragment), fragment)
                self.assertEqual(self.open("many", fragment).evaluate("reading.listed()"), by_area(expected))

    def test_links(self):
        report = REPORTS.data["many"]
        passed = with_verdict(report, {"PASS"})[-1]
        failed = with_verdict(report, {"FAIL"})[-1]
        for test, listed in ((failed, with_verdict(report, {"FAIL"})), (passed, by_area(tests_of(report)))):
            for page in (self.open("many", f"#{test}"), self.open("many")):
                page.run("(test) => { location.hash = test; return reading.address(`#${test}`); }", test)
                page.evaluate("reading.settled()")
                self.assertEqual(page.evaluate("reading.listed()"), listed)
                self.assertTrue(page.run("(test) => reading.isOpen(test)", test))
                self.assertEqual(page.evaluate("reading.focus()")["name"], test)
        for other in ("#no.such", "#%", "#show=", "#show=FAIL&area=nothing&level=x"):
            self.open("many", other)


class UnreadTest(ReportTest):
    def open_file(self, path, is_script_off):
        page = Page(self.browser)
        page.call("Emulation.setScriptExecutionDisabled", value=is_script_off)
        page.show(path)
        self.addCleanup(page.close)
        return page.evaluate("document.body.innerText")

    def test_without_scripts(self):
        text = self.open_file(REPORTS.page("known"), True)
        self.assertIn("JavaScript is off", " ".join(text.split()))
        self.assertIn("in this file as JSON", " ".join(text.split()))

    def test_a_file_that_is_cut_off(self):
        whole = read(REPORTS.page("known"))
        path = REPORTS.root / "cut.html"
        path.write_text(whole[:whole.rindex('"requirement"')], encoding="utf-8")
        self.assertIn("the file is not whole", " ".join(self.open_file(path, False).split()))

    def test_a_report_that_is_no_json(self):
        path = REPORTS.root / "broken.html"
        path.write_text(read(REPORTS.page("known")).replace('"requirement"', '"requirement', 1), encoding="utf-8")
        self.assertIn("The report in this file is broken", self.open_file(path, False))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

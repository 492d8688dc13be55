#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests docs/decode.html in Chromium.

    page_test.py TSRPC DECODE.html VECTORS.json ABI.md PROTOCOL.md CONTRAST.js READ_PAGE.js LOGS

What the page says of frames is held to the vectors and to what `tsrpc decode` prints.
"""
import json
import pathlib
import re
import subprocess
import sys
import unittest

from chromium import Chromium, Page

TSRPC, PAGE, VECTORS, ABI, PROTOCOL, CONTRAST, READ_PAGE, LOGS = sys.argv[1:]
SCHEMES = ("light", "dark")
EXAMPLES = ("worked", "broken", "trace")


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def decode(log):
    """What `tsrpc decode` prints of a log, a line a frame."""
    done = subprocess.run([TSRPC, "decode", "--format", "json"], input=log, capture_output=True, text=True, check=False)
    if done.returncode > 1:
        raise AssertionError(done.stderr)
    return done.stdout.splitlines()


def numbers(words):
    return [int(word, 16) for word in words]


class PageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(Chromium())

    def open(self, fragment="", **settings):
        page = Page(self.browser, **settings)
        page.open(PAGE, fragment)
        page.evaluate(read(CONTRAST) + read(READ_PAGE) + "; 0")
        self.addCleanup(self.check_quiet, page)
        return page

    def check_quiet(self, page):
        """No page says anything on the console or asks for anything but itself."""
        said, asked = page.complaints()
        page.close()
        self.assertEqual(said, [])
        self.assertEqual([url.partition("#")[0] for url in asked], [pathlib.Path(PAGE).resolve().as_uri()])

    def frames(self, page, log):
        return page.run("(log) => reading.frames(log)", log)


class VectorsTest(PageTest):
    def test_all(self):
        vectors = json.loads(read(VECTORS))["vectors"]
        log = ""
        expected = []  # a vector, or nothing for the request of one
        for vector in vectors:
            words = " ".join(vector["registers"])
            if "request" in vector:
                log += f"> call 0001 {' '.join(vector['request'])}\n< ok {words}\n"
                expected += [None, vector]
            else:
                log += f"{'>' if vector['direction'] == 'request' else '<'} {words}\n"
                expected += [vector]
        frames = self.frames(self.open(), log)
        self.assertEqual([frame["json"] for frame in frames], decode(log))
        self.assertEqual(len(frames), len(expected))
        for frame, vector in zip(frames, expected):
            if vector:
                with self.subTest(vector["id"]):
                    self.check(frame, vector)

    def check(self, frame, vector):
        said = json.loads(frame["json"])
        self.assertEqual({key: said[key] for key in said if key not in ("registers", "violations")},
                         {**{key: vector[key] for key in ("message", "direction", "valid")}, **vector["fields"]})
        self.assertEqual(frame["title"], f"{vector['message']} {vector['direction']}")
        self.assertEqual("not valid" in frame["verdict"], not vector["valid"])
        self.assertEqual("SHOULD" in frame["verdict"], vector["valid"] and bool(vector["violations"]))
        self.assertEqual(list(frame["fields"]), list(said)[2:-3])
        self.assertEqual(frame["words"], numbers(vector["registers"]))
        for key, rules in (("wrong", ("value", "fixed", "MBZ", "RES", "echo")), ("should", ("RES",))):
            self.assertEqual(frame[key], [
                sum(int(broken["bits"], 16) for broken in vector["violations"]
                    if broken["register"] == register and broken["rule"] in rules)
                for register in ("W3", "W4", "W5", "W6", "W7")])
        self.assertEqual(len(frame["broken"]), len(vector["violations"]))


class LogTest(PageTest):
    def test_conversations_as_the_command_reads_them(self):
        text = read(PROTOCOL).replace(" BASE ", " 7f0000001000 ")
        examples = r"^<!-- example: (?:sp|board driver|caller) -->\n+```text\n(.*?)^```$"
        blocks = re.findall(examples, text, re.MULTILINE | re.DOTALL)
        self.assertEqual(len(blocks), 3)
        page = self.open()
        for block in blocks:
            with self.subTest(block[:40]):
                self.assertGreaterEqual(len(decode(block)), 5)
                self.assertEqual([frame["json"] for frame in self.frames(page, block)], decode(block))

    def test_plain_lines_as_the_command_reads_them(self):
        log = ("# 1 2 3 4 5\n\n \t\r\n00ff0000 0 0 0 0\r\n  <00ff0003\tfffffffd 100 0 0\n"
               ">0X1 0xA b C 0  # 1 2 3 4 5\n1 2 3 4 5\n"
               "< 00030102 0 0 0 aaaaaaaa\n< aaff0000 1 aaaaaaaa 55555555 aaaaaaaa\n")
        page = self.open()
        self.assertEqual([frame["json"] for frame in self.frames(page, log)], decode(log))
        self.assertEqual(page.run("() => reading.text('count')"), "6 frames")

    def test_other_logs(self):
        page = self.open()
        for line, frame in (
                ("[   12.345678] sp 8003 > 00ff0000 0 0 0 0", "> 00ff0000 0 0 0 0"),
                ("<6>[12.3] caller <- sp: 00ff0000 1 0 0 0 (ok)", "< 00ff0000 1 0 0 0"),
                ("static const uint32_t frame[] = {0x00ff0000, 0x0, 0x0, 0x0, 0x1};", "> 00ff0000 0 0 0 1"),
                ("12:30:01 got \"00ff0000 0 0 0 2\"", "> 00ff0000 0 0 0 2")):
            with self.subTest(line):
                self.assertEqual([found["json"] for found in self.frames(page, line)], decode(frame))
        for line in ("1 2 3 4", "1 2 3 4 5 6", "1 2 (3) 4 5", "1 2 3 4 123456789", "1 2 3 4 0x", "1 2 3 4 g",
                     "W3 W4 W5 W6 W7", "caf\u00e9 1 2 3 4 \u0665"):
            with self.subTest(line[:40]):
                self.assertEqual(self.frames(page, line), [])
                self.assertEqual(page.run("() => reading.text('count')"), "0 frames; 1 other line skipped")

    def test_long_lines_as_the_command_reads_them(self):
        page = self.open()
        frame = "> 00ff0000 0 0 0 0"
        # Past the text box, in which Chromium takes minutes to wrap such lines.
        read_log = """async (log) => {
            const codec = await loadCodec();
            const { frames, malformed } = codec.readLog(log);
            return [frames.map((frame) => codec.json(frame)), malformed];
        }"""
        for filler, count in ((" ", 1 << 20), ("x", 2000000), ("\u20ac", 1 << 20), ("\x1b[m", 1 << 20)):
            fits = filler * (((1 << 20) - len(frame)) // len(filler.encode()))
            too_long = [{"line": 2, "problem": "more than 1048576 bytes"}]
            for begin, malformed in ((fits, []), (filler * count, too_long)):
                log = f"{frame}\n{begin}{frame}\n{frame}\n"
                with self.subTest(filler=filler, malformed=malformed):
                    expected = decode(log)
                    self.assertEqual(len(expected), 2 if malformed else 3)
                    self.assertEqual(page.run(read_log, log), [expected, malformed])

    def test_malformed_lines_as_the_command_reads_them(self):
        page = self.open()
        lines = ("> 00ff0000 0 0 0", "> call 1 2 3 4 5", "> call 1 2 3 4 5 6 7", "W3=1 W4=2 W5=3 W6=4",
                 "x3=0000000100ff0003 x4=0 x5=0 x6=0 x7=0", "W3=1 W4=2 W5=3 W6=4 W7=5 6",
                 "> 00ff0000 0 0 0 0 took 3 us")
        for line in lines:
            with self.subTest(line):
                done = subprocess.run([TSRPC, "decode"], input=line, capture_output=True, text=True, check=False)
                self.assertEqual((done.returncode, done.stdout), (1, ""))
                self.assertEqual(self.frames(page, line), [])
                self.assertEqual(done.stderr, f"tsrpc decode: line 1: \"{line}\"; "
                                 + page.run("() => reading.text('count')").removeprefix("0 frames; line 1: ") + "\n")
        self.frames(page, "\n".join(lines))
        self.assertEqual(page.run("() => reading.text('count')"),
                         "0 frames; line 1: 4 words; expected five, and 6 more such")

    def test_logs_as_the_command_reads_them(self):
        page = self.open()
        log = read(LOGS)
        self.assertGreaterEqual(len(decode(log)), 20)
        self.assertEqual([frame["json"] for frame in self.frames(page, log)], decode(log))

    def test_examples(self):
        page = self.open()
        text = "(name) => document.getElementById(name).textContent.trimStart()"
        logs = {name: page.run(text, name) for name in EXAMPLES}
        section = re.search(r"^## 7\. .*?$(.*?)(?:^## |\Z)", read(ABI), re.MULTILINE | re.DOTALL)[1]
        self.assertEqual([line[2:] for line in logs["worked"].splitlines()],
                         re.findall(r"\| ((?:[0-9a-f]{8} ){4}[0-9a-f]{8}) \|$", section, re.MULTILINE))
        for name, log in logs.items():
            page.run("(name) => document.querySelector(`[data-example=${name}]`).click()", name)
            self.assertEqual(page.evaluate("document.getElementById('log').value"), log)
            self.assertEqual([frame["json"] for frame in self.frames(page, log)], decode(log.replace("reset\n", "")))

    def test_filter(self):
        page = self.open()
        page.run("() => document.querySelector('[data-example=broken]').click()")
        page.run("() => document.getElementById('only-broken').click()")
        lines = page.evaluate("[...document.querySelectorAll('#frames .number')].map((number) => number.textContent)")
        self.assertEqual(lines, ["4", "5", "7", "8"])
        self.assertEqual(page.evaluate("reading.frame().words[0]"), 0x01030103)


class KeyboardTest(PageTest):
    def label(self, page):
        return page.evaluate("document.activeElement.getAttribute('aria-label')")

    def test_paste_choose_flip(self):
        page = self.open()
        page.run("() => document.getElementById('log').select()")
        page.type("noise\n> 00ff0000 0 0 0 0\n> 00030102 12 0 10 0\n")
        page.run("() => document.querySelector('#frames li').focus()")
        page.press("ArrowDown")
        self.assertEqual(page.evaluate("reading.frame().title"), "service_call request")
        page.run("() => document.querySelector('.bit[tabindex=\"0\"]').focus()")
        self.assertEqual(self.label(page), "W3 bit 31, sap err, 0")
        page.press("Space")
        self.assertEqual(self.label(page), "W3 bit 31, sap err, 1, breaks a rule, changed")
        self.assertEqual(page.run("() => reading.text('said')"),
                         "sap_err 0x0 becomes 0x1; broken: W3[31] sap_err: must be 0x0; the frame is not valid.")
        frame = page.evaluate("reading.frame()")
        self.assertEqual([frame["json"]], decode("> 80030102 12 0 10 0"))
        self.assertEqual(frame["broken"], ["! must be 0x0"])
        self.assertIn("must be 0x0", page.run("() => reading.text('bit')"))
        link = page.evaluate("document.getElementById('link').hash")
        self.assertEqual(link, "#request=80030102.00000012.00000000.00000010.00000000")
        page.run("(link) => reading.address(link)", link)
        page.press("Space")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("> 00030102 12 0 10 0"))

    def test_moves(self):
        for width, per_line in ((1280, 32), (600, 16), (360, 8)):
            page = self.open(width=width)
            page.run("() => document.querySelector('.bit[tabindex=\"0\"]').focus()")
            at = lambda place: f"W{3 + place // 32} bit {31 - place % 32},"
            for key, place in (("ArrowLeft", 0), ("ArrowUp", 0), ("ArrowRight", 1), ("ArrowDown", 1 + per_line),
                               ("End", 2 * per_line - 1), ("ArrowRight", 2 * per_line), ("ArrowLeft", 2 * per_line - 1),
                               ("Home", per_line), ("ArrowUp", 0)):
                with self.subTest(width=width, key=key):
                    page.press(key)
                    self.assertTrue(self.label(page).startswith(at(place)), self.label(page))
                    self.assertEqual(page.evaluate("document.querySelectorAll('.bit[tabindex=\"0\"]').length"), 1)
            for _ in range(5 * 32 // per_line):
                page.press("ArrowDown")
            page.press("End")
            self.assertTrue(self.label(page).startswith("W7 bit 0,"), self.label(page))

    def test_tab_reaches_every_control(self):
        page = self.open()
        page.run("() => document.getElementById('log').focus()")
        reached = []
        for _ in range(16):
            page.press("Tab")
            reached.append(page.evaluate("(document.activeElement.id || document.activeElement.dataset.example"
                                         " || document.activeElement.className || document.activeElement.type"
                                         " || document.activeElement.tagName).split(' ')[0]"))
        self.assertEqual(reached, ["worked", "broken", "trace", "only-broken", "LI", "radio", "link", "hex-W3", "bit",
                                   "hex-W4", "hex-W5", "hex-W6", "hex-W7", "SUMMARY", "BODY", "log"])

    def test_words(self):
        page = self.open()
        page.run("() => document.getElementById('hex-W3').select()")
        page.type("0x00ff0004")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("> 00ff0004 0 0 0 0"))
        page.run("() => document.getElementById('hex-W3').select()")
        page.type("00ff000g")
        self.assertEqual(page.evaluate("document.activeElement.getAttribute('aria-invalid')"), "true")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("> 00ff0004 0 0 0 0"))
        page.run("() => document.getElementById('undo').click()")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("> 00ff0000 0 0 0 0"))


class FrameTest(PageTest):
    trace = "> call 0001 00ff0003 1 2 3 4\n< ok 00ff0001 0 0 0 0\n"

    def test_a_response_with_and_without_its_request(self):
        page = self.open()
        alone = "< 00ff0001 0 0 0 0"
        for log, is_answer in ((self.trace, True), ("> 00ff0003 1 2 3 4\n" + alone, False)):
            page.run("(log) => { reading.paste(log); reading.choose(1); }", log)
            self.assertEqual(page.evaluate("document.getElementById('is-answer').checked"), is_answer)
            for _ in range(2):
                expected = decode(self.trace)[1:] if is_answer else decode(alone)
                self.assertEqual([page.evaluate("reading.frame().json")], expected)
                page.run("() => document.getElementById('is-answer').click()")
                is_answer = not is_answer

    def test_direction(self):
        page = self.open()
        page.run("() => reading.paste('00ff0000 1 0 0 0')")
        page.run("() => document.querySelector('[value=response]').click()")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("< 00ff0000 1 0 0 0"))
        page.run("() => document.querySelector('[value=request]').click()")
        self.assertEqual([page.evaluate("reading.frame().json")], decode("> 00ff0000 1 0 0 0"))

    def test_links(self):
        for log in ("> 00030102 12 0 10 0", "< 00ff0003 fffffffd 0 0 0", self.trace):
            with self.subTest(log):
                page = self.open()
                page.run("(log) => { reading.frames(log); }", log)
                again = self.open(page.evaluate("document.getElementById('link').hash"))
                self.assertEqual([again.evaluate("reading.frame().json")], decode(log)[-1:])
                self.assertEqual(decode(again.evaluate("reading.text('text')")), decode(log))
        for broken in ("#request=1.2.3.4", "#request=1.2.3.4.5.6", "#request=1.2.3.4.g", "#response="):
            with self.subTest(broken):
                self.assertEqual(self.open(broken).evaluate("reading.frame().title"), "get_version request")

    def test_a_bit_says_what_it_would_do(self):
        page = self.open("#request=00ff0000.0.0.0.0")
        foretold = page.evaluate("reading.foretold()")
        self.assertEqual(len(foretold), 160)
        for bit in (31, 30, 23, 8, 0, 32, 159):
            page.run("(bit) => document.querySelectorAll('#diagram .bit')[bit].click()", bit)
            self.assertEqual(page.run("() => reading.text('said')"), foretold[bit] + ".")
            page.run("() => document.getElementById('undo').click()")
        self.assertEqual(foretold[8], "get_version request becomes service_call request; "
                         "interface_id 255 (management) becomes 127")
        self.assertEqual(foretold[32], "reserved 0x00000000 becomes 0x80000000; "
                         "broken: W4 reserved: must be 0; bit 31 differs; the frame is not valid")


class LooksTest(PageTest):
    def test_contrast_of_text(self):
        for scheme in SCHEMES:
            states = self.open(scheme=scheme).evaluate("reading.inEveryState(() => contrast.faintTexts(4.5))")
            self.assertEqual(len(states), 20)
            for state, measured in states.items():
                with self.subTest(scheme=scheme, state=state):
                    self.assertGreater(measured["count"], 400)
                    self.assertEqual(measured["faint"], [])

    def test_contrast_of_what_is_no_text(self):
        pairs = [("--control", "--page"), ("--wrong-line", "--wrong"), ("--wrong-line", "--page")]
        behind_focus = ("page", "value", "echo", "fixed", "reserved", "hatch", "wrong")
        pairs += [("--accent", f"--{kind}") for kind in behind_focus]
        for scheme in SCHEMES:
            page = self.open(scheme=scheme)
            for first, second in pairs:
                with self.subTest(scheme=scheme, pair=(first, second)):
                    self.assertGreaterEqual(page.run("(a, b) => contrast.contrastOf(a, b)", first, second), 3)

    def test_schemes_differ(self):
        color = "getComputedStyle(document.body).backgroundColor"
        pages = [self.open(scheme=scheme).evaluate(color) for scheme in SCHEMES]
        self.assertEqual(pages, ["rgb(255, 255, 255)", "rgb(20, 23, 27)"])

    def test_nothing_is_wider_than_a_phone(self):
        for width in (320, 360, 640, 1280):
            page = self.open(width=width, mobile=True)
            widths = page.evaluate("reading.inEveryState(() => document.documentElement.scrollWidth)")
            self.assertEqual(set(widths.values()), {width})

    def test_size(self):
        self.assertLess(pathlib.Path(PAGE).stat().st_size, 100_000)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])

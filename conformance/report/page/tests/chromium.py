# SPDX-License-Identifier: BSD-3-Clause
"""A page in headless Chromium, driven over the DevTools protocol.

Messages go through pipes, so that no port has to be free. Nothing here waits for a time: each step waits for the
message that says that it is done.
"""
import fcntl
import json
import os
import pathlib
import subprocess
import tempfile

FLAGS = (
    "--no-sandbox",  # which root cannot use, and which is not what is tested
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-hang-monitor",
    "--hide-scrollbars",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--remote-debugging-pipe",
)
KEYS = {"Space": (" ", 32), "Tab": ("Tab", 9), "End": ("End", 35), "Home": ("Home", 36), "ArrowLeft": ("ArrowLeft", 37),
        "ArrowUp": ("ArrowUp", 38), "ArrowRight": ("ArrowRight", 39), "ArrowDown": ("ArrowDown", 40),
        "Enter": ("Enter", 13), "Escape": ("Escape", 27)}
TEXTS = {"Space": " ", "Enter": "\r"}


class Chromium:
    """The browser; as a context manager it ends with its block."""

    def __init__(self, command="chromium-headless-shell"):
        self._home = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        to_read, self._to = os.pipe()
        self._from, to_write = os.pipe()
        # It speaks on the file descriptors 3 and 4, which may be pipes' already: hence the detour.
        theirs = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 10) for descriptor in (to_read, to_write)]
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", f'exec "$@" 3<&{theirs[0]} 4>&{theirs[1]}', "bash", command, *FLAGS,
             f"--user-data-dir={self._home.name}"],
            pass_fds=theirs, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": self._home.name})
        for descriptor in (to_read, to_write, *theirs):
            os.close(descriptor)
        self._bytes = bytearray()
        self._id = 0
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.call("Browser.close")
        except (BrokenPipeError, EOFError):
            pass
        self._process.wait()
        os.close(self._to)
        os.close(self._from)
        self._home.cleanup()

    def receive(self):
        """The next message."""
        while (end := self._bytes.find(b"\0")) < 0:
            more = os.read(self._from, 1 << 16)
            if not more:
                raise EOFError("Chromium has ended")
            self._bytes += more
        message = json.loads(self._bytes[:end])
        del self._bytes[:end + 1]
        if "method" in message:
            self.events.append(message)
        return message

    def call(self, method, session=None, **parameters):
        """What the browser answers."""
        self._id += 1
        message = {"id": self._id, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data):]
        while (answer := self.receive()).get("id") != self._id:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def wait_for(self, method, session, since):
        """Takes events until one of that name is there. Those from `since` on count: it may come before an answer."""
        while not any(event["method"] == method and event.get("sessionId") == session for event in self.events[since:]):
            self.receive()


class Page:
    """A tab. `width` and `height` in CSS pixels; `scheme` is light or dark."""

    def __init__(self, browser, width=1280, height=900, scheme="light", mobile=False):
        self._browser = browser
        self._target = browser.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = browser.call("Target.attachToTarget", targetId=self._target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def call(self, method, **parameters):
        return self._browser.call(method, self._session, **parameters)

    def show(self, path, fragment=""):
        """Loads a file."""
        since = len(self._browser.events)
        self.call("Page.navigate", url=pathlib.Path(path).resolve().as_uri() + fragment)
        self._browser.wait_for("Page.loadEventFired", self._session, since)

    def open(self, path, fragment=""):
        """Shows a file, and waits until it can be used."""
        self.show(path, fragment)
        self.evaluate("page.then(() => true)")

    def evaluate(self, expression):
        """A value of JavaScript, of a promise when it is there. What throws there throws here."""
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            details = result["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return result["result"].get("value")

    def run(self, function, *arguments):
        """Calls a function of JavaScript."""
        return self.evaluate(f"({function})({', '.join(json.dumps(argument) for argument in arguments)})")

    def press(self, *keys):
        for key in keys:
            name, code = KEYS[key]
            event = {"key": name, "code": key, "windowsVirtualKeyCode": code}
            self.call("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": TEXTS[key]} if key in TEXTS else {}))
            self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def close(self):
        self._browser.call("Target.closeTarget", targetId=self._target)

    def complaints(self):
        """What was said on the console, thrown, or asked of a network so far."""
        of_page = [event for event in self._browser.events if event.get("sessionId") == self._session]
        methods = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        said = [event["params"] for event in of_page if event["method"] in methods]
        asked = [event["params"]["request"] for event in of_page if event["method"] == "Network.requestWillBeSent"]
        return said, [request["url"] for request in asked]

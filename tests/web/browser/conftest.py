"""A real browser at the running site, and what a person does in it."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from shutil import which

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page, sync_playwright

from popliteal.interview import SKIPPED
from popliteal.knowledge.content import NOT_SURE, Measure
from popliteal.knowledge.load import load
from tests.web.running import run_site

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
# 320 pixels is the smallest phone, and what is left of 1280 at 400 % zoom.
SMALL, ZOOMED = {"width": 320, "height": 568}, {"width": 320, "height": 256}
# Far more pages than any visit has.
LONGEST_VISIT = 90
_ARRIVALS = 4
# What a browser says of a document that is not there yet, or not any more.
_ARRIVING = ("Execution context was destroyed", "of null (reading", "documentElement is null")
# The violations that a page reports of its own policy, kept for the test to read.
_WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (e) => violations.push(e.violatedDirective));
"""


@dataclass
class Visitor:
    """Somebody at a browser window.

    Attributes
    ----------
    page : the window
    site : address of the running site
    seen : paths of the pages, in order
    faults : console errors, script errors, policy reports and requests to anywhere else
    """

    page: Page
    site: str
    seen: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        """The path of the page that is shown."""
        return self.page.url.removeprefix(self.site)

    def open(self, path="/"):
        """Go to an address."""
        self.page.goto(self.site + path)

    def begin(self):
        """Press Start, as somebody whom this browser has not seen before."""
        self.page.context.clear_cookies()
        self.open("/")
        self.press("main form button.button")

    def press(self, what):
        """Press a button that leads to a page, and wait for it."""
        with self.page.expect_navigation():
            self.page.click(what)

    def answer(self, person):
        """Fill in the question on the page as this person would, with the mouse."""
        key = self.path.split("/")[2]
        if key in load().measures:
            if person.get(key, SKIPPED) is SKIPPED:
                self.press("button[name=skip]")
            else:
                self.page.fill("#answer-1", f"{person[key]:g}")
                self.press(".ways button.button:not(.second)")
            return
        self.page.check(f'input[value="{answer_of(key, person)}"]')
        self.press(".ways button.button")

    def walk(self, person, at_each=lambda: None):
        """Go from the start to the end of the questions, and do something on each page."""
        self.begin()
        for _ in range(LONGEST_VISIT):
            at_each()
            self.seen.append(self.path)
            if not self.path.startswith("/question/"):
                return
            self.answer(person)
        pytest.fail(f"the questions do not end: {self.path}")

    def reports(self):
        """What the page's own policy had to stop."""
        return settled(self.page, lambda: self.page.evaluate("window.violations || []"))


def answer_of(key, person):
    """The answer of this person; a sign that is not named is not there."""
    step = load().questions.get(key) or load().measures[key]
    assert not isinstance(step, Measure)
    return person.get(key, step.absent or NOT_SURE)


def settled(page, ask):
    """Ask a page that has arrived; one that was still arriving is asked again.

    Once in some hundred pages, on a busy machine, the document went away under the question
    although it had been reported as loaded; why is not known. What its successor says counts.
    """
    for _ in range(_ARRIVALS):
        page.wait_for_load_state()
        try:
            return ask()
        except Error as error:
            if not any(sign in str(error) for sign in _ARRIVING):
                raise
    return ask()


def violations(page):
    """What the axe rules find on the page, in words."""
    found = settled(page, lambda: Axe().run(page).response["violations"])
    return [
        f"{page.url}: {rule['id']}: {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


def overflow(page, direction="ltr"):
    """How many pixels of the page, written in this direction, lie beside the window."""
    turned = f"document.documentElement.dir = '{direction}';"
    words = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    return settled(page, lambda: page.evaluate(f"{turned} Math.max(0, {words})"))


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """Address of the site, run as in production."""
    with run_site(tmp_path_factory.mktemp("site")) as running:
        yield running.address


@pytest.fixture(scope="session")
def chromium():
    """The browser that Debian ships; `make test` installs it."""
    program = which("chromium")
    assert program, "Chromium is missing: run .ci/debian as root."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(site, chromium):
    """Open a window, by default that of a phone: `with visitor(...) as somebody`."""

    @contextmanager
    def opened(window=PHONE, **options):
        context = chromium.new_context(viewport=window, **{"locale": "en-GB", **options})
        if options.get("java_script_enabled", True):
            context.add_init_script(_WATCH)
        page = context.new_page()
        somebody = Visitor(page, site)
        page.on("console", lambda m: m.type == "error" and somebody.faults.append(m.text))
        page.on("pageerror", lambda error: somebody.faults.append(str(error)))
        page.on(
            "request",
            lambda r: r.url.startswith(site) or somebody.faults.append(f"request to {r.url}"),
        )
        try:
            yield somebody
        finally:
            context.close()

    return opened

"""Photograph every step of a visit: `make screenshots`.

All of them, on a phone and on a desktop, light and dark, go to build/screens, to be looked at. The
three that the README shows go to docs/screens.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.browser.conftest import DESKTOP, FLAGS, PHONE, Visitor
from tests.web.conftest import BREATHLESS, CLOT_RISK, RUNNER
from tests.web.running import run_site

ROOT = Path(__file__).resolve().parents[1]
ALL, SHOWN = ROOT / "build" / "screens", ROOT / "docs" / "screens"
RUNNER_WITH_AN_ANGLE = RUNNER | {
    "duration": "3_14d",
    "onset_mode": "gradual",
    "st_heel_press": "spot",
    "knee_angle_deg": 25,
}
PEOPLE = {"runner": RUNNER_WITH_AN_ANGLE, "clot": CLOT_RISK, "breathless": BREATHLESS}
AFTER = ("check", "result", "plan", "see-why", "summary")
README = {
    "question": "runner-st_heel_press",
    "result": "runner-result",
    "see-why": "runner-see-why",
}


def main() -> None:
    """Take every picture anew."""
    shutil.rmtree(ALL, ignore_errors=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        run_site(Path(folder)) as site,
        sync_playwright() as playwright,
    ):
        program = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        for view, window in (("phone", PHONE), ("desktop", DESKTOP)):
            for scheme in ("light", "dark"):
                _photograph(browser, site.address, view, window, scheme)
        browser.close()
    for name, step in README.items():
        shutil.copy(ALL / "phone-light" / f"{step}.window.png", SHOWN / f"{name}.png")
    print(f"{sum(1 for _ in ALL.rglob('*.png'))} pictures in {ALL.relative_to(ROOT)}")


def _photograph(
    browser: Browser, address: str, view: str, window: Mapping[str, int], scheme: str
) -> None:
    folder = ALL / f"{view}-{scheme}"
    folder.mkdir(parents=True)
    SHOWN.mkdir(exist_ok=True)
    for name, person in PEOPLE.items():
        context = browser.new_context(viewport=window, color_scheme=scheme, locale="en-GB")
        visitor = Visitor(context.new_page(), address)
        visitor.open("/")
        _take(visitor.page, folder / "start")
        visitor.walk(person, lambda v=visitor, n=name: _take(v.page, folder / f"{n}-{_step(v)}"))
        for path in _after(name):
            visitor.open(f"/{path}/")
            _take(visitor.page, folder / f"{name}-{path}")
        context.close()


def _step(visitor: Visitor) -> str:
    return visitor.path.strip("/").split("/")[-1]


def _after(name: str) -> Iterator[str]:
    """The pages after the questions; an emergency has one, and no figure shows how to stretch."""
    if name != "breathless":
        yield from (path for path in AFTER if name == "runner" or path != "see-why")


def _take(page: Page, target: Path) -> None:
    """The whole page, and what the window shows of it."""
    page.screenshot(path=f"{target}.png", full_page=True)
    if target.name in README.values():
        page.screenshot(path=f"{target}.window.png")


if __name__ == "__main__":
    main()

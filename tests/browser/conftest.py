"""A browser for tests: Debian's Chromium driven by playwright, with axe-core for accessibility.

All that a page asks for is written down, and what would leave the machine is stopped. The tests are
skipped, with the reason, where browser or driver are not installed.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, SAMPLE

WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
GRAVE = ("serious", "critical")
HERE = ("127.0.0.1", "")
"""Hosts of requests that stay on the machine; a file has none."""


class Visitor:
    """One browser window: where it goes, what it asked for, what it complained of."""

    def __init__(self, chromium, home, **options):
        self.home = home
        self.asked, self.complaints = [], []
        self.context = chromium.new_context(**{"viewport": WIDE, "locale": "en-GB", **options})
        self.context.route("**/*", self._route)
        self.page = self.context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _route(self, route):
        self.asked.append(route.request.url)
        if urlsplit(route.request.url).hostname in (*HERE, None):
            route.continue_()
        else:
            route.abort()

    def go(self, path=""):
        """Open an address of the site, or a file of the report."""
        self.page.goto(self.home + path)
        return self.page

    def left(self):
        """Requests that would have left the machine."""
        return [url for url in self.asked if urlsplit(url).hostname not in (*HERE, None)]

    def faults(self, *impacts):
        """What axe-core finds wrong with the page as it is now. It fetches nothing to see that."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, options={"preload": False}).response["violations"]
        return [
            f"{each['impact']} {each['id']}: {node['html'][:160]}"
            for each in found
            if each["impact"] in (impacts or GRAVE)
            for node in each["nodes"]
        ]

    def overflow(self):
        """How many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.fixture(scope="package")
def chromium():
    """A browser without a window. It lasts as long as the tests of this folder, as its event loop would be
    in the way of others."""
    driver = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("chromium is not on the path: apt-get install chromium")
    with driver.sync_playwright() as playing:
        # Tests may run as root in a container, where Chromium's own sandbox cannot be built.
        browser = playing.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def address(chromium, outputs):
    """Where `stp serve` shows the sample's database."""
    pytest.importorskip("datasette", reason="the extra `serve` is not installed")
    command = [sys.executable, "-m", "pipeline", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--outputs", outputs, "--corpus", SAMPLE], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        yield server.stdout.readline().split()[0].removesuffix("/")
        server.terminate()


@pytest.fixture
def window(chromium):
    """A way to open windows, all closed after the test."""
    opened = []

    def open_window(home, **options):
        opened.append(Visitor(chromium, home, **options))
        return opened[-1]

    yield open_window
    for each in opened:
        each.context.close()


@pytest.fixture
def site(window, address):
    """A window at the served database."""
    return window(address)


@pytest.fixture
def report(window, outputs):
    """A window at the report on the disk."""
    return window((outputs / "report").as_uri())


def report_pages(outputs: Path) -> list[str]:
    """Pages of the report, as paths under it: all at its top, two themes, every page of a footprint that was
    read, and the first of one with a draft alone and of one without a plan."""
    folder = outputs / "report"
    pages = sorted(folder.glob("*.html")) + sorted(folder.glob("themes/*.html"))[:2]
    pages += sorted(folder.glob("footprints/s01/*.html"))
    pages += [folder / "footprints" / each / "index.html" for each in ("s06", "s09")]
    return [f"/{page.relative_to(folder)}" for page in pages]

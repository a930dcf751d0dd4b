"""Make the README's pictures from a run on the sample corpus: python -m docs.pictures OUTPUTS.

Reads OUTPUTS/report from the disk and serves OUTPUTS/stp.db; writes PNGs beside this file. Needs Chromium.
"""

import io
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
HARROWMERE = "/page/harrowmere-2016-10/2?ref=harrowmere-2016-10/p2/s7"


def part(page: Page, address: str, name: str, anchor: str = "", height: int = 560) -> None:
    """A picture of a page from an anchor on, or from its top."""
    page.goto(address)
    page.evaluate("anchor => anchor && document.querySelector(anchor).scrollIntoView()", anchor)
    page.wait_for_timeout(300)
    shot = page.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": height})
    Image.open(io.BytesIO(shot)).quantize(64).save(HERE / f"{name}.png", optimize=True)


def main(outputs: Path) -> None:
    """Make all pictures."""
    report = (outputs / "report" / "index.html").resolve().as_uri()
    serve = [sys.executable, "-m", "pipeline", "serve", "--port", "0", "--outputs", str(outputs)]
    with (
        sync_playwright() as playing,
        subprocess.Popen(serve, stdout=subprocess.PIPE, text=True) as server,
        playing.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"]) as browser,
    ):
        assert server.stdout
        home = server.stdout.readline().split()[0].removesuffix("/")
        page = browser.new_page(
            viewport={"width": 1000, "height": 700}, locale="en-GB", reduced_motion="reduce"
        )
        part(page, report, "beds", "#beds")
        part(page, report, "themes", "h2#themes", 620)
        part(page, report.replace("index.html", "findings.html#words=agency"), "search")
        part(page, home + HARROWMERE, "page", height=700)
        server.terminate()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "outputs"))

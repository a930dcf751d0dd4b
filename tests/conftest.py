"""What several tests need: a run of all stages on the sample corpus, made once."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import stp

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample"


def invoke(*args: object) -> Result:
    """Run `stp` with arguments in this process."""
    return CliRunner().invoke(stp, [str(each) for each in args])


@pytest.fixture(scope="session")
def outputs(tmp_path_factory) -> Path:
    """The outputs of a whole run on the sample corpus."""
    folder = tmp_path_factory.mktemp("outputs")
    result = invoke("run", "--corpus", SAMPLE, "--outputs", folder)
    assert result.exit_code == 0, result.output
    (folder / "screen.txt").write_text(result.output)
    return folder


@pytest.fixture
def small(tmp_path) -> Path:
    """A corpus of two of the sample's plans."""
    folder = tmp_path / "corpus"
    for name in ("footprints.csv", "manifest.csv"):
        folder.mkdir(exist_ok=True)
        shutil.copy(SAMPLE / name, folder / name)
    shutil.copytree(SAMPLE / "gazetteers", folder / "gazetteers")
    (folder / "pdf").mkdir()
    kept = ("stonebeck-2016-10", "pellan-sound-2016-11")
    for plan in kept:
        shutil.copy(SAMPLE / "pdf" / f"{plan}.pdf", folder / "pdf")
    keep(folder, *kept)
    return folder


def keep(corpus: Path, *plans: str) -> None:
    """Leave only these plans in the register."""
    manifest = corpus / "manifest.csv"
    head, *rows = manifest.read_text().splitlines()
    rows = [row for row in rows if row.split(",")[0] in plans]
    manifest.write_text("\n".join([head, *rows]) + "\n")

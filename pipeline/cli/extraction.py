"""The command that measures how well pages are read."""

import hashlib
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pipeline.extract.measures import Count

DOCUMENTS = Path("../shared/real_pdfs")
ANNOTATIONS = Path("tests/annotations/pages.jsonl")
SPECIMENS = Path("corpus/sample/truth")
VERSIONS = "dementia-strategy-summary-plain.pdf", "dementia-strategy-summary-designed.pdf"
"""One document in two designs."""
MADE_PAGES = 60


@click.command("evaluate-extraction")
@click.option("--documents", type=click.Path(file_okay=False, path_type=Path), default=DOCUMENTS,
              show_default=True, metavar="DIR", help="Folder with the PDFs to measure on.")  # fmt: skip
@click.option("--annotations", "annotated", type=click.Path(dir_okay=False, path_type=Path),
              default=ANNOTATIONS, show_default=True, metavar="FILE",
              help="Pages of them that a person has read.")  # fmt: skip
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of the pages that are made.")
@click.option("--peers/--no-peers", "with_peers", default=True, show_default=True,
              help="Run pdfplumber, pdfminer.six and pdftotext on the same pages.")  # fmt: skip
@click.option("--json", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the figures as JSON, too.")  # fmt: skip
def evaluate_extraction(
    documents: Path, annotated: Path, seed: int, with_peers: bool, target: Path | None
) -> None:
    """Measure how well pages are read, on pages whose truth is known, beside other programs.

    Needs a checkout of the project (made pages and annotations stand under tests/).

    Example: stp evaluate-extraction --seed 7 --no-peers
    """
    from pipeline.extract.measures import total

    found = total(_counts(documents, annotated, seed, with_peers))
    click.echo(_table(found))
    if target:
        figures = [{**count._asdict(), "value": round(count.value, 4)} for count in found]
        target.write_text(json.dumps({"seed": seed, "figures": figures}, indent=1) + "\n", encoding="utf-8")


def _counts(documents: Path, annotated: Path, seed: int, with_peers: bool) -> "Iterator[Count]":
    """The figures of every document, each read in a worker of its own."""
    from pipeline.extract import evaluate
    from pipeline.extract.annotated import annotations
    from pipeline.stages.child import alone

    # The installed command does not look in the folder that it is called from, as `python -m` does.
    sys.path.insert(0, str(Path.cwd()))
    try:
        made = import_module("tests.synthetic_pages")
    except ImportError as error:
        raise click.UsageError("run it from a checkout of the project, which has tests/") from error
    pdf, truths = made.document(seed, MADE_PAGES)
    yield from alone(evaluate.made_counts, pdf, truths, with_peers=with_peers)
    for path in sorted(SPECIMENS.glob("*.json")):
        pdf = (SPECIMENS.parent / "pdf" / f"{path.stem}.pdf").read_bytes()
        yield from alone(evaluate.specimen_counts, pdf, json.loads(path.read_bytes())["pages"])
    if not documents.is_dir() or not annotated.is_file():
        click.echo(
            f"{documents} or {annotated} is not there: only made pages and specimens were measured", err=True
        )
        return
    wanted = annotations(annotated.read_bytes())
    files = sorted(documents.glob("*.pdf"))
    for path in _with_progress(files):
        pdf = path.read_bytes()
        digest = hashlib.sha256(pdf).hexdigest()
        own = [each for each in wanted if each.sha256 == digest]
        if own:
            yield from alone(evaluate.annotated_counts, pdf, own, with_peers=with_peers)
        yield from alone(evaluate.tagged_counts, pdf, "tagged, tags hidden", with_peers=with_peers)
    pair = [documents / name for name in VERSIONS]
    if all(path.exists() for path in pair):
        plain, designed = (path.read_bytes() for path in pair)
        yield from alone(evaluate.version_counts, plain, designed, with_peers=with_peers)


def _with_progress(files: list[Path]) -> Iterator[Path]:
    if not sys.stderr.isatty():
        yield from files
        return
    with click.progressbar(files, label="documents", file=sys.stderr) as bar:
        yield from bar


def _table(counts: "list[Count]") -> str:
    """One row for a sample and measure, one column for an engine."""
    engines = list(dict.fromkeys(count.engine for count in counts))
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for count in counts:
        rows.setdefault((count.sample, count.measure), {})[count.engine] = count
    head = f"{'sample':<22}{'measure':<21}{'cases':>6}" + "".join(f"{engine:>15}" for engine in engines)
    lines = [head]
    for (sample, measure), found in rows.items():
        cases = max(count.cases for count in found.values())
        values = (f"{found[engine].value:.3f}" if engine in found else "" for engine in engines)
        lines.append(f"{sample:<22}{measure:<21}{cases:>6}" + "".join(f"{value:>15}" for value in values))
    return "\n".join(lines)

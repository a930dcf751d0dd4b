"""The command that measures this pipeline beside what else could be used."""

import os
import tempfile
import time
from pathlib import Path

import click

from pipeline.cli.options import FOLDER_THERE


@click.command()
@click.option("--pdfs", type=FOLDER_THERE, default="corpus/sample/pdf", show_default=True, metavar="DIR",
              help="Folder of PDFs to measure on.")  # fmt: skip
@click.option("--runs", type=click.IntRange(min=1), default=3, show_default=True, metavar="N",
              help="Rounds, of which the medians count.")  # fmt: skip
@click.option("--quick", is_flag=True, help="One round, on the sample: minutes, and rough.")
@click.option("--documents", "counts", multiple=True, type=click.IntRange(min=1), metavar="N",
              help="Measure scale too, on so many made documents (repeatable).")  # fmt: skip
@click.option("--json", "json_file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write everything measured there.")  # fmt: skip
@click.option("--add", "history", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Add the tables to this history, e.g. docs/benchmarks.md.")  # fmt: skip
def bench(
    pdfs: Path, runs: int, quick: bool, counts: tuple[int, ...], json_file: Path | None, history: Path | None
) -> None:
    """Measure time and memory beside pdfplumber, pdfminer.six and others, on this machine in one run.

    Example: stp bench --quick
    """
    from pipeline.bench import measured, scale, table

    if quick:
        pdfs, runs = Path("corpus/sample/pdf"), 1
    files = sorted(pdfs.glob("*.pdf"))
    if not files:
        raise click.UsageError(f"{pdfs} holds no PDF (*.pdf): give another folder with --pdfs")
    day, load = time.strftime("%Y-%m-%d"), os.getloadavg()[1]

    def progress(what: str) -> None:
        click.echo(what, err=True)

    with tempfile.TemporaryDirectory(prefix="stp-bench-") as folder:
        rows = list(measured(files, Path(folder), runs=runs, progress=progress))
        scales = list(scale.measured(list(counts), Path(folder) / "scale", progress=progress))
    parts = [table.heading(day, runs, load), table.rows(rows), table.scale(scales)]
    text = "\n\n".join(part for part in parts if part) + "\n"
    click.echo(text)
    if json_file:
        json_file.write_text(table.as_json(day, rows, scales) + "\n")
    if history:
        before = history.read_text() if history.exists() else "# Benchmarks\n"
        history.write_text(before.rstrip() + "\n\n" + text)

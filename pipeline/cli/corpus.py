"""The commands about a corpus: adding plans to it, and what of it is there."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.options import FOLDER, FOLDER_THERE

if TYPE_CHECKING:
    from pipeline.corpus import Corpus
    from pipeline.records import Plan
    from pipeline.stages.survey import Reader


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path),
                metavar="FILES_OR_FOLDERS...")  # fmt: skip
@click.option("--corpus", required=True, type=FOLDER, metavar="DIR",
              help="Folder to add to; made if it is not there.")  # fmt: skip
@click.option("--footprint", default="", metavar="CODE",
              help="Code of the footprint, as in footprints.csv; else read off the file.")  # fmt: skip
@click.option("--id", "plan_id", default="", help="Id of the plan; by default from the file's name.")
@click.option("--title", default="", help="Title; by default from the file's name.")
@click.option("--kind", default="plan", show_default=True, help="plan, draft, summary, annex, update, …")
@click.option("--published", default="", metavar="DATE", help="Date of publication, e.g. 2016-10-21.")
@click.option("--url", default="", help="Address at which it was published.")
@click.option("--yes", is_flag=True, help="Register what was recognised without asking.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def add(
    paths: tuple[Path, ...], corpus: Path, footprint: str, plan_id: str, title: str, kind: str,
    published: str, url: str, yes: bool, dry_run: bool,
) -> None:  # fmt: skip
    """Register PDFs as plans of a footprint and copy them into a corpus.

    Without --footprint, each file's footprint, kind and date are read off its name, its title and its
    first pages, and shown for you to confirm.

    Example: stp add plans/*.pdf --corpus corpus/mine --footprint E54000001
    """
    from pipeline.corpus import KINDS, Corpus, CorpusError
    from pipeline.corpus.intake import files
    from pipeline.records import Plan
    from pipeline.stages import survey

    if kind not in KINDS:
        raise click.UsageError(f"--kind is one of: {', '.join(KINDS)}")
    given = Plan(plan_id, footprint, title, kind, published=published, url=url)
    try:
        with survey.reader() as read:
            if footprint:
                _register(Corpus(corpus), list(files(paths)), given, read, dry_run)
            elif given != Plan("", "", ""):
                raise click.UsageError(
                    "say --footprint, or leave what is read off the files to be read there"
                )
            else:
                _recognise(Corpus(corpus), list(files(paths)), read, yes=yes, dry_run=dry_run)
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        click.echo("Nothing was written (dry run).")


def _register(corpus: "Corpus", files: "list[Path]", template: "Plan", read: "Reader", dry_run: bool) -> None:
    from pipeline.corpus.register import add as register

    for added in register(
        corpus, files, template=template, probe=lambda pdf: read(pdf).refusal, dry_run=dry_run
    ):
        reason = f" ({added.reason})" if added.reason else ""
        click.echo(f"{added.outcome:<10} {added.path.name} as {added.plan.id}{reason}")


def _recognise(corpus: "Corpus", files: "list[Path]", read: "Reader", *, yes: bool, dry_run: bool) -> None:
    """Show what each file seems to be, and register what was recognised if the reader says so."""
    from pipeline.corpus import intake

    areas = {row["code"]: row["name"] for row in corpus.footprints()}
    if not areas:
        raise click.UsageError(
            f"{corpus.folder} has no footprints.csv to recognise footprints by: "
            "copy corpus/footprints.csv and corpus/gazetteers there, or say --footprint"
        )
    with click.progressbar(files, label="reading", file=sys.stderr) as bar:
        proposals = intake.propose(corpus, bar, read)
    good = [each for each in proposals if not each.hindrance]
    for each in proposals:
        area = each.hindrance or f"{areas[each.match.footprint]} ({each.match.footprint})"
        click.echo(f"{each.path.name}\n    {area}")
        if not each.hindrance:
            facts = [
                each.match.kind,
                each.match.published or "no date",
                f"{each.pages} pages",
                each.match.why,
            ]
            click.echo("    " + "; ".join(filter(None, [*facts, each.refusal, each.note])))
    if dry_run or not good:
        click.echo(f"{len(good)} of {len(proposals)} files recognised")
        return
    if yes or click.confirm(f"Register {len(good)} of {len(proposals)} files?"):
        for each in good:
            _register(corpus, [each.path], each.template, read, dry_run=False)


@click.command()
@click.option("--corpus", type=FOLDER_THERE, default="corpus/sample",
              show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/.")  # fmt: skip
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list, one object for each footprint.")
def status(corpus: Path, outputs: Path, as_json: bool) -> None:
    """Show, footprint by footprint, what is registered, held, read and found, and why the rest is not.

    Example: stp status --corpus corpus/sample --outputs outputs
    """
    import json

    from pipeline import summary
    from pipeline.corpus import Corpus, CorpusError

    database = outputs / "stp.db"
    try:
        rows = summary.coverage(Corpus(corpus), database)
        unread = summary.unread(Corpus(corpus), database) if database.exists() else []
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else summary.table(rows))
    if unread:
        named = ", ".join(unread[:5]) + (", …" if len(unread) > 5 else "")
        what = "1 document has" if len(unread) == 1 else f"{len(unread)} documents have"
        click.echo(
            f"{database} is older than the corpus: {what} come, gone or changed since ({named}); "
            "`stp run` takes them in",
            err=True,
        )
    if as_json:
        return
    if not database.exists():
        click.echo(f"{database} is not there yet: `stp run` makes it")


@click.command()
@click.argument("plan")
@click.argument("page", type=click.IntRange(min=1))
@click.option("--corpus", type=FOLDER_THERE, default="corpus/sample",
              show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/.")  # fmt: skip
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write the picture; by default PLAN-pPAGE.png here.")  # fmt: skip
def look(plan: str, page: int, corpus: Path, target: Path | None) -> None:
    """Write a picture of a page as it was read: words, blocks in order, tables, furniture.

    Example: stp look harrowmere-2016-10 3
    """
    from pipeline.corpus import Corpus
    from pipeline.stages.run import picture

    pdf = Corpus(corpus).pdf(plan)
    if not pdf.exists():
        raise click.UsageError(f"{pdf} is not there: see `stp status --corpus {corpus}`")
    target = target or Path(f"{plan}-p{page}.png")
    try:
        png = picture(pdf, page)
    except ValueError as error:
        raise click.UsageError(f"{pdf.name}: {error}") from error
    target.write_bytes(png)
    click.echo(f"wrote {target}")

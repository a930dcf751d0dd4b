"""The commands about a corpus: adding plans to it, and what of it is there."""

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, FOLDER_THERE


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--corpus", required=True, type=FOLDER, metavar="DIR",
              help="Folder to add to; made if it is not there.")  # fmt: skip
@click.option(
    "--footprint", required=True, metavar="CODE", help="Code of the footprint, as in footprints.csv."
)
@click.option("--id", "plan_id", default="", help="Id of the plan; by default from the file's name.")
@click.option("--title", default="", help="Title; by default from the file's name.")
@click.option("--kind", default="plan", show_default=True, help="plan, draft, summary, annex, update, …")
@click.option("--published", default="", metavar="DATE", help="Date of publication, e.g. 2016-10-21.")
@click.option("--url", default="", help="Address at which it was published.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def add(
    files: tuple[Path, ...], corpus: Path, footprint: str, plan_id: str, title: str, kind: str,
    published: str, url: str, dry_run: bool,
) -> None:  # fmt: skip
    """Register PDFs as plans of a footprint and copy them into a corpus.

    Example: stp add plans/*.pdf --corpus corpus/mine --footprint E54000001
    """
    from pipeline.corpus import KINDS, Corpus, CorpusError
    from pipeline.corpus.register import add as register
    from pipeline.records import Plan
    from pipeline.stages import survey

    if kind not in KINDS:
        raise click.UsageError(f"--kind is one of: {', '.join(KINDS)}")
    template = Plan(id=plan_id, footprint=footprint, title=title, kind=kind, published=published, url=url)
    try:
        with survey.reader() as read:
            for added in register(
                Corpus(corpus), files, template=template, probe=lambda pdf: read(pdf).refusal, dry_run=dry_run
            ):
                reason = f" ({added.reason})" if added.reason else ""
                click.echo(f"{added.outcome:<10} {added.path.name} as {added.plan.id}{reason}")
    except CorpusError as error:
        raise click.UsageError(str(error)) from error
    if dry_run:
        click.echo("Nothing was written (dry run).")


@click.command()
@click.option("--corpus", type=FOLDER_THERE, default="corpus/sample",
              show_default=True, metavar="DIR", help="Folder with manifest.csv and pdf/.")  # fmt: skip
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
def status(corpus: Path, outputs: Path) -> None:
    """Show, footprint by footprint, what is registered, read and found.

    Example: stp status --corpus corpus/sample --outputs outputs
    """
    from pipeline import summary
    from pipeline.corpus import Corpus, CorpusError

    try:
        click.echo(summary.coverage(Corpus(corpus), outputs / "stp.db"))
    except CorpusError as error:
        raise click.UsageError(str(error)) from error


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

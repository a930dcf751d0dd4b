"""The commands that ask a database: is it sound, and what has a rerun changed."""

from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, database


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder whose stp.db is verified.")  # fmt: skip
def verify(outputs: Path) -> None:
    """Check the database: integrity, every quotation, span and box; print its digest.

    Example: stp verify --outputs outputs
    """
    from pipeline.load import verify as verifying

    db = database(outputs / "stp.db", mode="rw")
    problems = list(verifying.problems(db))
    for problem in problems:
        click.echo(f"{problem.check}: {problem.where}: {problem.message}", err=True)
    if problems:
        raise click.ClickException(f"{len(problems)} problems in {outputs / 'stp.db'}")
    click.echo(f"no problem found; digest {verifying.digest(db)}")


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """Say which findings a rerun added, lost or changed.

    Example: stp diff outputs-before/stp.db outputs/stp.db
    """
    from pipeline.load import difference

    for change in difference.changes(database(old), database(new)):
        what = f" {change.field}" if change.field else ""
        click.echo(f"{change.change}{what} {change.theme} {change.ref}: {change.old} → {change.new}")


@click.command()
@click.argument("old")
@click.argument("new")
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder whose stp.db holds both.")  # fmt: skip
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write a page (.html) or a table (.csv); else findings are listed.")  # fmt: skip
def versions(old: str, new: str, outputs: Path, target: Path | None) -> None:
    """Say what changed between two states of a plan: passages, strength, figures.

    Example: stp versions leeds-2016-06 leeds-2016-10 --to changes.html
    """
    from pipeline import versions as comparing

    if target and target.suffix.lower() not in (".html", ".csv"):
        raise click.UsageError("--to is a file that ends in .html or .csv")
    db = database(outputs / "stp.db")
    try:
        found = comparing.changes(db, old, new)
    except ValueError as error:
        raise click.UsageError(f"{outputs / 'stp.db'}: {error}: see `stp status`") from error
    if target:
        html = target.suffix.lower() == ".html"
        text = comparing.page(db, old, new, found) if html else comparing.table(found)
        target.write_text(text, encoding="utf-8")
    for change in found if not target else ():
        if change.matters:
            refs, strengths = (
                " → ".join(each or "-" for each in pair)
                for pair in ((change.old_ref, change.new_ref), (change.old_strength, change.new_strength))
            )
            click.echo(f"{change.change} ({change.matters}) {refs}: {strengths}")
    kinds = [change.change for change in found]
    counts = ", ".join(f"{kinds.count(kind)} {kind}" for kind in ("added", "removed", "changed"))
    click.echo(f"{counts} passages" + (f"; wrote {target}" if target else ""))

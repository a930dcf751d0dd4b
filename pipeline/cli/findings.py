"""The commands that ask a database: is it sound, and what has a rerun changed."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline.cli.options import FILE, FOLDER, FOLDER_THERE, corpus_of, database, table, write_csv

T = TypeVar("T")

SHOWN = 10
"""Matches of a term that are shown on the screen."""


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder whose stp.db is verified.")  # fmt: skip
@click.option("--corpus", type=FOLDER_THERE, metavar="DIR",
              help="Corpus whose PDFs are read again; by default that of the outputs.")  # fmt: skip
@click.option("--full", is_flag=True,
              help="Read every box again, not one passage in ten; fail if that cannot be.")  # fmt: skip
def verify(outputs: Path, corpus: Path | None, full: bool) -> None:
    """Check the database: against itself, its files and the printed pages; print its digest.

    Every quotation, figure and mention must stand at its place, every view answer, every count agree;
    the words in the boxes of a passage are read again from the PDF. Exit code 1 if anything is wrong.

    Example: stp verify --outputs outputs --full
    """
    from pipeline.load import verify as verifying
    from pipeline.load.boxes import SAMPLE
    from pipeline.stages import check

    db = database(outputs / "stp.db", mode="rw")
    found: list[object] = list(_readable(verifying.problems, db))
    # What the files hold cannot be held against a database that is not sound.
    if not found:
        found += check.findings(db, outputs, corpus_of(outputs, corpus), one_in=1 if full else SAMPLE)
    problems = [each for each in found if isinstance(each, verifying.Problem)]
    unchecked = [each for each in found if isinstance(each, check.Unchecked)]
    for each in problems:
        click.echo(f"{each.check}: {each.where}: {each.message}", err=True)
    for gap in unchecked:
        click.echo(f"not checked: {gap.where}: {gap.reason}", err=full)
    if problems:
        raise click.ClickException(f"{_number(len(problems), 'problem')} in {outputs / 'stp.db'}")
    if unchecked and full:
        raise click.ClickException(f"{_number(len(unchecked), 'check')} could not be made")
    read = [each for each in found if isinstance(each, check.Read)]
    click.echo(
        f"{sum(each.read for each in read):,} of {sum(each.of for each in read):,} printed lines read again "
        f"in {_number(len(read), 'PDF')}"
    )
    click.echo(f"no problem found; digest {verifying.digest(db)}")


@click.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
def diff(old: Path, new: Path) -> None:
    """Say which findings a rerun added, lost or changed.

    Example: stp diff outputs-before/stp.db outputs/stp.db
    """
    import sqlite3

    from pipeline.load import difference

    try:
        changed = list(difference.changes(database(old), database(new)))
    except sqlite3.DatabaseError as error:
        raise click.UsageError(f"one of these is no database of this version ({error})") from error
    for change in changed:
        what = f" {change.field}" if change.field else ""
        click.echo(f"{change.change}{what} {change.theme} {change.ref}: {change.old} → {change.new}")


@click.command()
@click.argument("ref")
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
@click.option("--corpus", type=FOLDER_THERE, metavar="DIR",
              help="Corpus with the PDF; by default that of the outputs.")  # fmt: skip
@click.option("--format", "kind", type=click.Choice(["html", "png"]), default="html", show_default=True,
              help="What to write.")  # fmt: skip
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Where to write it; by default PLAN-pPAGE-sNUMBER here.")  # fmt: skip
def cite(ref: str, outputs: Path, corpus: Path | None, kind: str, target: Path | None) -> None:
    """Print the citation of a passage and write its page with the passage marked.

    Example: stp cite calderwick-2016-11/p2/s5 --format png
    """
    from pipeline import cite as citing
    from pipeline.stages import check

    try:
        found = citing.citation(database(outputs / "stp.db"), ref)
    except citing.NoSuchPassage as error:
        raise click.UsageError(str(error)) from error
    click.echo(citing.line(found))
    try:
        sheets = check.sheets(corpus_of(outputs, corpus), found.passage, found.pages)
    except ValueError as error:
        raise click.ClickException(f"the page is not drawn: {error}") from error
    target = target or Path(f"{ref.replace('/', '-')}.{kind}")
    if kind == "png":
        from pipeline.cite.picture import picture

        target.write_bytes(picture(found, sheets))
    else:
        target.write_text(citing.page(found, sheets), encoding="utf-8")
    click.echo(f"wrote {target}")


@click.command()
@click.argument("terms", nargs=-1, required=True)
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
@click.option("--csv", "target", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write every match, and a row with the reason where there is none.")  # fmt: skip
def scan(terms: tuple[str, ...], outputs: Path, target: Path | None) -> None:
    """Find words in all plans, by their stem: each match, totals by footprint, and why there is none.

    TERMS are words in quotation marks, or a CSV file with a column "term".

    Example: stp scan "urgent treatment centre" "bed closures" --csv matches.csv
    """
    from pipeline import scan as scanning

    db = database(outputs / "stp.db")
    wanted = list(dict.fromkeys(_terms(terms)))
    try:
        found = list(scanning.matches(db, wanted))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    totals = scanning.totals(db, wanted, found)
    for term in wanted:
        mine = [each for each in found if each.term == term]
        forms = ", ".join(f"{form} ({count})" for form, count in scanning.variants(mine))
        click.echo(f"{term}: {_number(len(mine), 'match', 'matches')}{f': {forms}' if forms else ''}\n")
        rows = [(t.footprint, t.matches, t.findings, t.reason) for t in totals if t.term == term]
        click.echo(table(("footprint", "matches", "in findings", "why none"), rows) + "\n")
        for each in mine[:SHOWN]:
            place = each.ref or f"{each.plan} p{each.page}"
            click.echo(f"  {place} ({each.where}): {each.before}[{each.words}]{each.after}")
        if len(mine) > SHOWN:
            click.echo(f"  and {len(mine) - SHOWN:,} more: --csv FILE has all")
        click.echo()
    if any(each.specimen for each in totals):
        click.echo("Specimen documents: their places are invented.")
    if target:
        nothing = [each.row() for each in totals if each.reason]
        write_csv(target, scanning.Match._fields, [*found, *nothing])
        click.echo(f"wrote {target}")


def _terms(given: Iterable[str]) -> Iterable[str]:
    """The words themselves, and those in the column "term" of each CSV file."""
    from pipeline.corpus import rows

    for each in given:
        if not each.endswith(".csv"):
            yield each.strip()
            continue
        if not Path(each).exists():
            raise click.UsageError(f"{each} is not there")
        for number, row in enumerate(rows(Path(each)), start=2):
            if "term" not in row:
                raise click.UsageError(f'{each} has no column "term": write that above the words')
            if not (row["term"] or "").strip():
                raise click.UsageError(f"{each}, line {number}: the term is empty")
            yield row["term"].strip()


@click.command()
@click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
              help="Folder with stp.db.")  # fmt: skip
@click.option("--corpus", type=FOLDER_THERE, metavar="DIR",
              help="Corpus with published_findings.csv; by default that of the outputs.")  # fmt: skip
@click.option("--to", "target", type=FOLDER, metavar="DIR",
              help="Where to write comparison.csv and index.html; by default OUTPUTS/compare.")  # fmt: skip
def compare(outputs: Path, corpus: Path | None, target: Path | None) -> None:
    """Put our findings beside what people published about the same plans, as a table and a page.

    Example: stp compare --outputs outputs
    """
    from pipeline import compare as comparing
    from pipeline.compare.page import page
    from pipeline.compare.published import read
    from pipeline.corpus import rows

    db = database(outputs / "stp.db")
    found = corpus_of(outputs, corpus)
    path = found.folder / "published_findings.csv" if found else None
    if path is None or not path.exists():
        raise click.UsageError(f"{path or 'published_findings.csv'} is not there: give --corpus")
    try:
        listed = comparing.comparisons(db, list(read(rows(path))))
    except ValueError as error:
        raise click.UsageError(f"{path}, {error}") from error
    counts = comparing.summary(listed)
    click.echo(table(counts[0], [[each or "" for each in count.values()] for count in counts]))
    if any(each.source_kind == "made up" for each in listed):
        click.echo("The published findings of this corpus are made up.")
    target = target or outputs / "compare"
    target.mkdir(parents=True, exist_ok=True)
    write_csv(target / "comparison.csv", comparing.Comparison._fields, listed)
    (target / "index.html").write_text(page(db, listed), encoding="utf-8")
    click.echo(f"wrote {target / 'index.html'} and {target / 'comparison.csv'}")


def _number(count: int, noun: str, plural: str = "") -> str:
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _readable(ask: Callable[[Any], Iterable[T]], db: Any) -> Iterable[T]:
    """What a check finds, or the mend where the file cannot be checked at all."""
    import sqlite3

    try:
        yield from ask(db)
    except sqlite3.OperationalError as error:
        raise click.ClickException(
            f"the database cannot be checked ({error}): make a writable copy"
        ) from error
    except sqlite3.DatabaseError as error:
        raise click.ClickException(
            f"this is no database that can be read ({error}): run `stp load`"
        ) from error


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

"""The commands about coding by people: drawing passages, exchanging files, comparing coders, settling."""

from collections.abc import Iterable
from pathlib import Path

import click

from pipeline.cli.options import FILE, FOLDER, FOLDER_THERE

CORPUS = click.option("--corpus", type=FOLDER_THERE, default="corpus/sample", show_default=True,
                      metavar="DIR", help="Folder whose labels.db is meant.")  # fmt: skip
OUTPUTS = click.option("--outputs", type=FOLDER, default="outputs", show_default=True, metavar="DIR",
                       help="Folder with stp.db.")  # fmt: skip
ROUND = click.option("--round", "turn", required=True, metavar="NAME", help="Name of the round of coding.")
TARGET = click.Path(dir_okay=False, path_type=Path)


@click.group()
def labels() -> None:
    """Coding by people: draw passages, exchange files with other tools, compare coders, settle into gold.

    Example: stp labels agree --help
    """


@labels.command()
@ROUND
@click.option("--stratified", type=click.IntRange(min=0), default=0, metavar="N",
              help="So many by footprint, kind and region of probability.")  # fmt: skip
@click.option("--random", type=click.IntRange(min=0), default=0, metavar="N", help="So many by chance.")
@click.option("--negatives", type=click.IntRange(min=0), default=0, metavar="N",
              help="So many by chance of those that the model gives no label.")  # fmt: skip
@click.option("--uncertain", type=click.IntRange(min=0), default=0, metavar="N",
              help="So many of which the model is least sure.")  # fmt: skip
@click.option("--disagreement", type=click.IntRange(min=0), default=0, metavar="N",
              help="So many of which the model is sure against the codebook's terms.")  # fmt: skip
@click.option("--coder", "coders", multiple=True, metavar="NAME", help="Who is to code (repeatable).")
@click.option("--double", type=click.FloatRange(0, 1), default=0.0, show_default=True, metavar="SHARE",
              help="Share that two coders get, neither knowing of the other.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another sample.")
@click.option("--to", "target", type=TARGET, metavar="FILE",
              help="Where to write; by default CORPUS/coding/ROUND.jsonl.")  # fmt: skip
@CORPUS
@OUTPUTS
def sample(
    turn: str, coders: tuple[str, ...], double: float, seed: int, target: Path | None, corpus: Path,
    outputs: Path, **wishes: int,
) -> None:  # fmt: skip
    """Draw passages to code, each with the reason why. Passages that anyone has judged are left out.

    Example: stp labels sample --round first --stratified 60 --coder anna --coder ben --double 0.3
    """
    from pipeline import codebook
    from pipeline.classify import terms
    from pipeline.labels import files, material
    from pipeline.labels import sample as sampling
    from pipeline.labels.coding import judgements

    frame = codebook.read()
    target = target or files.sample_of(corpus, turn)
    if target.exists():
        raise click.UsageError(f"{target} is there already: give the round another name")
    if not any(wishes.values()):
        raise click.UsageError("say how many: --stratified 40, for one")
    db = _database(outputs)
    entries = {entry.id: entry for entry in frame.entries}
    judged = {each.fingerprint for each in judgements(files.held(corpus), frame)}
    pool = [each for each in material.passages(db, repeats=False) if each.fingerprint not in judged]
    design = sampling.Design(
        turn, seed, {way: wish for way, wish in wishes.items() if wish}, coders, double, len(pool),
        frame.version, material.meta(db).get("models_digest", ""),
    )  # fmt: skip
    try:
        drawn = sampling.draw(pool, design, frame, lambda label, text: terms.met(entries[label], text))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    target.parent.mkdir(exist_ok=True)
    sampling.write(drawn, target)
    click.echo(f"wrote {len(drawn.drawn)} of {len(pool)} passages to {target}")


@labels.command()
@click.argument("target", type=TARGET)
@click.option("--round", "turn", metavar="NAME",
              help="Name of the round, whose sample says which passages; not for a codebook.")  # fmt: skip
@click.option("--coder", default="", metavar="NAME",
              help="Only what this coder is given, and what this coder said.")  # fmt: skip
@click.option("--blind", is_flag=True, help="Withhold what the model suggests.")
@CORPUS
def export(target: Path, turn: str | None, coder: str, blind: bool, corpus: Path) -> None:
    """Write a round's passages and codings for another tool: .csv, .xlsx, .json (Label Studio, with its
    labelling interface beside it), .qdpx (REFI-QDA project); or the codebook, as .qdc.

    Example: stp labels export first-anna.xlsx --round first --coder anna --blind
    """
    from pipeline import codebook
    from pipeline.labels import exchange, files, labelstudio, qda_codes
    from pipeline.labels import sample as sampling
    from pipeline.labels.bundle import Bundle

    frame, ending = codebook.read(), target.suffix.lower()
    if ending == ".qdc":
        target.write_bytes(qda_codes.write(frame))
        click.echo(f"wrote the codebook to {target}")
        return
    _known_ending(target, exchange.FORMATS)
    if not turn:
        raise click.UsageError("say which --round")
    path = files.sample_of(corpus, turn)
    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp labels sample` makes it")
    drawn = [each for each in sampling.read(path).drawn if not coder or coder in each.coders]
    if not drawn:
        raise click.UsageError(f"{path} gives nothing to {coder or 'anyone'}")
    codings = [row for row in files.held(corpus, turn) if not coder or row.annotator == coder]
    bundle = Bundle(turn, [each.passage for each in drawn], codings, frame, coder, blind)
    target.write_bytes(exchange.written(bundle, ending))
    click.echo(f"wrote {len(drawn)} passages to {target}")
    if ending == ".json":
        interface = target.with_suffix(".interface.xml")
        interface.write_bytes(labelstudio.interface(frame))
        click.echo(f"wrote the labelling interface to {interface}")


@labels.command("import")
@click.argument("sources", nargs=-1, required=True, type=FILE)
@click.option("--coder", default="", metavar="NAME", help="Who coded, where a file does not say it.")
@click.option("--round", "turn", default="", metavar="NAME",
              help="Name of the round, where a file does not say it.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be taken, and take nothing.")
@CORPUS
@OUTPUTS
def import_(
    sources: tuple[Path, ...], coder: str, turn: str, dry_run: bool, corpus: Path, outputs: Path
) -> None:
    """Take codings from files: .csv, .xlsx, .json (Label Studio), .qdpx (REFI-QDA); compare a .qdc with
    the codebook.

    A judgement in a file replaces what its coder said of the passage before. Each file is taken whole or
    not at all.

    Example: stp labels import first-anna.xlsx first-ben.qdpx
    """
    from datetime import UTC, datetime

    from pipeline import codebook
    from pipeline.labels import exchange, files, qda_codes
    from pipeline.labels.bundle import Asked, ExchangeError, small_enough
    from pipeline.labels.coding import changes, contradiction, judgements
    from pipeline.labels.store import NAME, Store

    frame = codebook.read()
    at = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    asked = Asked(files.texts(files.passages(corpus, outputs / "stp.db").values()), frame, coder, turn, at)
    refused = 0
    for source in sources:
        try:
            content = source.read_bytes()
            if source.suffix.lower() == ".qdc":
                small_enough(content)
                if faults := qda_codes.read(content, frame):
                    raise ExchangeError(faults)
                click.echo(f"{source}: the same codes as the codebook {frame.version}")
                continue
            _known_ending(source, exchange.FORMATS)
            codings = exchange.read(content, source.suffix.lower(), asked)
        except ExchangeError as error:
            refused += 1
            click.echo("\n".join(f"{source}, {line}" for line in str(error).splitlines()), err=True)
            continue
        said = judgements(codings, frame)
        for each in said:
            if odd := contradiction(each):
                click.echo(f"{source}: {each.annotator} on {each.ref}: {odd}", err=True)
        new = changes(codings, files.held(corpus))
        if new and not dry_run:
            with Store(corpus / NAME) as store:
                store.add(new, frame)
        taken = sum(row.value in ("no", "") for row in new)
        done = ("to add", "to take back") if dry_run else ("added", "taken back")
        click.echo(
            f"{source}: {len(said)} judgements, {len(new) - taken} codings {done[0]}, {taken} {done[1]}"
        )
    if refused:
        raise click.ClickException(
            f"{refused} of {len(sources)} files were refused; nothing of them was taken"
        )


@labels.command()
@ROUND
@click.option("--coder", "coders", multiple=True, metavar="NAME",
              help="Only these (repeatable); `model` may be one. By default all.")  # fmt: skip
@click.option("--disagreements", "target", type=TARGET, metavar="FILE",
              help="Write what people differ on to this .csv, to be settled there.")  # fmt: skip
@CORPUS
@OUTPUTS
def agree(turn: str, coders: tuple[str, ...], target: Path | None, corpus: Path, outputs: Path) -> None:
    """Measure how far coders agree, on each label and on sets of labels: people with people, and with the
    model.

    Example: stp labels agree --round first --disagreements first-settle.csv
    """
    from pipeline import codebook
    from pipeline.labels import agree as agreeing
    from pipeline.labels import csvfile, files, material
    from pipeline.labels.coding import MODEL, judgements
    from pipeline.labels.reconcile import SETTLED
    from pipeline.labels.table import settling, to_settle

    frame = codebook.read()
    said = judgements(files.held(corpus, turn), frame)
    people = sorted({each.annotator for each in said})
    if unknown := [each for each in coders if each not in (*people, MODEL)]:
        raise click.UsageError(f"{', '.join(unknown)} coded nothing in {turn}: there are {', '.join(people)}")
    known = files.passages(corpus, outputs / "stp.db")
    judged = {(each.ref, each.fingerprint) for each in said}
    # What a sample remembers was said by the model of its day: with a database, only that speaks.
    now = files.present(outputs / "stp.db") or known
    by_model = [material.said_by_model(now[key], turn) for key in sorted(judged & set(now))]
    chosen = list(coders) or [*people, MODEL]
    click.echo(agreeing.text([*said, *by_model], chosen, frame))
    if MODEL in chosen and (gone := len(judged - set(now))):
        click.echo(f"\n{gone} passages have other words now: on them nobody is compared with the model")
    differing = agreeing.disagreements(said, [each for each in chosen if each != MODEL])
    click.echo(f"\npeople differ on {len(differing)} passages")
    if target:
        rows = [
            to_settle(known[each.ref, each.fingerprint], each.said.values(), turn + SETTLED)
            for each in differing
            if (each.ref, each.fingerprint) in known
        ]
        target.write_bytes(csvfile.of_rows(settling(frame, people), iter(rows)))
        click.echo(f"wrote {len(rows)} of them to {target}")


@labels.command()
@ROUND
@click.option("--to", "target", type=TARGET, metavar="FILE",
              help="Where to write; by default CORPUS/coding/gold/ROUND.jsonl.")  # fmt: skip
@CORPUS
@OUTPUTS
def reconcile(turn: str, target: Path | None, corpus: Path, outputs: Path) -> None:
    """Settle a round into gold: what coders agree on, and what was settled in the round ROUND-settled.

    Passages that are still open are named and left out.

    Example: stp labels reconcile --round first
    """
    import msgspec

    from pipeline import codebook
    from pipeline.labels import files
    from pipeline.labels import reconcile as reconciling
    from pipeline.labels.coding import judgements

    frame = codebook.read()
    known = files.passages(corpus, outputs / "stp.db")
    lines, left = reconciling.gold(judgements(files.held(corpus), frame), turn, known, frame)
    for each in left:
        click.echo(f"open: {each.ref}: {each.reason}", err=True)
    if not lines:
        raise click.ClickException(f"nothing of the round {turn} is settled; {len(left)} passages are open")
    target = target or files.gold_of(corpus, turn)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    counts = {
        name: sum(line["reading"] == name for line in lines) for name in ("agreed", "settled", "single")
    }
    click.echo(
        f"wrote {len(lines)} gold passages to {target} ("
        + ", ".join(f"{count} {name}" for name, count in counts.items())
        + f"); {len(left)} are open"
    )


def _known_ending(path: Path, endings: Iterable[str]) -> None:
    if path.suffix.lower() not in endings:
        raise click.UsageError(f"{path} ends on none of {', '.join(endings)}, .qdc")


def _database(outputs: Path) -> Path:
    path = outputs / "stp.db"
    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp run` makes it")
    return path

"""The commands about coding by people: drawing passages, exchanging files, comparing coders, settling."""

from pathlib import Path

import click

from pipeline.cli.options import FOLDER, FOLDER_THERE

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
    from pipeline.classify import features
    from pipeline.labels import material, store
    from pipeline.labels import sample as sampling
    from pipeline.labels.coding import in_force, judgements

    frame = codebook.read()
    target = target or corpus / "coding" / f"{turn}.jsonl"
    if target.exists():
        raise click.UsageError(f"{target} is there already: give the round another name")
    if not any(wishes.values()):
        raise click.UsageError("say how many: --stratified 40, for one")
    db = _database(outputs)
    entries = {entry.id: entry for entry in frame.entries}
    judged = {each.fingerprint for each in judgements(in_force(store.read(corpus / store.NAME)), frame)}
    pool = [each for each in material.passages(db, repeats=False) if each.fingerprint not in judged]
    design = sampling.Design(
        turn, seed, {way: wish for way, wish in wishes.items() if wish}, coders, double, len(pool),
        frame.version, material.meta(db).get("models_digest", ""),
    )  # fmt: skip
    try:
        drawn = sampling.draw(
            pool, design, frame, lambda label, text: features.terms_met(entries[label], text)
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    target.parent.mkdir(exist_ok=True)
    sampling.write(drawn, target)
    click.echo(f"wrote {len(drawn.drawn)} of {len(pool)} passages to {target}")


def _database(outputs: Path) -> Path:
    path = outputs / "stp.db"
    if not path.exists():
        raise click.UsageError(f"{path} is not there: `stp run` makes it")
    return path

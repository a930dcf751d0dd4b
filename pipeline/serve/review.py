"""Review: people code passages, one at a time beside its page, by keyboard if they like.

Reads the samples in CORPUS/coding/ and the database; writes to CORPUS/labels.db, to which rows are only
added. Each press of a button is a row on the disk before the page comes back, so that nothing is lost,
and every press says what is to hold rather than what to turn over, so that pressing twice does no harm.
"""

import asyncio
import sqlite3
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from pipeline import codebook
from pipeline.corpus import Corpus
from pipeline.labels import sample, store
from pipeline.labels.coding import Coding, in_force, judgements, kind_of
from pipeline.serve import pages
from pipeline.serve.pictures import Page, Picture

STRENGTHS = {
    "none": "It carries none of the labels.",
    "context": "How things are, or what was done.",
    "aspiration": "A wish, or options being weighed.",
    "proposal": "A definite change, without figure, date or name; or a change asked of others.",
    "commitment": "A definite change with a figure, a date, or a named place or body.",
}
"""What each strength means, for those who code."""

STRENGTH_KEYS = {"none": "0", "context": "c", "aspiration": "a", "proposal": "p", "commitment": "m"}
LENS_KEYS = "fedghijkl"
"""Letters for the lenses in their order; themes have digits, sub-themes capitals."""


class Turn(NamedTuple):
    """What a coder is at: who, in which round, at which of the passages given to them (from 1), blind to
    what the model says or not."""

    round: str
    annotator: str
    number: int
    blind: bool

    def address(self, number: int | None = None) -> str:
        """Where it is, or where passage ``number`` is; 0 is the first one not judged."""
        asked = {"annotator": self.annotator, "n": self.number if number is None else number}
        return f"/review/{self.round}?{urlencode(asked | ({} if self.blind else {'seen': 'on'}))}"


class Held(NamedTuple):
    """What a coder holds of a passage: labels, strength, note; and the row that they said last."""

    labels: frozenset[str]
    strength: str
    note: str
    last: int | None


def rounds(corpus: Corpus) -> list[str]:
    """The rounds of coding for which passages were drawn."""
    return sorted(path.stem for path in (corpus.folder / "coding").glob("*.jsonl"))


def given(drawn: list[sample.Drawn], annotator: str) -> list[sample.Drawn]:
    """The passages of a sample that are one coder's; all where they were given to no one by name."""
    return [each for each in drawn if not each.coders or annotator in each.coders]


def held(rows: list[Coding], passage: sample.Passage, turn: Turn) -> Held:
    """What holds of the rows about a passage for one coder in one round."""
    unit = (passage.ref, passage.fingerprint, turn.annotator, turn.round)
    mine = [row for row in rows if row.unit == unit]
    now = in_force(mine)
    undone = {int(row.value) for row in mine if row.kind == "undo"}
    said = [row.id for row in mine if row.kind != "undo" and row.id not in undone]
    of = {row.kind: row.value for row in now}
    labels = frozenset(row.label for row in now if row.label)
    return Held(labels, of.get("strength", ""), of.get("note", ""), max(said, default=None))


def codings(
    form: dict[str, str], passage: sample.Passage, turn: Turn, now: Held, frame: codebook.Codebook, at: str
) -> list[Coding]:
    """The rows that a press of a button says: the note if it changed, and a label or a strength."""
    said = []
    note = " ".join(form.get("note", now.note).split())
    # As against what the coder saw, so that a window left open does not put an old note back.
    if note != form.get("noted", now.note):
        said.append(("note", "", note))
    if "label" in form:
        value, _, label = form["label"].partition(":")
        said.append((kind_of(label, frame), label, value))
    if "strength" in form:
        said.append(("strength", "", form["strength"]))
    return [
        Coding(
            passage.ref,
            passage.fingerprint,
            kind,
            label,
            value,
            turn.annotator,
            at,
            turn.round,
            frame.version,
        )
        for kind, label, value in said
    ]


def keys(frame: codebook.Codebook) -> dict[str, str]:
    """The key of each label and strength; none where the frame has more than there are keys."""
    capitals = map(chr, range(ord("A"), ord("Z") + 1))
    return {
        **STRENGTH_KEYS,
        **{each.id: str(number) for number, each in enumerate(frame.themes[:9], 1)},
        **{each.id: key for each, key in zip(frame.lenses, LENS_KEYS, strict=False)},
        **{each.id: key for each, key in zip(frame.subthemes, capitals, strict=False)},
    }


async def offered(datasette: Any, request: Any) -> Any:
    """``/review``: who codes, in which round."""
    corpus = datasette.pictures.corpus
    names = rounds(corpus) if corpus else []
    return await _html(datasette, request, "reviews.html", {"rounds": names, "corpus": corpus})


async def reviewed(datasette: Any, request: Any) -> Any:
    """``/review/ROUND?annotator=&n=``: a passage to code; a POST says one thing of it."""
    corpus, turn = datasette.pictures.corpus, _turn(request)
    if corpus is None or turn.round not in rounds(corpus):
        return await _wrong(datasette, request, "There is no such round: `stp labels sample` draws one.", 404)
    design, drawn = _sample(corpus, turn.round)
    mine = given(drawn, turn.annotator)
    if not turn.annotator or not mine:
        who = ", ".join(design.coders) or "anyone with a name"
        return await _wrong(datasette, request, f"This round is for {who}. Begin again with that name.", 400)
    rows = await asyncio.to_thread(store.read, corpus.folder / store.NAME)
    frame = codebook.read()
    judged = {each[:4] for each in judgements(in_force(rows), frame)}
    done = [(*_of(each), turn.annotator, turn.round) in judged for each in mine]
    number = turn.number or (done.index(False) + 1 if False in done else len(mine))
    turn = turn._replace(number=min(number, len(mine)))
    passage = mine[turn.number - 1].passage
    now = held(rows, passage, turn)
    if request.method == "POST":
        return await _say(datasette, request, corpus, passage, turn, now, frame)
    values = {
        "turn": turn, "passage": passage, "now": now, "frame": frame, "keys": keys(frame), "design": design,
        "strengths": STRENGTHS,
        "of": len(mine), "done": sum(done), "judged": done[turn.number - 1],
    }  # fmt: skip
    return await _html(datasette, request, "review.html", values | await _sheet(datasette, passage))


ROUTES = [(r"^/review$", offered), (r"^/review/(?P<round>[^/?]+)$", reviewed)]


async def _say(
    datasette: Any, request: Any, corpus: Corpus, passage: sample.Passage, turn: Turn, now: Held,
    frame: codebook.Codebook,
) -> Any:  # fmt: skip
    form = await request.post_vars()
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if form.get("ref") != passage.ref or form.get("fingerprint") != passage.fingerprint:
        return await _wrong(datasette, request, "The round was drawn anew since: open it again.", 409)

    def write() -> None:
        with store.Store(corpus.folder / store.NAME) as labels:
            labels.add(codings(form, passage, turn, now, frame, at), frame)
            if "undo" in form:
                labels.undo(int(form["undo"]), annotator=turn.annotator, at=at)

    try:
        await asyncio.to_thread(write)
    except (ValueError, KeyError) as error:
        return await _wrong(datasette, request, f"Not saved: {error}", 400)
    except sqlite3.OperationalError as error:
        return await _wrong(datasette, request, f"Not saved: labels.db: {error}. Press again.", 503)
    go = form.get("go", "")
    number = {"next": turn.number + 1, "before": max(1, turn.number - 1), "open": 0}.get(go, turn.number)
    return Response.redirect(datasette.urls.path(turn.address(number)), status=303)


async def _sheet(datasette: Any, passage: sample.Passage) -> dict[str, Any]:
    """The page of a passage with its marks, if it still has the words that were drawn."""
    database = datasette.get_database()
    seen = await database.execute_fn(lambda db: pages.seen(db, passage.plan, passage.page, passage.ref))
    same = seen is not None and seen.chosen and seen.chosen["fingerprint"] == passage.fingerprint
    if not same:
        reason = (
            "The documents were read anew since this round was drawn, and this passage has other words now."
        )
        return {"seen": None, "picture": Picture(reason=reason, mend="Code the words as they stand here.")}
    page = Page(seen.plan["id"], seen.page["page"], seen.plan["sha256"])
    return {"seen": seen, "picture": await datasette.pictures.of(page)}


def _turn(request: Any) -> Turn:
    number = request.args.get("n") or "0"
    return Turn(
        request.url_vars["round"],
        " ".join((request.args.get("annotator") or "").split()),
        int(number) if number.isascii() and number.isdigit() else 0,
        request.args.get("seen") != "on",
    )


def _of(drawn: sample.Drawn) -> tuple[str, str]:
    return drawn.passage.ref, drawn.passage.fingerprint


def _sample(corpus: Corpus, name: str) -> sample.Sample:
    path = corpus.folder / "coding" / f"{name}.jsonl"
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> sample.Sample:
    return sample.read(path)


async def _wrong(datasette: Any, request: Any, error: str, status: int) -> Any:
    return await _html(datasette, request, "error.html", {"title": None, "error": error}, status)


async def _html(
    datasette: Any, request: Any, template: str, values: dict[str, Any], status: int = 200
) -> Any:
    return Response.html(await datasette.render_template(template, values, request=request), status=status)

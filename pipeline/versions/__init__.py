"""What changed between two states of a plan: passages added, removed and reworded, strength and figures.

Reads a database that ``load`` made and that holds both. Passages with the same words are the same passage,
wherever they stand; of the rest those are paired that share most of their words.
"""

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlite_utils

from pipeline import spreadsheet

SHARED = 0.5
"""So great a share of the words, of all that either passage has, makes two passages one that was reworded.
Under a half, a reader would not see it as the same sentence."""

PASSAGES = """SELECT pa.ref, pa.fingerprint, pa.page, pa.section, pa.text, pa.themes, pa.strength, coalesce((
        SELECT group_concat(words, '; ') FROM (
            SELECT qu.text || CASE qu.counts WHEN '' THEN '' ELSE ' ' || qu.counts END AS words
            FROM quantities qu WHERE qu.passage = pa.id ORDER BY qu.start, qu.id)), '') AS figures
FROM passages pa WHERE pa.plan = ? ORDER BY pa.id"""

Passage = dict[str, Any]


class Change(NamedTuple):
    """One passage that was added, removed or changed, as it stood in the old and stands in the new state;
    empty where it did not. ``matters`` names what of a finding changed: strength, figures, themes."""

    change: str
    matters: str
    old_ref: str
    new_ref: str
    old_page: int | None
    new_page: int | None
    section: str
    old_themes: str
    new_themes: str
    old_strength: str
    new_strength: str
    old_figures: str
    new_figures: str
    old: str
    new: str


class Word(NamedTuple):
    """A run of words of a changed passage: ``kind`` is same, added or removed."""

    kind: str
    words: str


def changes(db: sqlite_utils.Database, old: str, new: str) -> list[Change]:
    """What changed from plan ``old`` to plan ``new``, in the order of the new one, what was removed at its
    place in the old one. Raises ValueError where the database does not have one of them."""
    for plan in (old, new):
        if not db.table("plans").count_where("id = ?", [plan]):
            raise ValueError(f"the database has no plan {plan}")
    before, after = (list(db.query(PASSAGES, [plan])) for plan in (old, new))
    pairs = _same(before, after)
    pairs |= _reworded(before, after, pairs)
    ordered = [(number, _change(before[pairs[number]] if number in pairs else None, each))
               for number, each in enumerate(after)]  # fmt: skip
    places = {place: number for number, place in pairs.items()}
    for place, each in enumerate(before):
        if place not in places:
            earlier = max((places[at] for at in range(place) if at in places), default=-1)
            ordered.append((earlier, _change(each, None)))
    return [change for _, change in sorted(ordered, key=lambda entry: entry[0]) if change]


def words(old: str, new: str) -> Iterator[Word]:
    """A word for word comparison of two texts."""
    before, after = (re.findall(r"\S+\s*", text) for text in (old, new))
    one, other = ([word.strip() for word in each] for each in (before, after))
    for kind, a0, a1, b0, b1 in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Word("same", "".join(after[b0:b1]))
            continue
        if a1 > a0:
            yield Word("removed", "".join(before[a0:a1]))
        if b1 > b0:
            yield Word("added", "".join(after[b0:b1]))


def table(found: Iterable[Change]) -> str:
    """The changes as CSV."""
    return spreadsheet.table(Change._fields, found)


def page(db: sqlite_utils.Database, old: str, new: str, found: list[Change]) -> str:
    """The changes as a page that opens from the disk, what matters first."""
    import jinja2

    templates = jinja2.Environment(
        loader=jinja2.PackageLoader("pipeline.versions"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    plans = [next(db.table("plans").rows_where("id = ?", [plan])) for plan in (old, new)]
    return templates.get_template("page.html").render(
        old=plans[0],
        new=plans[1],
        counts=Counter(change.change for change in found),
        changes=found,
        matter=[change for change in found if change.matters],
        words=words,
    )


def _same(before: list[Passage], after: list[Passage]) -> dict[int, int]:
    """Places in ``after`` with the place in ``before`` that has the same words; each is taken once."""
    where: dict[str, list[int]] = {}
    for place, each in enumerate(before):
        where.setdefault(each["fingerprint"], []).append(place)
    return {
        number: where[each["fingerprint"]].pop(0)
        for number, each in enumerate(after)
        if where.get(each["fingerprint"])
    }


def _reworded(before: list[Passage], after: list[Passage], pairs: dict[int, int]) -> dict[int, int]:
    """Pairs of passages that share most words, the likest first; of equals the first in reading order."""
    olds = [
        (place, set(_words(before[place]))) for place in range(len(before)) if place not in pairs.values()
    ]
    news = [(number, set(_words(after[number]))) for number in range(len(after)) if number not in pairs]
    alike = []
    for number, mine in news:
        for place, theirs in olds:
            share = len(mine & theirs) / (len(mine | theirs) or 1)
            if share >= SHARED:
                alike.append((-share, number, place))
    found: dict[int, int] = {}
    for _, number, place in sorted(alike):
        if number not in found and place not in found.values():
            found[number] = place
    return found


def _words(passage: Passage) -> list[str]:
    return re.findall(r"\w+", passage["text"].lower())


def _change(old: Passage | None, new: Passage | None) -> Change | None:
    """The change from one passage to another, or None where nothing did."""
    one, two = old or {}, new or {}
    names = ("strength", "figures", "themes")
    matters = [name for name in names if one.get(name, "") != two.get(name, "")] if old and new else []
    if old and new and old["text"] == new["text"] and not matters:
        return None
    kind = "changed" if old and new else "removed" if old else "added"
    if kind != "changed" and (one or two)["themes"]:
        matters = ["finding"]
    return Change(
        kind, ", ".join(matters), one.get("ref", ""), two.get("ref", ""), one.get("page"), two.get("page"),
        (two or one)["section"], one.get("themes", ""), two.get("themes", ""), one.get("strength", ""),
        two.get("strength", ""), one.get("figures", ""), two.get("figures", ""), one.get("text", ""),
        two.get("text", ""),
    )  # fmt: skip

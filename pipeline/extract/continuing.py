"""Whether a piece goes on from the one before it: over a column, over a page, or round a picture."""

import re
from collections.abc import Sequence

from .lines import starts_bullet
from .parts import Piece

DANGLING = re.compile(
    r"\b(?:an?|and|as|at|between|by|for|from|in|into|of|on|or|than|that|the|to|with|within)$"
)
"""Words that no sentence, item or heading of a plan ends with: the next line goes on."""


def continues(last: Piece | None, piece: Piece, page: Sequence[Piece]) -> bool:
    """Whether a piece goes on from the ``last`` body piece before it, on its ``page`` or the one before."""
    if last is None or last.kind not in ("paragraph", "bullet"):
        return False
    # Some tag trees make an item of the second line of an item: it has no mark of its own.
    torn = piece.kind == last.kind == "bullet" and not starts_bullet(piece.lines[0])
    open_end = bool(DANGLING.search(last.text))
    if torn and not (starts_bullet(last.lines[0]) and (open_end or _is_full(last, piece))):
        return False
    if piece.kind != "paragraph" and not torn:
        return False
    text, before = piece.text, last.text.rstrip()
    if not before or before[-1] in ".!?:;":
        return False
    remark = text[0] == "(" and _under(last, piece, page)
    if not (text[0].islower() or remark or _over_page(last, piece, page)):
        return False
    same = abs(piece.size - last.size) <= 0.15 * max(piece.size, last.size)
    return same and (_under(last, piece, page) or open_end or _is_full(last, piece))


def _over_page(last: Piece, piece: Piece, page: Sequence[Piece]) -> bool:
    """Whether a page begins with a piece where the one before ended in the middle of a paragraph: there a
    sentence may go on with a name."""
    broken = min(len(last.lines), len(piece.lines)) > 1 and last.text[-1].isalnum()
    first = page[0] is piece and piece.bold == last.bold
    return broken and first and last.kind == "paragraph" and _is_full(last, piece)


def _under(last: Piece, piece: Piece, page: Sequence[Piece]) -> bool:
    """Whether a piece stands on the same page right under the one before."""
    across = min(last.x1, piece.x1) - max(last.x0, piece.x0)
    return (
        any(last is other for other in page)
        and across > 0
        and -piece.size < piece.top - last.bottom < piece.size
    )


def _is_full(last: Piece, piece: Piece) -> bool:
    """Whether the last line of a piece has no room for the word that the next begins with: a writer's
    sentence goes on over a column or page only where its line is full."""
    line, first = last.lines[-1], piece.lines[0].words[0]
    if len(last.lines) > 1:
        edge = max(each.x1 for each in last.lines)
    else:
        edge = line.x0 + max(each.x1 - each.x0 for each in piece.lines)
    return edge - line.x1 < first.x1 - first.x0 + line.size

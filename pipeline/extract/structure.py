"""What each piece of a page is: heading and its level, bullet and its depth, caption, footnote,
contents, paragraph; and whether it goes on from the piece before.

No single sign tells a heading: size and weight against the body of the document, numbering, the
outline (bookmarks) and the tag tree are weighed together. Levels come from tags, then numbering,
then the rank of the size among the document's heading sizes.
"""

import re
from collections.abc import Sequence

from ..records import LEVELS
from .continuing import continues
from .depths import Depths
from .diagrams import lower_captioned
from .index import is_contents, is_entries, mark_contents
from .lines import ADDRESS, starts_bullet
from .parts import BAR, Piece
from .slides import Slides
from .style import DECIMAL, Style, key_of

HEADING_WORDS = 25
HEADING_LINES = 4
LARGER = 1.15
"""A heading is set at least so many times the size of the body …"""
BOLD_WORDS = 20
"""… or bold in at most so many words …"""
SENTENCE_WORDS = 8
"""A heading of more than twice as many words has no two sentences, and one of so many leads in to no list."""
QUESTION_WORDS = 40
"""… unless it is a numbered question, with a choice of answers maybe …"""
COLON_WORDS = 8
"""… or in fewer, where it ends with a colon …"""
OVER = 3.0
"""… and stands so many sizes over what it heads, or nearer."""
AHEAD = 4
"""Among so many pieces after a heading one stands right under it: it may head a row of columns."""
NUMBERED_SIZE = 0.85
"""A numbered heading in bold may be so much smaller than the text."""
SMALL = 0.92
"""A footnote is set in less than this share of the body's size."""

NUMBERED = re.compile(r"((?:\d{1,2}|[A-Z])(?:\.\d{1,2})*)\.?\s+[^\W\d]")
QUESTION = re.compile(r"Q\d{1,2}[a-z]?[.:)]?\s")
"""The number of a question: it heads the answers though it may end with a stop."""
CAPTION = re.compile(
    r"(?:figure|fig\.?|table|chart|map|graph|exhibit|image|diagram)\s*\d+[A-Z]?(?:[.\-:]\d+)*\b[.:]?", re.I
)
SOURCE = re.compile(r"(?:sources?|notes?|base)\b(?: \w+)?[.:]", re.I)
"""What stands under a chart: the name of its axis is no heading of it."""
EMAIL = re.compile(r"[\w.+-]+@\w")
NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]|\[?\d{1,3}[\].)]?\s+(?=[A-Z“‘(]|http|www)")
STARS = "*†‡"
"""Marks of notes that may stand before the text of a bullet, too."""
LEADER = re.compile(r"(?:\.\s?){5,}|…{2,}|_{5,}")
SENTENCES = re.compile(r"[a-z\d)]{2}[.!?]\s+[A-Z].*[a-z]", re.S)
"""More than one sentence."""
NO_HEADING = re.compile(
    r"^[“\"‘].*[”\"’]$|[|@]|https?:|www\.|^[£$€]?\d[\d.,]*\s?(?:%|(?:m|bn|million|billion)\b)"
    r"|(?: (?:19|20)\d\d){2}$"
)
"""Quotations, bylines, addresses, figures ("44% of all members") and columns of years are set large, too."""


class Namer:
    """Gives pieces their kind, level and ``continues``, page after page."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.body = style.body
        self.last: Piece | None = None
        self.contents = False
        self.slides = Slides()

    def name(self, pieces: Sequence[Piece], width: float, height: float, first: bool = False) -> None:
        """Name the pieces of one page, the ``first`` of the document or another, in reading order."""
        contents = is_contents(pieces, self.contents)
        self.contents = contents
        if contents:
            mark_contents(pieces)
        depths = Depths()
        for place, piece in enumerate(pieces):
            if piece.kind == "heading" and (_is_prose(piece.text) or _is_imprint(pieces[place:])):
                piece.kind, piece.level = "", 0
            if not piece.kind:
                self._name(piece, pieces[place + 1 : place + 1 + AHEAD], height, contents)
            if piece.kind == "bullet":
                piece.level = piece.level or depths.depth(piece)
            elif piece.kind in ("heading", "table"):
                depths.clear()
            piece.continues = continues(self.last, piece, pieces)
            if piece.kind in ("paragraph", "bullet", "heading", "table"):
                self.last = piece
        lower_captioned(pieces)
        self.slides.add(pieces, width, height, first)

    def _name(self, piece: Piece, after: Sequence[Piece], height: float, contents: bool) -> None:
        text = piece.text
        if LEADER.search(text) or (contents and is_entries(piece)):
            piece.kind = "contents"
        elif text[0] in STARS and self._is_footnote(piece, height):
            piece.kind = "footnote"
        elif starts_bullet(piece.lines[0]) and not self._numbered_heading(piece, after):
            piece.kind = "bullet"
        elif self._is_footnote(piece, height):
            piece.kind = "footnote"
        elif CAPTION.match(text) and len(text.split()) <= 45 and not self._is_title(piece):
            piece.kind = "caption"
        elif self._is_heading(piece, after):
            piece.kind = "heading"
            piece.level = self._level(piece)
        else:
            piece.kind = "paragraph"

    def _is_title(self, piece: Piece) -> bool:
        """Whether a piece is set as no caption is: in bold and larger than the text."""
        return piece.bold and piece.size >= LARGER * self.body

    def _numbered_heading(self, piece: Piece, after: Sequence[Piece]) -> bool:
        """Whether an enumerator stands before a heading: not where the next one follows at once."""
        first = piece.lines[0].words[0].text
        following = after[0] if after else None
        if piece.bold and following is not None and following.table:
            return self._is_heading(piece, after)
        if not first[0].isdigit() or (
            following and not following.table and starts_bullet(following.lines[0])
        ):
            return False
        return self._is_heading(piece, after)

    def _is_footnote(self, piece: Piece, height: float) -> bool:
        small = piece.size < SMALL * self.body
        if not NOTE.match(piece.text):
            return False
        raised = piece.lines[0].words[0].raised
        marked = not piece.text[0].isdigit()
        return (small and piece.top > (0.6 if marked else 0.75) * height) or (
            raised and piece.top > 0.5 * height
        )

    def _is_heading(self, piece: Piece, after: Sequence[Piece]) -> bool:
        text = piece.text.strip()
        words = text.split()
        question = bool(QUESTION.match(text))
        if after and EMAIL.match(after[0].text):
            return False
        if not question and len(words) >= SENTENCE_WORDS and (_is_prose(text) or _leads(text, after)):
            return False
        if len(words) > (QUESTION_WORDS if question else HEADING_WORDS) or len(piece.lines) > HEADING_LINES:
            return False
        if sum(c.isalpha() for c in text) < 3 or text[-1] in ",;" or NO_HEADING.search(text):
            return False
        if key_of(text) in self.style.outline:
            return True
        if text[0].islower() and not text[1:2].isupper() and not starts_bullet(piece.lines[0]):
            return False
        large = piece.size / self.body
        if large >= LARGER:
            return text[-1] != "." or len(words) <= 8
        if piece.role == BAR and len(words) <= BOLD_WORDS and not (after and _goes_on(after[0])):
            return True
        numbered = bool(DECIMAL.match(text))
        if (text[-1] == "." and not question) or not after or SOURCE.match(after[0].text):
            return False
        if not _heads(piece, after):
            return False
        following = after[0]
        if piece.bold and not following.table and _is_part(following.text, text):
            return following.size <= piece.size + 0.1
        least = NUMBERED_SIZE if numbered else 0.95
        if piece.size < least * min(self.body, following.size):
            return False
        outranked = following.size > piece.size + 0.1 and not numbered
        larger = piece.size > following.size + 0.1 and (numbered or text.isupper())
        if outranked or (following.bold and not larger):
            return False
        short = question or len(words) <= BOLD_WORDS
        if piece.bold and short and self.style.bold * 2 < self.style.characters:
            return text[-1] != ":" or len(words) <= COLON_WORDS
        return text.isupper() and 2 <= len(words) <= BOLD_WORDS

    def _level(self, piece: Piece) -> int:
        """The level that the outline or the numbering gives; 0 where neither does."""
        if self.style.outline.get(key_of(piece.text)):
            return self.style.outline[key_of(piece.text)]
        decimal = DECIMAL.match(piece.text)
        return min(LEVELS, decimal.group(1).count(".") + 1) if decimal else 0


def _is_prose(text: str) -> bool:
    """Whether a text is too long and too much of a sentence to head another, whatever the tags say."""
    return len(text.split()) > 2 * SENTENCE_WORDS and bool(SENTENCES.search(text))


def _is_imprint(pieces: Sequence[Piece]) -> bool:
    """Whether the first of some pieces names a body over its e-mail address."""
    return len(pieces) > 1 and bool(EMAIL.match(pieces[1].text))


def _leads(text: str, after: Sequence[Piece]) -> bool:
    """Whether a text leads in to the list that follows."""
    return text[-1] == ":" and bool(after) and not after[0].table and starts_bullet(after[0].lines[0])


def _heads(piece: Piece, after: Sequence[Piece]) -> bool:
    """Whether a piece stands right over one of the next, and the first does not finish its sentence."""
    first = after[0]
    if piece.text[-1] == ":" and _beside(piece, first):
        return False
    if _goes_on(first) and piece.text[-1] != ":":
        return False
    return any(
        (
            min(piece.x1, other.x1) > max(piece.x0, other.x0)
            or (piece.size > other.size + 1 and piece.x0 < other.x0)
        )
        and -piece.size < other.top - piece.bottom < OVER * max(piece.size, other.size)
        for other in after
    )


def _goes_on(first: Piece) -> bool:
    """Whether a piece begins as no new one does."""
    begins = first.table or ADDRESS.match(first.text)
    return not begins and (first.text[0].islower() or first.text[0] == "(")


def _beside(piece: Piece, other: Piece) -> bool:
    """Whether ``other`` stands right of a piece on its line: a label and what it names."""
    return other.x0 > piece.x1 and other.top < piece.bottom and piece.top < other.bottom


def _is_part(text: str, of: str) -> bool:
    """Whether ``text`` has a number that goes on from the number of ``of``: 6.2.1 after 6.2."""
    number = NUMBERED.match(of.strip())
    return bool(number and re.match(rf"{re.escape(number.group(1))}\.\d", text.strip()))

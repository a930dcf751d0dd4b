"""Reads the marked text in which the plans are written."""

from collections.abc import Iterator

from .labels import split_notation

_MARKS = ("#", "##", "###", "*", "**", "§")


def read_script(text: str) -> Iterator[tuple[str, str, str, tuple[str, str] | None]]:
    """The blocks of a marked text: (mark, words, labels, footnote).

    A blank line divides blocks, and so does a line that begins with a mark. A footnote (mark, words) is
    the block after the one that it belongs to.
    """
    chunks = _chunks(text)
    for number, chunk in enumerate(chunks):
        first, _, rest = chunk.partition(" ")
        if _is_note(first):
            continue
        after = chunks[number + 1] if number + 1 < len(chunks) else ""
        mark, _, words = after.partition(" ")
        note = (mark[1:], words) if _is_note(mark) else None
        marked = first in _MARKS or _is_letter(first)
        body, notation = split_notation(rest if marked else chunk)
        yield (first if marked else ""), body, notation, note


def _chunks(text: str) -> list[str]:
    """The blocks of a text, each on one line."""
    chunks: list[str] = []
    for part in text.strip().split("\n\n"):
        for number, line in enumerate(part.strip().splitlines()):
            first = line.strip().split(" ", 1)[0]
            if not number or first in _MARKS or _is_note(first) or _is_letter(first):
                chunks.append(line.strip())
            else:
                chunks[-1] += " " + line.strip()
    return chunks


def _is_note(word: str) -> bool:
    return word.startswith("^") and word[1:].isdigit()


def _is_letter(word: str) -> bool:
    return len(word) == 3 and word[0] + word[2] == "()"

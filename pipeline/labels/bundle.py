"""What goes into a file for another tool and comes back from it, and the checks that every file must pass.

A room of its own knows each format; what they have in common stands here. A file is read whole and
checked whole before anything of it is used: it is wrong at so many places, or it is right.
"""

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pipeline.codebook import Codebook
from pipeline.labels.coding import UNPRINTABLE, Coding, fault
from pipeline.labels.sample import Passage

SIZE = 64 << 20
"""Bytes of a file at most; 5,000 coded passages take under 20 MB in the largest format."""

UNPACKED = 256 << 20
"""Bytes of all members of a packed file together at most."""

SHOWN = 20
"""Faults named one by one; a file wrong at more places is wrong in one way at all of them."""


class Bundle(NamedTuple):
    """Passages with what is in force on them. ``coder`` is whom the file is for, if it is for one;
    ``blind`` withholds what the model suggests."""

    round: str
    passages: list[Passage]
    codings: list[Coding]
    frame: Codebook
    coder: str = ""
    blind: bool = False

    def of_passages(self) -> list[tuple[Passage, list[Coding]]]:
        """Each passage with the codings of its present words."""
        found: dict[tuple[str, str], list[Coding]] = {}
        for row in self.codings:
            found.setdefault((row.ref, row.fingerprint), []).append(row)
        return [(each, found.get((each.ref, each.fingerprint), [])) for each in self.passages]


class Asked(NamedTuple):
    """What a file is read against: the texts known for each ref by their fingerprints, the frame, and what
    to take where the file does not say who coded, in which round, and when."""

    known: Mapping[str, Mapping[str, str]]
    frame: Codebook
    annotator: str
    round: str
    at: str


class Found(NamedTuple):
    """A coding and where it stands in its file."""

    where: str
    coding: Coding


class Wrong(NamedTuple):
    """Something wrong in a file, and where."""

    where: str
    message: str


class ExchangeError(Exception):
    """A file that cannot be taken. Its message names the places; nothing of the file was used."""

    def __init__(self, faults: Iterable[Wrong]) -> None:
        self.faults = list(faults)
        lines = [f"{each.where}: {each.message}" for each in self.faults[:SHOWN]]
        more = len(self.faults) - SHOWN
        super().__init__("\n".join([*lines, f"and {more:,} more"] if more > 0 else lines))


def checked(found: Iterable[Found], wrong: Iterable[Wrong], asked: Asked) -> list[Coding]:
    """The codings of a file, if nothing is wrong with it. Raises ExchangeError with all that is."""
    faults, codings, seen = list(wrong), [], dict[tuple[object, ...], str]()
    for where, coding in found:
        message = _unplaced(coding, asked) or fault(coding, asked.frame)
        place = (*coding.unit, coding.kind, coding.label, coding.start, coding.end)
        if not message and place in seen:
            what = coding.label or coding.kind
            message = f"{coding.annotator} says {what} of {coding.ref} twice (first at {seen[place]})"
        if message:
            faults.append(Wrong(where, message))
        else:
            seen[place] = where
            codings.append(coding)
    if faults:
        raise ExchangeError(dict.fromkeys(faults))
    return codings


def small_enough(content: bytes) -> None:
    """Raises ExchangeError for a file that is too large to be one of codings."""
    if len(content) > SIZE:
        size, limit = len(content) >> 20, SIZE >> 20
        raise ExchangeError(
            [Wrong("the file", f"it has {size} MB, and at most {limit} are read: send it in parts")]
        )


def unpacked(content: bytes) -> zipfile.ZipFile:
    """A packed file, opened. Raises ExchangeError where it is none, or would unpack to too much."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise ExchangeError([Wrong("the file", f"it is no zip file, or a damaged one: {error}")]) from error
    # zipfile never reads more of a member than this size, so that it cannot be a lie.
    total = sum(member.file_size for member in packed.infolist())
    if total > UNPACKED:
        message = f"it would unpack to {total >> 20:,} MB, and at most {UNPACKED >> 20} are read"
        raise ExchangeError([Wrong("the file", message)])
    return packed


def member(packed: zipfile.ZipFile, name: str) -> bytes:
    """A member of a packed file. Raises ExchangeError where it is not there or cannot be read."""
    try:
        return packed.read(name)
    except (KeyError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
        raise ExchangeError([Wrong(name, f"it is not there or is damaged: {error}")]) from error
    except Exception as error:  # zlib.error and lzma.LZMAError have no common base
        raise ExchangeError([Wrong(name, f"it cannot be unpacked: {error}")]) from error


def printable(text: str) -> str:
    """A text with a mark in the place of each character that files cannot hold; places stay the same."""
    return UNPRINTABLE.sub("\ufffd", text)


def _unplaced(coding: Coding, asked: Asked) -> str:
    """Why a coding is about no words that we know, or nothing."""
    texts = asked.known.get(coding.ref)
    if texts is None:
        return f"there is no passage {coding.ref!r}"
    text = texts.get(coding.fingerprint)
    if text is None:
        return f"the words of {coding.ref} are not those known (its fingerprint is {coding.fingerprint!r})"
    if coding.end is not None and coding.end > len(text):
        return f"{coding.ref} has {len(text)} characters, none up to {coding.end}"
    return ""

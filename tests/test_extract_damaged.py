"""Damaged and hostile files: each is read, rescued or refused, in a process of its own with limits."""

import io
import json
import random
import resource
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest

from pipeline.extract import pages
from pipeline.extract.look import picture
from pipeline.records import Issue, Page

from .synthetic_pages import document

ROOT = Path(__file__).parents[1]
BROKEN = ROOT.parent / "shared" / "broken_pdfs"
MEMORY = 4_000_000_000


def outcome(pdf: bytes) -> str:
    records = list(pages(pdf))
    count = sum(isinstance(record, Page) for record in records)
    codes = sorted({record.code for record in records if isinstance(record, Issue)})
    return json.dumps({"pages": count, "codes": codes})


def damaged(pdf: bytes, chance: random.Random) -> bytes:
    """``pdf`` cut short, with bits flipped, a run of bytes replaced, or objects that are not what they
    ought to be."""
    bytes_ = bytearray(pdf)
    kind = chance.randrange(4)
    if kind == 0:
        return pdf[: chance.randrange(len(pdf))]
    if kind == 3:
        return with_random_objects(pdf, chance)
    if kind == 1:
        for _ in range(chance.randint(1, 40)):
            bytes_[chance.randrange(len(pdf))] ^= 1 << chance.randrange(8)
    else:
        start = chance.randrange(len(pdf))
        bytes_[start : start + 200] = chance.randbytes(200)
    return bytes(bytes_)


def with_random_objects(pdf: bytes, chance: random.Random) -> bytes:
    """``pdf`` with entries of some of its objects replaced by things of any kind, other objects of the
    file among them (so that trees have cycles)."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as broken:
        count = len(broken.objects)
        for _ in range(chance.randint(1, 12)):
            victim = broken.get_object(chance.randrange(1, count), 0)
            if isinstance(victim, pikepdf.Dictionary | pikepdf.Stream) and len(victim.keys()):
                name = chance.choice(sorted(victim.keys()))
                if name not in ("/Length", "/Filter", "/DecodeParms"):
                    victim[name] = anything(broken, count, chance)
            elif isinstance(victim, pikepdf.Array) and len(victim):
                victim[chance.randrange(len(victim))] = anything(broken, count, chance)
        broken.save(target, compress_streams=False)
    return target.getvalue()


def anything(pdf: pikepdf.Pdf, count: int, chance: random.Random) -> object:
    """A number, name, string, array, dictionary, or another object of the file."""
    return chance.choice(
        (
            lambda: chance.choice((-1, 0, 2**31 - 1, 10**9, -(2**31))),
            lambda: pikepdf.Name("/Nonsense"),
            lambda: pikepdf.String("\x00" * chance.randrange(40)),
            lambda: pikepdf.Array([0] * chance.randrange(9)),
            lambda: pikepdf.Dictionary(Type=pikepdf.Name("/Pages")),
            lambda: pdf.get_object(chance.randrange(1, count), 0),
        )
    )()


def child(*arguments: str, pdf: bytes = b"") -> list[dict[str, object]]:
    """What a child process with limits reads of files, one result a file."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.test_extract_damaged", *arguments],
        cwd=ROOT,
        input=pdf,
        capture_output=True,
        timeout=100,
        check=True,
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.skipif(not BROKEN.is_dir(), reason="the collection of broken files is not here")
def test_broken_files_end_as_their_readme_says() -> None:
    expected = {
        "2023-06-20-PV": (2, set()),
        "background-checks": (1, set()),
        "cyclic_pages": (0, {"refused"}),
        "empty0": (0, {"refused"}),
        "enc_aes256_userpw": (0, {"refused"}),
        "enc_rc4_owner": (34, set()),
        "html": (0, {"refused"}),
        "hugebox": (1, set()),
        "nics-background-checks-2015-11-rotated": (1, set()),
        "password-example": (0, {"refused"}),
        "senate-expenditures": (1, set()),
        "trunc_0.5": (0, {"refused"}),
        "trunc_gs_0.9": (33, {"rescued"}),
    }
    results = child(*(str(BROKEN / f"{name}.pdf") for name in expected))
    for (name, (count, codes)), result in zip(expected.items(), results, strict=True):
        assert (name, result["pages"], set(result["codes"])) == (name, count, codes)  # type: ignore[call-overload]


@pytest.mark.skipif(not BROKEN.is_dir(), reason="the collection of broken files is not here")
def test_a_rescued_file_can_be_looked_at() -> None:
    assert picture((BROKEN / "trunc_gs_0.9.pdf").read_bytes(), 27).startswith(b"\x89PNG")


def test_damaged_files_never_raise() -> None:
    pdf, _ = document(16, 3)
    outcomes = child("--fuzz", "120", pdf=pdf)
    assert len(outcomes) == 120
    assert all(outcome["pages"] or "refused" in outcome["codes"] for outcome in outcomes)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    if sys.argv[1] == "--fuzz":
        original, chance = sys.stdin.buffer.read(), random.Random(1)
        for _ in range(int(sys.argv[2])):
            print(outcome(damaged(original, chance)))
    else:
        for name in sys.argv[1:]:
            print(outcome(Path(name).read_bytes()))

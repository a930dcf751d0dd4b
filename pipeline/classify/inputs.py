"""What the encoder is given of a passage: what stands before it, and its text."""

LONGEST = 256
"""Tokens of a passage with what stands before it: 150 words are about 210 tokens."""

PREAMBLE = 240
"""Characters of section and context: the end of the section's path, the beginning of the context."""


def preamble(section: str, context: str) -> str:
    """The nearest headings and the lead-in or column heads, in short."""
    nearest = section[-PREAMBLE // 2 :]
    return f"{nearest}: {context}"[:PREAMBLE].strip(": ").replace("\t", "|")


def reading(text: str) -> str:
    """The text as the encoder reads it, character for character: a table row's cells divided by bars."""
    return text.replace("\t", "|")

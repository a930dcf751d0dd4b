"""A picture of a page as it is printed, to be shown beside what was read on it.

Page boxes lie on it as they are: the picture shows the page as seen, rotation and crop box applied.
"""

import io

from .document import opened

LONG_SIDE = 1600
"""Pixels along the longer side: A4 at 137 dpi, sharp on a screen of double density, and no more for a
poster than for a letter."""

COMPRESSION = 1
"""PNG's quickest level: a third less time than the usual one for a picture of the same size."""


def picture(pdf: bytes, page: int) -> bytes:
    """Page ``page`` (counted from 1) of a PDF as PNG.

    Raises ValueError if the file cannot be opened or has no such page.
    """
    document, issues = opened(pdf)
    if document is None:
        raise ValueError(issues[0].message)
    try:
        if not 1 <= page <= len(document):
            raise ValueError(f"the file has {len(document)} pages")
        native = document[page - 1]
        bitmap = native.render(scale=LONG_SIDE / max(1.0, *native.get_size()))
        target = io.BytesIO()
        bitmap.to_pil().convert("RGB").save(target, "PNG", compress_level=COMPRESSION)
        bitmap.close()
        native.close()
        return target.getvalue()
    finally:
        document.close()

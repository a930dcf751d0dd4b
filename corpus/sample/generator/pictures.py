"""Pages that are pictures of text, as a scanner gives them."""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

PICTURES = Path(__file__).parent / "pictures"
SCALE = 1.9  # about 137 dots an inch: legible, and small enough for a repository
TILT = 0.35  # degrees; a sheet is never laid quite straight on a scanner
GREYS = 4


def picture(name: str, text: str, size: tuple[float, float], draw: Callable[[Canvas], None]) -> Image.Image:
    """The page that ``draw`` draws, as a grey picture.

    It is kept beside the generator, named by the page and its text: rendering may differ by a pixel
    between machines, and the corpus must not.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    path = PICTURES / f"{name}-{digest}.png"
    if not path.exists():
        _scan(size, draw).save(path, optimize=True)
    return Image.open(path).convert("L")


def _scan(size: tuple[float, float], draw: Callable[[Canvas], None]) -> Image.Image:
    out = BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    pdf = pypdfium2.PdfDocument(out.getvalue())
    image = pdf[0].render(scale=SCALE, grayscale=True).to_pil().convert("L")
    pdf.close()
    tilted: Image.Image = image.rotate(TILT, resample=Image.Resampling.BICUBIC, fillcolor=255)
    step = 255 // (GREYS - 1)
    greys: Image.Image = tilted.point([round(grey / step) * step for grey in range(256)])
    return greys

"""What stands on a page and is not text: boxes, lines, arrows. Always drawn below the text."""

from collections.abc import Callable

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas


class Shapes:
    """Draws shapes on a page of a given height, y running downwards."""

    height: float

    def __init__(self) -> None:
        self._under: list[Callable[[Canvas], None]] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "",
        line: str = "",
        round_by: float = 0,
    ) -> None:
        """A filled or outlined box with its top left corner at x, y."""

        def draw(canvas: Canvas) -> None:
            canvas.setFillColor(HexColor(fill or "#ffffff"))
            canvas.setStrokeColor(HexColor(line or "#000000"))
            canvas.setLineWidth(0.8)
            bottom = self.height - y - height
            if round_by:
                canvas.roundRect(x, bottom, width, height, round_by, fill=bool(fill), stroke=bool(line))
            else:
                canvas.rect(x, bottom, width, height, fill=bool(fill), stroke=bool(line))

        self._under.append(draw)

    def rule(
        self, x0: float, y0: float, x1: float, y1: float, colour: str = "#555555", wide: float = 0.6
    ) -> None:
        """A straight line."""

        def draw(canvas: Canvas) -> None:
            canvas.setStrokeColor(HexColor(colour))
            canvas.setLineWidth(wide)
            canvas.line(x0, self.height - y0, x1, self.height - y1)

        self._under.append(draw)

    def arrow(
        self, x0: float, y0: float, x1: float, y1: float, colour: str = "#555555", wide: float = 1.6
    ) -> None:
        """A line along x or y that ends in a head at x1, y1."""
        self.rule(x0, y0, x1, y1, colour, wide)
        size = 3.5 + wide
        if x0 == x1:
            back = y1 - size if y1 > y0 else y1 + size
            points = [(x1, y1), (x1 - size * 0.7, back), (x1 + size * 0.7, back)]
        else:
            back = x1 - size if x1 > x0 else x1 + size
            points = [(x1, y1), (back, y1 - size * 0.7), (back, y1 + size * 0.7)]
        self.polygon(points, colour)

    def polygon(self, points: list[tuple[float, float]], fill: str) -> None:
        """A filled polygon."""

        def draw(canvas: Canvas) -> None:
            path = canvas.beginPath()
            path.moveTo(points[0][0], self.height - points[0][1])
            for x, y in points[1:]:
                path.lineTo(x, self.height - y)
            path.close()
            canvas.setFillColor(HexColor(fill))
            canvas.drawPath(path, fill=1, stroke=0)

        self._under.append(draw)

    def disc(self, x: float, y: float, radius: float, fill: str) -> None:
        """A filled circle about x, y."""

        def draw(canvas: Canvas) -> None:
            canvas.setFillColor(HexColor(fill))
            canvas.circle(x, self.height - y, radius, fill=1, stroke=0)

        self._under.append(draw)

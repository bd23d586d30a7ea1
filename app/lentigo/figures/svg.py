"""A drawing as SVG, for what is printed: black and grey on white."""

from lentigo.domain.body import Pin
from lentigo.figures.figure import Figure, Line

_SKIN, _EDGE, _FINE, _PIN = "#f7f5f2", "#3d474e", "#8f979c", "#000000"
_PIN_SIZE = 0.016  # of the drawing's height


def render_svg(figure: Figure, pin: Pin) -> str:
    """The drawing with its pin: a ring, and a dot at the very place."""
    x, y = figure.point_of(pin.x, pin.y)
    radius, left = figure.height * _PIN_SIZE, -figure.width / 2
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} 0 {figure.width:g} {figure.height:g}">',
            '<g stroke-linecap="round" stroke-linejoin="round">',
            *(_path(line, _SKIN, _EDGE, figure.height / 300) for line in figure.all_outlines),
            *(_path(line, "none", _FINE, figure.height / 500) for line in figure.all_details),
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="none" stroke="{_PIN}" '
            f'stroke-width="{radius / 3:.2f}"/>',
            f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius / 3:.2f}" fill="{_PIN}"/>',
            "</g>",
            "</svg>",
        )
    )


def _path(line: Line, fill: str, stroke: str, width: float) -> str:
    curves = line.curves
    start = "M{:.2f} {:.2f}".format(*curves[0].start)
    steps = (
        "C{:.2f} {:.2f} {:.2f} {:.2f} {:.2f} {:.2f}".format(*curve.first, *curve.second, *curve.end) for curve in curves
    )
    end = "Z" if line.closed else ""
    return f'<path d="{start}{"".join(steps)}{end}" fill="{fill}" stroke="{stroke}" stroke-width="{width:.2f}"/>'

"""A map of each geography: borders and numbers, which the table beside it explains."""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from commonwheel.core.places.areas.drawing import WIDTH, Drawn, Frame, frame_around
from commonwheel.core.places.areas.drawing import draw as draw_area
from commonwheel.core.places.grid_arrays import spots_of_grid
from commonwheel.core.places.local.geography import Geography, Part
from commonwheel.core.places.local.ground import Outlined

_AROUND = 0.03
_TITLE = 44
_GAP = 1_000_000.0
"""Square metres; no council that lies inside another is so small."""


def frame_of(outlined: Outlined) -> Frame:
    """Return the frame that shows a region, and is the same for all of its geographies."""
    return frame_around([tuple(shapely.total_bounds(_in_degrees(outlined.shapes)).tolist())], _AROUND)


def draw_parts(parts: Sequence[Part], outlined: Outlined, frame: Frame) -> tuple[Drawn, ...]:
    """Return the outline of each council, in their order."""
    place = {piece.code: number for number, piece in enumerate(outlined.pieces)}
    shapes = [outlined.shapes[[place[code] for code in sorted(part.pieces)]] for part in parts]
    return tuple(draw_area([_in_degrees(_joined(each))], frame) for each in shapes)


def draw(geographies: Sequence[Geography], outlined: Outlined, note: str) -> str:
    """
    Return an SVG document with a map of each geography, one below the other.

    Nothing in it is told by colour alone: borders are lines, councils have the numbers of their order.

    Args:
        note: whose outlines they are, which travels with the map.
    """
    frame = frame_of(outlined)
    height = frame.height + _TITLE
    panels = (_panel(each, outlined, frame, place * height) for place, each in enumerate(geographies))
    names, terms = (html.escape(text) for text in ("; ".join(each.name for each in geographies), note))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height * len(geographies)}" role="img" '
        f'font-family="sans-serif" width="100%"><title>{names}</title><desc>{terms}</desc>{"".join(panels)}</svg>\n'
    )


def _panel(geography: Geography, outlined: Outlined, frame: Frame, top: int) -> str:
    drawn, numbers = [], []
    found = zip(geography.parts, draw_parts(geography.parts, outlined, frame), strict=True)
    for number, (part, area) in enumerate(found, start=1):
        title = html.escape(part.name)
        drawn.append(f'<path d="{area.path}"><title>{number}: {title}</title></path>')
        if area.label:
            numbers.append(f'<text x="{area.label[0]}" y="{area.label[1] + 8}">{number}</text>')
    name = html.escape(geography.name)
    return (
        f'<g transform="translate(0 {top})"><text x="16" y="30" font-size="26" font-weight="bold">'
        f'{name}</text><g transform="translate(0 {_TITLE})"><g fill="#e8eef4" stroke="#1d3c5a" stroke-width="2.4">'
        f'{"".join(drawn)}</g><g font-size="22" text-anchor="middle">{"".join(numbers)}</g></g></g>'
    )


def _joined(shapes: Any) -> Any:
    """Return outlines as one. Those that were generalised alone do not quite meet: such gaps are no land of others."""
    parts = shapely.get_parts(shapely.union_all(shapes, grid_size=1.0))
    holes = ([ring for ring in part.interiors if shapely.Polygon(ring).area > _GAP] for part in parts)
    return shapely.MultiPolygon([shapely.Polygon(part.exterior, each) for part, each in zip(parts, holes, strict=True)])


def _in_degrees(shapes: Any) -> Any:
    return shapely.transform(shapes, lambda metres: np.column_stack(spots_of_grid(*metres.T)))

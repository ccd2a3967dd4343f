"""A map of each geography, one below the other, as SVG: borders and numbers, which the table beside it explains."""

import html
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from commonwheel.core.places.local.geography import Geography
from commonwheel.core.places.local.ground import Outlined

_WIDTH, _MARGIN, _TITLE = 300.0, 8.0, 24.0
_FINEST = 400
"""The map's width is divided into so many steps, finer than which no outline is drawn."""


def draw(geographies: Sequence[Geography], outlined: Outlined, note: str) -> str:
    """
    Return an SVG document, 300 units wide.

    Nothing in it is told by colour alone: borders are lines, councils have the numbers of their order.

    Args:
        note: whose outlines they are, which travels with the map.
    """
    west, south, east, north = shapely.total_bounds(outlined.shapes)
    scale = (_WIDTH - 2 * _MARGIN) / max(east - west, 1.0)
    height = (north - south) * scale + _TITLE + _MARGIN
    origin = np.array([west - _MARGIN / scale, north + _TITLE / scale])
    panels = [_panel(each, outlined, origin, scale, place * height) for place, each in enumerate(geographies)]
    names, terms = (html.escape(text) for text in ("; ".join(each.name for each in geographies), note))
    whole = height * len(geographies)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:.0f} {whole:.0f}" role="img" '
        f'font-family="sans-serif" width="100%"><title>{names}</title><desc>{terms}</desc>{"".join(panels)}</svg>\n'
    )


def _panel(geography: Geography, outlined: Outlined, origin: Any, scale: float, top: float) -> str:
    place = {piece.code: number for number, piece in enumerate(outlined.pieces)}
    drawn, numbers = [], []
    for number, part in enumerate(geography.parts, start=1):
        shapes = outlined.shapes[[place[code] for code in sorted(part.pieces)]]
        shape = shapely.simplify(shapely.union_all(shapes, grid_size=1.0), _WIDTH / scale / _FINEST)
        title = html.escape(part.name)
        drawn.append(f'<path d="{_path(shape, origin, scale)}"><title>{number}: {title}</title></path>')
        x, y = _at(shapely.get_coordinates(shapely.point_on_surface(shape)), origin, scale)[0]
        numbers.append(f'<text x="{x:.1f}" y="{y + 4:.1f}">{number}</text>')
    name = html.escape(geography.name)
    return (
        f'<g transform="translate(0 {top:.1f})"><text x="{_MARGIN:.0f}" y="16" font-size="13" font-weight="bold">'
        f'{name}</text><g fill="#e8eef4" stroke="#1d3c5a" stroke-width="1.2">{"".join(drawn)}</g>'
        f'<g font-size="11" text-anchor="middle">{"".join(numbers)}</g></g>'
    )


def _path(shape: Any, origin: Any, scale: float) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in shapely.get_rings(part)]
    lines = (_at(shapely.get_coordinates(ring), origin, scale) for ring in rings)
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) + "Z" for line in lines)


def _at(metres: Any, origin: Any, scale: float) -> Any:
    return (metres - origin) * scale * np.array([1.0, -1.0])

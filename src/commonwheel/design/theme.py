"""A council's colours over the common look, as a small stylesheet that is served from an address of its own."""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache

LIGHT, DARK = "#ffffff", "#17211f"
# WCAG 2.2, 1.4.3: contrast of text with what is behind it.
LEAST_CONTRAST = 4.5
_COLOUR = re.compile(r"#[0-9a-f]{6}\Z")

# What a council may choose, by the name it has in its settings.
ROLES = ("brand", "action")


def stylesheet(colours: Mapping[str, str]) -> str:
    """
    Return the stylesheet of a council's colours; empty where it chose none.

    Args:
        colours: of ROLES, each `#rrggbb`: `brand` of the header, `action` of the buttons (else as the header).
            Anything else is left out, so that a mistake costs the colour and not the page.

    Words on each colour are white or nearly black, whichever is easier to read.
    """
    chosen = {role: colours[role].lower() for role in ROLES if is_colour(colours.get(role, ""))}
    rules: dict[str, str] = {}
    if "brand" in chosen:
        rules |= {"--council-colour": chosen["brand"], "--council-ink": ink_on(chosen["brand"])}
    action = chosen.get("action", chosen.get("brand", ""))
    if action:
        ink = ink_on(action)
        rules |= {
            "--council-action": action,
            "--council-action-ink": ink,
            "--council-action-dark": pressed(action, ink),
        }
    body = "".join(f"  {name}: {value};\n" for name, value in rules.items())
    return f":root {{\n{body}}}\n" if body else ""


@lru_cache(maxsize=1024)
def digest_of(theme: tuple[tuple[str, str], ...]) -> str:
    """Return the digest of the stylesheet of these colours; empty where they need none."""
    sheet = stylesheet(dict(theme))
    return digest(sheet) if sheet else ""


def digest(sheet: str) -> str:
    """Return the part of the stylesheet's address that changes with it: 16 hexadecimal digits."""
    return hashlib.sha256(sheet.encode()).hexdigest()[:16]


def is_colour(text: str) -> bool:
    """Return whether the text is a colour such as `#0c5a55`."""
    return bool(_COLOUR.match(text.lower()))


def ink_on(colour: str) -> str:
    """Return the colour of words that is easier to read on `colour`; always at least LEAST_CONTRAST on one of them."""
    return max((LIGHT, DARK), key=lambda ink: contrast(colour, ink))


def pressed(colour: str, ink: str) -> str:
    """Return `colour` moved away from the colour of the words on it, for a button under the pointer."""
    towards = 0 if ink == LIGHT else 255
    return "#" + "".join(f"{round(channel * 0.72 + towards * 0.28):02x}" for channel in _channels(colour))


def contrast(one: str, other: str) -> float:
    """
    Return the contrast of two colours, 1 to 21.

    Source:
        docs/sources.md#wcag-22, relative luminance and contrast ratio.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004  # sRGB's own numbers


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

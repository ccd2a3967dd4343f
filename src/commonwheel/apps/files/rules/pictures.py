"""
Writes pictures anew, so that nothing but the picture is kept: no place, no device, no hidden payload.

They are turned as the camera was held, brought to sRGB and to a size that a screen or a printer can use. HEIC, which
few offices can open, becomes JPEG.
"""

import io
import warnings
from collections.abc import Mapping
from typing import Any, BinaryIO

import pillow_heif
from PIL import Image, ImageCms, ImageOps

from commonwheel.apps.files.rules.contents import PILLOW_FORMATS, Kind
from commonwheel.core.problems import Failure

LONGEST_SIDE = 4_000
"""Pixels: a page of A4 at some 340 dots an inch."""
MOST_PIXELS = 40_000_000
"""Over all frames; JPEG, which can be read smaller than it is, may have more."""
BECOMES: Mapping[Kind, Kind] = {"jpg": "jpg", "heic": "jpg", "png": "png", "webp": "webp", "gif": "gif"}
"""By the kind of a picture, the kind it is written as."""
_HOW: Mapping[Kind, Mapping[str, Any]] = {
    "jpg": {"quality": 88, "progressive": True},
    "png": {},
    "webp": {"quality": 88},
    "gif": {},
}

pillow_heif.register_heif_opener()


class PictureUnreadable(Failure):
    """It begins like a picture, and cannot be read to its end, or is far larger than a picture needs to be."""

    def __init__(self) -> None:
        super().__init__("This picture cannot be read. Save it again, or take another one.")


def rewrite(content: BinaryIO, *, kind: Kind) -> tuple[Kind, BinaryIO]:
    """
    Return a picture written anew, and its kind; the same bytes give the same bytes.

    Args:
        kind: one of `BECOMES`.

    Raises:
        PictureUnreadable: where it cannot be read.
    """
    content.seek(0)
    written, wanted = io.BytesIO(), BECOMES[kind]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(content, formats=[_format(kind)]) as picture:
                _guard(picture)
                frames = getattr(picture, "n_frames", 1) if wanted in {"gif", "webp"} else 1
                more = {"save_all": True} if frames > 1 else {}
                plain = picture if more else _plain(picture, wanted)
                # Said anew, so that what the picture brought along is left behind.
                plain.info = {
                    name: plain.info[name] for name in ("duration", "loop", "transparency") if name in plain.info
                }
                plain.save(written, _format(wanted), **_HOW[wanted], **more)
    except PictureUnreadable:
        raise
    except Exception as error:  # Pillow's decoders raise whatever a broken file makes them raise
        raise PictureUnreadable from error
    written.seek(0)
    return wanted, written


def _format(kind: Kind) -> str:
    return "HEIF" if kind == "heic" else PILLOW_FORMATS[kind]


def _guard(picture: Image.Image) -> None:
    """Refuse what would take much memory, before any of it is unpacked."""
    if picture.format == "JPEG":
        share = LONGEST_SIDE / max(*picture.size, LONGEST_SIDE)
        picture.draft("RGB", (int(picture.width * share), int(picture.height * share)))
    if picture.width * picture.height * int(getattr(picture, "n_frames", 1)) > MOST_PIXELS:
        raise PictureUnreadable


def _plain(picture: Image.Image, kind: Kind) -> Image.Image:
    turned = ImageOps.exif_transpose(picture)
    coloured = _in_srgb(turned)
    if kind == "jpg" and coloured.mode not in {"RGB", "L"}:
        coloured = coloured.convert("RGB")
    coloured.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return coloured


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return a picture in the colours every screen has; one whose profile is broken stays as it is."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed or picture

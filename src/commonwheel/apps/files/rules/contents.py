"""Tells what a file is from its bytes, never from its name or what the browser says.

A file is read where it lies; nothing is unpacked, so a bomb costs no more than its directory.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Mapping
from typing import BinaryIO

from PIL import Image

Kind = str
"""One of the file kinds of the pattern language: pdf, jpg, png, heic, webp, gif, docx, xlsx, odt, ods, csv, txt."""

MEDIA_TYPES: Mapping[Kind, str] = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "heic": "image/heic",
    "webp": "image/webp",
    "gif": "image/gif",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
}

MOST_PIXELS = 100_000_000
"""Over twice what a telephone's camera takes; more is a picture meant to exhaust its reader."""
MOST_ENTRIES = 2_000
MOST_UNPACKED_BYTES = 200_000_000
MOST_RATIO = 200
"""How many times smaller than its contents an office file may be; text in tables reaches some dozens."""

_HEAD_BYTES = 4_096
_TAIL_BYTES = 2_048
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"}
PILLOW_FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}
_OFFICE_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
_ODF_TYPES = {MEDIA_TYPES[kind].encode(): kind for kind in ("odt", "ods")}
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def find_kind(content: BinaryIO, *, name: str) -> Kind | None:
    """
    Return what a file is, or None where it is nothing we know, is broken, or is meant to harm.

    Args:
        content: can be sought; left at its start.
        name: only tells a CSV from other text.
    """
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    for marks, tell in _TELLERS:
        if marks(head):
            kind = tell(content)
            content.seek(0)
            return kind
    kind = _find_text(content, name)
    content.seek(0)
    return kind


def _find_picture(kind: Kind) -> Callable[[BinaryIO], Kind | None]:
    def tell(content: BinaryIO) -> Kind | None:
        content.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", Image.DecompressionBombWarning)
                picture = Image.open(content, formats=[PILLOW_FORMATS[kind]])
                if picture.width * picture.height > MOST_PIXELS:
                    return None
                picture.verify()
        except Exception:  # noqa: BLE001  # Pillow's decoders raise whatever a broken file makes them raise
            return None
        return kind

    return tell


def _find_pdf(content: BinaryIO) -> Kind | None:
    content.seek(0, io.SEEK_END)
    content.seek(max(0, content.tell() - _TAIL_BYTES))
    tail = content.read()
    return "pdf" if b"startxref" in tail and b"%%EOF" in tail else None


def _find_heic(content: BinaryIO) -> Kind | None:
    content.seek(0)
    head = content.read(_HEAD_BYTES)
    length = int.from_bytes(head[:4], "big")
    brands = {head[at : at + 4] for at in range(8, min(length, 64), 4)}
    return "heic" if brands & _HEIC_BRANDS and head[length + 4 : length + 8] == b"meta" else None


def _find_office(content: BinaryIO) -> Kind | None:
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            return _tell_office(archive, entries) if _is_modest(entries) else None
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return None


def _is_modest(entries: list[zipfile.ZipInfo]) -> bool:
    """Whether an archive is no bomb, hides nothing, and holds no programs."""
    packed = sum(entry.compress_size for entry in entries)
    unpacked = sum(entry.file_size for entry in entries)
    return (
        len(entries) <= MOST_ENTRIES
        and unpacked <= MOST_UNPACKED_BYTES
        and unpacked <= MOST_RATIO * max(packed, 1)
        and not any(_is_harmful(entry) for entry in entries)
    )


def _is_harmful(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    climbs = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
    is_program = name.rsplit("/", 1)[-1].lower().startswith(("vbaproject", "vbadata"))
    return climbs or is_program or bool(entry.flag_bits & 0x1)


def _tell_office(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Kind | None:
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names:
        return next((kind for part, kind in _OFFICE_PARTS.items() if part in names), None)
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as declared:
            return _ODF_TYPES.get(declared.read(200).strip())
    return None


def _find_text(content: BinaryIO, name: str) -> Kind | None:
    content.seek(0)
    data = content.read()
    if not data:
        return None
    text = _decode(data)
    if text is None or _CONTROL.search(text):
        return None
    return "csv" if name.lower().endswith(".csv") else "txt"


def _decode(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


_TELLERS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], Kind | None]], ...] = (
    (lambda head: head.startswith(b"\xff\xd8\xff"), _find_picture("jpg")),
    (lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _find_picture("png")),
    (lambda head: head.startswith((b"GIF87a", b"GIF89a")), _find_picture("gif")),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _find_picture("webp")),
    (lambda head: head.startswith(b"%PDF-"), _find_pdf),
    (lambda head: head[4:8] == b"ftyp", _find_heic),
    (lambda head: head.startswith(b"PK\x03\x04"), _find_office),
)

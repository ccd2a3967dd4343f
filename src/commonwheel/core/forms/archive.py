"""Files that hold other files: ZIP archives of exports, and packed ones."""

import io
import zipfile
import zlib

from commonwheel.core.forms.source import FormCannotBeRead
from commonwheel.core.forms.sources import LARGEST

_ZIP, _GZIP = b"PK\x03\x04", b"\x1f\x8b"
_MOST_FILES = 200


def is_archive(data: bytes) -> bool:
    """Tell whether bytes are a ZIP archive."""
    return data.startswith(_ZIP)


def unpacked(data: bytes, name: str) -> tuple[bytes, str]:
    """
    Return a file without its gzip wrapping, and its name without `.gz`.

    Raises:
        FormCannotBeRead: it is broken, or grows beyond what a form can be.
    """
    if not data.startswith(_GZIP):
        return data, name
    packed = zlib.decompressobj(wbits=31)
    try:
        whole = packed.decompress(data, LARGEST + 1)
    except zlib.error:
        raise FormCannotBeRead(f"{name} is packed, and broken. Export the form again.") from None
    if len(whole) > LARGEST:
        raise FormCannotBeRead(f"{name} unpacks to more than {LARGEST:,} bytes. Is this the right file?")
    if not packed.eof:
        raise FormCannotBeRead(f"{name} is packed, and not whole. Export the form again.")
    return whole, name.removesuffix(".gz")


def files_in(data: bytes, name: str) -> dict[str, bytes]:
    """
    Return the files of a ZIP archive by name, folders left out.

    Raises:
        FormCannotBeRead: it is broken, or holds more than a form can be.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = [one for one in archive.infolist() if not one.is_dir()]
            if len(inside) > _MOST_FILES or sum(one.file_size for one in inside) > LARGEST:
                raise FormCannotBeRead(
                    f"{name} holds more than a form can: {len(inside):,} files. Is it the right one?"
                )
            return {one.filename: _read(archive, one) for one in inside}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        raise FormCannotBeRead(f"{name} is a broken archive, or needs a password. Export the form again.") from None


def _read(archive: zipfile.ZipFile, one: zipfile.ZipInfo) -> bytes:
    with archive.open(one) as file:
        return file.read(one.file_size)

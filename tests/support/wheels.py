"""Wheels for tests: a good one, and every way to spoil it."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping

METADATA = """\
Metadata-Version: 2.4
Name: {name}
Version: {version}
Summary: Hands reports over to the highways system
License-Expression: MIT
License-File: LICENCE
Maintainer-email: Lewes District Council <digital@example.org>
Requires-Python: >=3.11
"""


def parts(name: str = "lewes_highways", version: str = "1.0.0", *, metadata: str = METADATA) -> dict[str, bytes]:
    """The files of a wheel by path, RECORD not among them."""
    info = f"{name}-{version}.dist-info"
    return {
        f"{name}/__init__.py": f'VERSION = "{version}"\n'.encode(),
        f"{info}/METADATA": metadata.format(name=name.replace("_", "-"), version=version).encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/licenses/LICENCE": b"Permission is hereby granted.\n",
    }


def record_of(files: Mapping[str, bytes], path: str) -> bytes:
    """The RECORD of some files, itself at a path."""
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in files.items()]
    return "\n".join([*lines, f"{path},,", ""]).encode()


def zipped(files: Mapping[str, bytes], *, packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of some files, the same bytes each time."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=packing)
    return held.getvalue()


def wheel(name: str = "lewes_highways", version: str = "1.0.0", *, metadata: str = METADATA) -> bytes:
    """A wheel of these files, whole and true."""
    files = parts(name, version, metadata=metadata)
    return recorded(files, f"{name}-{version}.dist-info")


def recorded(files: Mapping[str, bytes], info: str) -> bytes:
    """A zip of some files and the RECORD of them."""
    return zipped({**files, f"{info}/RECORD": record_of(files, f"{info}/RECORD")})


def file_name(name: str = "lewes_highways", version: str = "1.0.0") -> str:
    return f"{name}-{version}-py3-none-any.whl"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")

"""Digests: SHA-256, lower-case hex, of texts and of values, as translations and layers name them."""

import datetime as dt
import hashlib
import json
import unicodedata
from typing import Any

import rfc8785
from pydantic import BaseModel

from commonwheel.core.patterns.model.keys import Plural

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_ALIKE = (str, bool, type(None))
_LARGEST = 2**53 - 1

ABSENT = "absent"
"""Stands for a digest where there is no value."""


def text_digest(text: str) -> str:
    """Return the digest of a text: 64 hex digits over its normal form; of a text with plural forms, over their map."""
    if isinstance(text, Plural):
        return _hex(canonical_json({category: normal(form) for category, form in text.forms.items()}))
    return _hex(normal(text).encode())


def source_digest(text: str) -> str:
    """Return what a translation carries as `of`: the first 12 hex digits of the text's digest."""
    return text_digest(text)[:12]


def value_digest(value: Any) -> str:
    """
    Return the digest of a typed value in the notation of examples; `absent` for None.

    Args:
        value: a scalar, a date, a shape of the language, or maps and lists of these.
    """
    return ABSENT if value is None else _hex(canonical(value))


def canonical(value: Any) -> bytes:
    """Return a value as RFC 8785 (JCS) JSON."""
    return canonical_json(written(value))


def canonical_json(value: Any) -> bytes:
    """
    Return a value of JSON's own kinds as RFC 8785 (JCS) JSON.

    The encoder of the standard library writes the same bytes, many times faster, but for numbers with a fraction or
    beyond 2 to the power of 53, and for keys that are not ASCII, which it may sort otherwise.
    """
    if _is_written_alike(value):
        return _ENCODER.encode(value).encode()
    return rfc8785.dumps(value)


def written(value: Any) -> Any:
    """Return a value in the notation of examples: dates as text, shapes as maps with every key."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Plural):
        return dict(value.forms)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): written(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [written(inner) for inner in value]
    return value


def normal(text: str) -> str:
    """Return a text in its normal form: NFC, LF line ends, no surrounding white space."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _is_written_alike(value: Any) -> bool:
    pending = [value]
    while pending:
        one = pending.pop()
        kind = type(one)
        if kind is dict:
            if not all(type(key) is str and key.isascii() for key in one):
                return False
            pending += one.values()
        elif kind is list:
            pending += one
        elif kind is int:
            if abs(one) > _LARGEST:
                return False
        elif kind not in _ALIKE:
            return False
    return True


def _hex(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

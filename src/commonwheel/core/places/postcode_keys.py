"""Postcodes as whole numbers, one or a million at once: their letters and digits, read in base 36."""

from collections.abc import Sequence
from string import ascii_uppercase, digits

import numpy as np
import numpy.typing as npt

from commonwheel.core.values.postcode import NotAPostcode, normalise

Keys = npt.NDArray[np.uint64]

NO_KEY = 0
"""The key of what is no postcode."""
BASE = 36
INWARD = BASE**3
"""What a key is divided by to leave its first half."""
INWARD_CODES = {
    f"{digit}{first}{second}": int(f"{digit}{first}{second}", BASE)
    for digit in digits
    for first in ascii_uppercase
    for second in ascii_uppercase
}
"""The part of the key of each second half: one look tells also whether it has its form."""
_LETTER = 10
_SKIPPED, _REFUSED = 254, 255
_WIDTH = 12
_AT_ONCE = 16_384
_SHORTEST, _LONGEST = 5, 7
_SKIP = " \0"


def key_of(written: str) -> int:
    """Return the key of a postcode in its one written form."""
    return int(written.replace(" ", ""), BASE)


def written_of(key: int) -> str:
    """Return the one written form of a key."""
    characters = characters_of(key)
    return f"{characters[:-3]} {characters[-3:]}"


def characters_of(key: int) -> str:
    """Return the letters and digits of a key, or of a part of one."""
    characters = ""
    while key:
        key, digit = divmod(key, BASE)
        characters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + characters
    return characters


def keys_of(texts: Sequence[str]) -> Keys:
    """
    Return the keys of postcodes as people and files write them; `NO_KEY` for what has not the form of one.

    Postcodes in their usual form are read all at once; what is left (dots, an O for a 0) one by one, by
    `core.values.postcode.normalise`.
    """
    found = np.zeros(len(texts), dtype=np.uint64)
    for begin in range(0, len(texts), _AT_ONCE):
        part = texts[begin : begin + _AT_ONCE]
        characters = np.array(part, dtype=f"U{_WIDTH}").view(np.uint32).reshape(len(part), _WIDTH)
        found[begin : begin + len(part)] = _usual(characters.T)
    for place in np.flatnonzero(found == NO_KEY).tolist():
        found[place] = _forgiven(texts[place])
    return found


def keys_of_bytes(texts: npt.NDArray[np.bytes_]) -> Keys:
    """Return the keys of postcodes in their usual form, as files write them; `NO_KEY` for all else."""
    characters = texts.astype(f"S{_WIDTH}").view(np.uint8).reshape(len(texts), _WIDTH)
    return _usual(characters.T)


def _forgiven(text: str) -> int:
    try:
        return key_of(normalise(text))
    except NotAPostcode:
        return NO_KEY


def _usual(characters: npt.NDArray[np.unsignedinteger]) -> Keys:
    """
    Return the keys of texts of letters, digits and spaces that have the form of a postcode.

    Args:
        characters: one row for each place in the texts, so that the texts are its columns.
    """
    digits = _DIGITS[np.minimum(characters, len(_DIGITS) - 1)]
    key = np.zeros(characters.shape[1], dtype=np.uint64)
    length = np.zeros(characters.shape[1], dtype=np.int64)
    sound = digits.max(axis=0) != _REFUSED  # the largest there is
    for digit in digits:
        counts = digit < BASE
        key = np.where(counts, key * np.uint64(BASE) + digit, key)
        length += counts
    sound &= (length >= _SHORTEST) & (length <= _LONGEST) & (characters[-1] == 0)
    third, second, last = (key // np.uint64(BASE**place) % np.uint64(BASE) for place in (2, 1, 0))
    first = key // _POWERS[np.clip(length - 1, 0, _LONGEST)]
    sound &= (third < _LETTER) & (second >= _LETTER) & (last >= _LETTER) & (first >= _LETTER)
    return np.where(sound, key, np.uint64(NO_KEY))


def _digits() -> npt.NDArray[np.uint8]:
    table = np.full(129, _REFUSED, dtype=np.uint8)
    for digit, character in enumerate("0123456789abcdefghijklmnopqrstuvwxyz"):
        table[ord(character)] = table[ord(character.upper())] = digit
    for character in _SKIP:
        table[ord(character)] = _SKIPPED
    return table


_DIGITS = _digits()
_POWERS = np.array([BASE**place for place in range(_LONGEST + 1)], dtype=np.uint64)

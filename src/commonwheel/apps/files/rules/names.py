"""Makes the name of an upload safe to show, to store and to send."""

import re
import unicodedata

MOST_CHARACTERS = 100

_UNSAFE = re.compile(r"[^\w .,()&+\-\[\]]")


def clean_name(name: str, *, kind: str) -> str:
    """
    Return a file's name without folders, controls or marks, ending in its true kind.

    Args:
        name: as the browser sent it; may be hostile.
        kind: as `contents.find_kind` found it.
    """
    base = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    stem = base.rpartition(".")[0] or base
    cleaned = _UNSAFE.sub("-", stem).strip(" .-")[: MOST_CHARACTERS - len(kind) - 1].strip(" .")
    return f"{cleaned or 'file'}.{kind}"

"""The address of a text, as somebody says it who sees the pages and not the files."""

from collections.abc import Mapping

_KINDS = {"say": "Error message", "missing": "Error message"}


def spoken_address(address: str, texts: Mapping[str, str]) -> str:
    """
    Return a text's address in words: `steps.bin.ask.container.hint` is "Hint at “What was not emptied”".

    Args:
        texts: of the same version, by address; the nearest label or title around the text names its place. Where
            there is none, the text is called by its id.
    """
    *path, key = address.split(".")
    kind = _KINDS.get(key, key.capitalize())
    for length in range(len(path), 0, -1):
        for own in ("label", "title"):
            named = ".".join([*path[:length], own])
            if texts.get(named):
                return f"{kind} “{texts[named]}”" if named == address else f"{kind} at “{texts[named]}”"
    owner = path[-1].replace("-", " ").replace("_", " ") if path else "the service"
    return f"{kind} of “{owner}”"

"""Parts of a service, and their words, as those read them who change it."""

from commonwheel.core.layers.tree import Part, PatternTree
from commonwheel.core.patterns.wording.words import parse_words


def readable(text: str) -> str:
    """Return words with the name of each value that is filled in: [reference], [out by]."""
    pieces = (piece if isinstance(piece, str) else _hole_spoken(piece.name) for piece in parse_words(text))
    return "".join(pieces)


def in_sentence(words: str) -> str:
    """Return words as a sentence begins."""
    return words[:1].upper() + words[1:]


def part_at(tree: PatternTree, address: str) -> Part | None:
    """Return the part at an address, or the one that the address is inside; None where it is of the service itself."""
    names = address.split(".")
    for length in range(len(names), 0, -1):
        part = tree.find(".".join(names[:length]))
        if part is not None:
            return part
    return None


# Private


def _hole_spoken(name: str) -> str:
    return f"[{name.rpartition('.')[2].replace('_', ' ')}]"

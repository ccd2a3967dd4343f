"""A pattern folder, from the bytes of its files to a `Bundle`, with every problem found on the way."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from pydantic import TypeAdapter, ValidationError

from commonwheel.core.patterns.model.companions import Bundle, Example, Message, MessageHead, Translated
from commonwheel.core.patterns.model.pattern import LANGUAGE, Block, Pattern
from commonwheel.core.patterns.reading.addresses import places
from commonwheel.core.patterns.reading.faults import ShapeT, point, spelt_right, translate, validate
from commonwheel.core.patterns.reading.files import Kind, Named, kind_of
from commonwheel.core.patterns.reading.places import Places, Standing
from commonwheel.core.patterns.reading.structure import (
    missing_blocks,
    repeated_ids,
    repeated_names,
    reserved_names,
    uses,
    wrong_defaults,
)
from commonwheel.core.patterns.reading.text import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_FOLDER_BYTES,
    MAX_PROBLEMS,
    Budget,
    Tree,
    decode,
    parse,
    shorten,
    split_message,
    too_large,
)
from commonwheel.core.problems import Problem

SOURCE_LANGUAGE = "en"
MAX_MESSAGE = 20_000
"""Characters of a message, as of every Markdown text: beyond it, to read Markdown may take minutes."""
MAX_MESSAGES = 300_000
"""Characters of all messages of a folder together."""
MAX_GUIDANCE = 50_000
"""Characters of `guidance.md`, for the same reason."""
_TRANSLATIONS = TypeAdapter(dict[str, Translated])


@dataclass(frozen=True, slots=True)
class ReadResult:
    """
    What came of reading a folder.

    Attributes:
        bundle: None where `pattern.yaml`, a block or a message could not be read. It may be there
            although there are errors (unknown keys are then read as the nearest known ones), so
            that the checks of meaning can add theirs.
        problems: in the order of files and lines.
    """

    bundle: Bundle | None
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether there is a bundle and no error."""
        return self.bundle is not None and not any(problem.severity == "error" for problem in self.problems)


def read_folder(files: Mapping[str, bytes], *, refused: tuple[Problem, ...] = ()) -> ReadResult:
    """
    Read a pattern folder.

    Args:
        files: by path inside the folder, with forward slashes.
        refused: what the reader of the disk would not read, reported with the rest.
    """
    folder = _Folder(problems=list(refused))
    limit = _over_limit(files)
    if limit is not None:
        return ReadResult(None, (*refused, limit))
    for path in sorted(files, key=_main_first):
        folder.take(path, files[path])
        if folder.newer_language:
            break
    return folder.result()


def _main_first(path: str) -> tuple[bool, str]:
    return path != "pattern.yaml", path


def _over_limit(files: Mapping[str, bytes]) -> Problem | None:
    total = sum(map(len, files.values()))
    if len(files) > MAX_FILES:
        return _whole("too-many-files", f"{len(files)} files", f"at most {MAX_FILES} files", "Take files out.")
    if total > MAX_FOLDER_BYTES:
        found, expected = f"{total:,} bytes", f"at most {MAX_FOLDER_BYTES:,} bytes"
        return _whole("too-large", found, expected, "Make the files smaller.")
    return None


def _whole(code: str, found: str, expected: str, mend: str) -> Problem:
    return Problem("", 0, 0, code, "error", found, expected, mend)


@dataclass(slots=True)
class _Folder:
    """What has been read so far."""

    problems: list[Problem] = field(default_factory=list)
    budget: Budget = field(default_factory=Budget)
    message_characters: int = 0
    newer_language: bool = False
    broken: bool = False
    pattern: Pattern | None = None
    blocks: dict[str, Block] = field(default_factory=dict)
    block_folders: dict[str, str] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    translations: dict[str, dict[str, Translated]] = field(default_factory=dict)
    block_translations: dict[str, dict[str, dict[str, Translated]]] = field(default_factory=dict)
    examples: dict[str, Example] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    block_places: dict[str, Places] = field(default_factory=dict)

    def take(self, path: str, data: bytes) -> None:
        """Read one file as its place in the folder says."""
        named = kind_of(path)
        if isinstance(named, Problem):
            self.problems.append(named)
        elif named is not None:
            _TAKERS[named.kind](self, path, named, data)

    def result(self) -> ReadResult:
        """Return what was read, with the rules that hold between files applied."""
        if self.pattern is None and not self.broken:
            self.problems.append(_no_pattern())
        bundle = self._bundle(self.pattern) if self.pattern is not None else None
        if self.broken or self.newer_language:
            bundle = None
        return ReadResult(bundle, tuple(sorted(set(self.problems))))

    def _bundle(self, pattern: Pattern) -> Bundle:
        used = {use.use: address for address, use in uses(pattern)}
        self.places.add(partial(_places_in_blocks, self.block_places, used))
        blocks = {name: block for name, block in self.blocks.items() if name in used}
        self.problems += missing_blocks(pattern, self.blocks, self.places)
        self.problems += repeated_names(pattern, blocks, self.places)
        return Bundle(
            pattern=pattern,
            blocks=self.blocks,
            messages=self.messages,
            translations=self.translations,
            block_translations=self._translations_by_block(),
            examples=self.examples,
            guidance=self.texts.get("guidance.md", ""),
            changelog=self.texts.get("CHANGELOG.md", ""),
            places=self.places,
        )

    def _translations_by_block(self) -> dict[str, dict[str, dict[str, Translated]]]:
        return {
            self.block_folders[folder]: by_language
            for folder, by_language in self.block_translations.items()
            if folder in self.block_folders
        }

    def _tree(self, path: str, data: bytes) -> Tree | None:
        """Parse a file; None, with its problems noted, where it cannot be read or is of a newer language."""
        tree = parse(data, file=path, budget=self.budget)
        self.problems += tree.problems
        newer = None if tree.problems else newer_language(tree, file=path)
        if newer is not None:
            self.problems.append(newer)
            self.newer_language = True
        return None if tree.problems or newer else tree

    def _shape(self, shape: type[ShapeT], path: str, tree: Tree | None) -> ShapeT | None:
        if tree is None:
            return None
        value, problems = validate(shape, tree, file=path)
        self.problems += problems
        return value

    def take_pattern(self, path: str, _named: Named, data: bytes) -> None:
        """Read `pattern.yaml`."""
        tree = self._tree(path, data)
        pattern = self._shape(Pattern, path, tree)
        if tree:
            pattern = pattern or spelt_right(Pattern, tree)
            self.problems += islice(repeated_ids(tree, file=path), MAX_PROBLEMS)
        if tree is None or pattern is None:
            self.broken = True
            return
        self.pattern = pattern
        self.places.add(partial(places, tree, file=path))
        self.problems += reserved_names(pattern, self.places)
        self.problems += wrong_defaults(pattern.settings, self.places)

    def take_block(self, path: str, named: Named, data: bytes) -> None:
        """Read a `block.yaml`."""
        tree = self._tree(path, data)
        block = self._shape(Block, path, tree)
        if tree:
            self.problems += islice(repeated_ids(tree, file=path), MAX_PROBLEMS)
        if tree is None or block is None:
            self.broken = True
            return
        full = f"{block.publisher}/{block.block}"
        if full != named.folder:
            self.problems.append(Problem(
                path, 1, 1, "id-differs", "error", full, named.folder,
                "The folder of a block is blocks/PUBLISHER/NAME/, as its block.yaml says: rename one of the two.",
            ))  # fmt: skip
        name = f"{named.folder}@{block.version.partition('.')[0]}"
        self.blocks[name] = block
        self.block_folders[named.folder] = name
        self.block_places[name] = Places()
        self.block_places[name].add(partial(places, tree, file=path))
        self.problems += reserved_names(block, self.block_places[name])
        self.problems += wrong_defaults(block.settings, self.block_places[name])

    def take_message(self, path: str, named: Named, data: bytes) -> None:
        """Read a message or its translation."""
        message = self._message(path, named, data)
        if message is None:
            self.broken = True
            return
        self.messages[message.name, message.language] = message

    def _message(self, path: str, named: Named, data: bytes) -> Message | None:
        text = self._text(path, data)
        if text is None:
            return None
        parts = tuple(split_message(text))
        if len(parts) == 1:
            self.problems.append(Problem(
                path, 1, 1, "missing-first-block", "error", shorten(text[:200]), "a first block",
                "Begin with a line `---`, then `subject: …`, then another line `---`; the message follows.",
            ))  # fmt: skip
            return None
        # The empty line stands for the `---` above the block, so that the lines count from the file's top.
        tree = self._tree(path, b"\n" + parts[0].encode())
        head = self._shape(MessageHead, path, tree)
        if tree is None or head is None:
            return None
        text_place = (path, parts[0].count("\n") + 4, 1)
        self.places.add(partial(places, tree, file=path, mark=f"{path}#"))
        self.places.add(lambda: {path: (path, 1, 1), f"{path}#text": text_place})
        if named.language != SOURCE_LANGUAGE and head.of is None:
            self.problems.append(_missing_of(path))
        text = parts[1].strip()
        self.message_characters += len(text)
        if len(text) > MAX_MESSAGE or self.message_characters > MAX_MESSAGES:
            self.problems.append(Problem(
                *text_place, "too-long", "error", shorten(text[:200]),
                f"at most {MAX_MESSAGE} characters, and {MAX_MESSAGES} in all messages", "Shorten it.",
            ))  # fmt: skip
            return None
        return Message(named.name, named.language, head, text)

    def take_translations(self, path: str, named: Named, data: bytes) -> None:
        """Read `translations/LANGUAGE.yaml`, of the pattern or of a block."""
        tree = self._tree(path, data)
        if tree is None:
            return
        entries, problems = read_translations(tree, file=path)
        self.problems += problems
        self.places.add(partial(places, tree, file=path, mark=f"{path}#"))
        if named.folder:
            self.block_translations.setdefault(named.folder, {})[named.language] = entries
        else:
            self.translations[named.language] = entries

    def take_example(self, path: str, named: Named, data: bytes) -> None:
        """Read an example."""
        tree = self._tree(path, data)
        example = self._shape(Example, path, tree)
        if tree is None or example is None:
            return
        self.places.add(partial(places, tree, file=path, mark=f"{path}#"))
        if example.id != named.name:
            line, column = point(tree, ("id",), at_key=False)
            self.problems.append(Problem(
                path, line, column, "id-differs", "error", example.id, named.name,
                "The id of an example is its file's name without .yaml: change one of the two.",
            ))  # fmt: skip
        self.examples[named.name] = example

    def take_text(self, path: str, _named: Named, data: bytes) -> None:
        """Read a Markdown file beside the pattern."""
        text = self._text(path, data)
        if text is not None and path.endswith("guidance.md") and len(text) > MAX_GUIDANCE:
            expected = f"at most {MAX_GUIDANCE:,} characters"
            self.problems.append(Problem(path, 1, 1, "too-long", "error", shorten(text[:200]), expected, "Shorten it."))
        elif text is not None:
            self.texts[path] = text.replace("\r\n", "\n").replace("\r", "\n")

    def _text(self, path: str, data: bytes) -> str | None:
        text, problem = ("", too_large(path, len(data))) if len(data) > MAX_FILE_BYTES else decode(data, file=path)
        if problem is not None:
            self.problems.append(problem)
            return None
        return text


_TAKERS = {
    Kind.PATTERN: _Folder.take_pattern,
    Kind.BLOCK: _Folder.take_block,
    Kind.MESSAGE: _Folder.take_message,
    Kind.TRANSLATIONS: _Folder.take_translations,
    Kind.EXAMPLE: _Folder.take_example,
    Kind.TEXT: _Folder.take_text,
}


def newer_language(tree: Tree, *, file: str) -> Problem | None:
    """Return the one problem of a file that is written in a newer version of the language than this code reads."""
    said = tree.value.get("language") if isinstance(tree.value, dict) else None
    if not isinstance(said, str) or not re.fullmatch(r"[1-9][0-9]{0,8}", said) or int(said) <= LANGUAGE:
        return None
    line, column = point(tree, ("language",), at_key=False)
    return Problem(
        file, line, column, "newer-language", "error", said, f"version {LANGUAGE} of the language",
        f"This is written in version {said} of the language and this node reads version {LANGUAGE}: update the node.",
    )  # fmt: skip


def read_translations(tree: Tree, *, file: str) -> tuple[dict[str, Translated], tuple[Problem, ...]]:
    """Read a map of addresses to translations; an entry with a problem is left out."""
    if not isinstance(tree.value, dict):
        return {}, validate(Translated, tree, file=file)[1]
    try:
        return _TRANSLATIONS.validate_python(tree.value), ()
    except ValidationError as error:
        problems = tuple(translate(error, dict[str, Translated], tree, file=file))
        bad = {fault["loc"][0] for fault in error.errors(include_url=False, include_input=False)}
    whole = {address: entry for address, entry in tree.value.items() if address not in bad}
    return _TRANSLATIONS.validate_python(whole), problems


def _places_in_blocks(blocks: Mapping[str, Places], used: Mapping[str, str]) -> dict[str, Standing]:
    """Return the places in blocks: of their questions where each is used, and of all by `NAME@MAJOR#`."""
    found: dict[str, Standing] = {}
    for name, address in used.items():
        if name in blocks:
            inside = blocks[name].items()
            found |= {f"{address}.{at}": where for at, where in inside if at.startswith("ask")}
    for name, places_inside in blocks.items():
        found |= {f"{name}#{at}": where for at, where in places_inside.items()}
    return found


def _missing_of(path: str) -> Problem:
    return Problem(
        path, 1, 1, "missing-key", "error", "", "of:",
        "Add `of:`, the first 12 digits of the digest of the message it translates; `commonwheel pattern check` "
        "prints it with the warning that a translation is stale.",
    )  # fmt: skip


def _no_pattern() -> Problem:
    return _whole("no-pattern", "", "pattern.yaml", "Write the file pattern.yaml, or give the folder that holds it.")

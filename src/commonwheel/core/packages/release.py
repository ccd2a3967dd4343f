"""A release: a pattern or a block in exact bytes, with the manifest that follows from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from commonwheel.core.packages.archive import hold_to_its_files, read_archive, write_archive
from commonwheel.core.packages.blocks import holding, of_the_block
from commonwheel.core.packages.contents import Kind, canonical_files, kind_of_folder
from commonwheel.core.packages.manifest import FORMAT, Manifest, ReleasedBlock, digest_of, files_of
from commonwheel.core.packages.refusals import ReleaseRefused, refusal
from commonwheel.core.patterns.checks.check import check
from commonwheel.core.patterns.model.companions import Bundle
from commonwheel.core.patterns.model.pattern import Block, Pattern
from commonwheel.core.patterns.reading.read import SOURCE_LANGUAGE, read_folder
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.core.problems import Problem


@dataclass(frozen=True)
class Release:
    """
    What was released.

    Attributes:
        data: its bytes: an archive of its files.
        files: by path, in order; `pattern.yaml` or `block.yaml` among them.
        manifest: what it says of itself.
        bundle: the pattern, read whole; of a block, a pattern that only uses it.
    """

    data: bytes
    files: Mapping[str, bytes]
    manifest: Manifest
    bundle: Bundle

    @property
    def digest(self) -> str:
        """SHA-256 of its bytes, 64 hex digits."""
        return self.manifest.digest


def make_release(files: Mapping[str, bytes]) -> Release:
    """
    Return the release of a folder: the same bytes on every machine.

    It can be read; whether it is good enough to be published `problems_of` says, and the walk of its examples.

    Args:
        files: of the folder of a pattern or a block, by path with forward slashes.

    Raises:
        ReleaseRefused: with every error that the folder has.
    """
    kept = canonical_files(files)
    return _release(write_archive(kept), kept)


def read_release(data: bytes, *, manifest: Manifest | None = None) -> Release:
    """
    Return the release in some bytes, from wherever they come. Nothing is written, followed or run.

    Args:
        manifest: what it must be, where that is known.

    Raises:
        ReleaseRefused: where `make_release` does not make these very bytes, or it is not what the manifest tells of.
    """
    if manifest is not None and (manifest.length != len(data) or manifest.digest != digest_of(data)):
        raise refusal("digest-differs", f"{len(data):,} bytes, {digest_of(data)}")
    files = read_archive(data)
    kept = canonical_files(files)
    if kept != files:
        differs = next(path for path in files if kept.get(path) != files[path])
        raise refusal("not-canonical", differs)
    hold_to_its_files(data, kept)
    release = _release(data, kept)
    if manifest is not None and manifest != release.manifest:
        raise refusal("manifest-differs", manifest.full_name)
    return release


def problems_of(release: Release) -> tuple[Problem, ...]:
    """Return what `check` finds in a release; to publish, warnings are errors, and so they are here."""
    found = check(release.bundle)
    if release.manifest.kind == "block":
        found = of_the_block(found, _folder(release.manifest))
    return tuple(sorted(replace(problem, severity="error") for problem in found))


# Private


def _folder(manifest: Manifest) -> str:
    return f"blocks/{manifest.full_name}/"


def _release(data: bytes, files: Mapping[str, bytes]) -> Release:
    kind = kind_of_folder(files)
    bundle = _bundle(files, kind)
    shape = bundle.pattern if kind == "pattern" else next(iter(bundle.blocks.values()))
    return Release(data, files, _manifest(data, files, shape, bundle), bundle)


def _bundle(files: Mapping[str, bytes], kind: Kind) -> Bundle:
    folder = ""
    if kind == "block":
        files, folder = holding(files)
    result = read_folder(files)
    if result.bundle is None or not result.ok:
        errors = tuple(problem for problem in result.problems if problem.severity == "error")
        raise ReleaseRefused(*(of_the_block(errors, folder) if folder else errors))
    return result.bundle


def _manifest(data: bytes, files: Mapping[str, bytes], shape: Pattern | Block, bundle: Bundle) -> Manifest:
    is_pattern = isinstance(shape, Pattern)
    return Manifest(
        format=FORMAT,
        kind="pattern" if is_pattern else "block",
        publisher=shape.publisher,
        name=shape.pattern if isinstance(shape, Pattern) else shape.block,
        version=shape.version,
        language=shape.language,
        title=f"{shape.title}",
        summary=f"{shape.summary}" if isinstance(shape, Pattern) else "",
        licence=shape.licence,
        needs=tuple(sorted(set(_needs(shape)))) if isinstance(shape, Pattern) else (),
        languages=tuple(_languages(bundle, shape)),
        blocks=tuple(_blocks(files, bundle)) if is_pattern else (),
        files=tuple(files_of(files)),
        length=len(data),
        digest=digest_of(data),
        effective=effective_of(bundle).digest if is_pattern else None,
    )


def _needs(pattern: Pattern) -> Iterator[int]:
    duties = () if isinstance(pattern.duty, str) else pattern.duty
    for need in (*pattern.need, *(need for duty in duties for need in duty.need)):
        yield need.lgsl


def _languages(bundle: Bundle, shape: Pattern | Block) -> Iterator[str]:
    """Yield the languages that a release has words in; that a block in it has more says nothing of the whole."""
    if isinstance(shape, Pattern):
        claimed = set(bundle.translations) | {language for _, language in bundle.messages}
    else:
        claimed = {language for languages in bundle.block_translations.values() for language in languages}
    yield SOURCE_LANGUAGE
    yield from sorted(claimed - {SOURCE_LANGUAGE})


def _blocks(files: Mapping[str, bytes], bundle: Bundle) -> Iterator[ReleasedBlock]:
    for use, block in sorted(bundle.blocks.items()):
        name = use.partition("@")[0]
        folder = f"blocks/{name}/"
        own = {path.removeprefix(folder): data for path, data in files.items() if path.startswith(folder)}
        yield ReleasedBlock(name=name, version=block.version, digest=digest_of(write_archive(own)))

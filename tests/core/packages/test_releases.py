"""A release: the same bytes everywhere, its manifest, and the way back to the folder."""

import io
import subprocess
import tarfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.pattern_text import BLOCK, PATTERN, every_key, folder, with_block

from commonwheel.core.packages.archive import MOST_BYTES, write_archive
from commonwheel.core.packages.contents import canonical_files
from commonwheel.core.packages.manifest import Manifest, digest_of, read_manifest
from commonwheel.core.packages.refusals import ReleaseRefused
from commonwheel.core.packages.release import Release, make_release, problems_of, read_release
from commonwheel.core.patterns.reading.text import MAX_FILE_BYTES
from commonwheel.core.patterns.versions.effective import effective_of
from commonwheel.integrations.pattern_folder.writing import write_folder

PATTERNS = Path(__file__).parents[3] / "patterns"
BLOCK_FOLDER = {
    "block.yaml": BLOCK.encode(), "guidance.md": b"# When\n",
    "translations/cy.yaml": b"title: {of: 0123456789ab, text: Cyswllt}\n",
}  # fmt: skip


@cache
def small() -> Release:
    return make_release(folder())


def on_disk(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in path.rglob("*") if file.is_file()}


def codes(refused: ReleaseRefused) -> list[str]:
    return [problem.code for problem in refused.problems]


# The same bytes everywhere


def test_the_digest_of_known_files_never_changes() -> None:
    """Whatever changes in Python or here, what was released keeps its name."""
    release = make_release({"block.yaml": BLOCK.encode()})
    assert release.manifest.length == 512 + 512 + 1024
    assert release.digest == "b8406b3352338351c1898883773505848933870a394cafd5fffb4c9c61c6b45d"


def test_gnu_tar_writes_the_same_bytes(tmp_path: Path) -> None:
    for number, files in enumerate((folder(), every_key(), with_long_names(), BLOCK_FOLDER)):
        release = make_release(files)
        write_folder(tmp_path / str(number), release.files)
        as_ours = ("--format=ustar", "-b1", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--mode=0644")
        made = subprocess.run(
            ["tar", *as_ours, "-cf", "-", "-C", tmp_path / str(number), *sorted(files)], capture_output=True, check=True
        )
        assert made.stdout == release.data


@settings(deadline=None, max_examples=60)
@given(
    st.permutations(sorted(every_key())), st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from([b"", b"\xef\xbb\xbf"])
)
def test_neither_order_nor_line_ends_nor_a_byte_order_mark_make_another_release(
    order: list[str], line_end: str, mark: bytes
) -> None:
    files = every_key()
    shuffled = {path: mark + files[path].decode().replace("\n", line_end).encode() for path in order}
    assert make_release(shuffled).data == make_release(files).data


def test_hidden_files_are_no_part_of_a_release() -> None:
    hidden = {".DS_Store": b"\0", ".git/config": b"x", "messages/.received.md.swp": b"\0"}
    assert make_release(folder() | hidden).digest == small().digest


def test_the_text_itself_is_kept_as_it_was_written() -> None:
    """No Unicode normal form: its tables differ from machine to machine."""
    for name in ("Caf\u00e9", "Cafe\u0301"):
        files = folder(PATTERN.replace("Which bin was missed?", name))
        assert name.encode() in make_release(files).data


def test_any_tar_opens_a_release(tmp_path: Path) -> None:
    release = make_release(with_long_names())
    with tarfile.open(fileobj=io.BytesIO(release.data)) as archive:
        inside = {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]  # they are files
    assert inside == dict(release.files)
    file = tmp_path / "release.tar"
    file.write_bytes(release.data)
    listed = subprocess.run(["tar", "-tf", file], capture_output=True, text=True, check=True)
    assert (listed.stdout.splitlines(), listed.stderr) == (list(release.files), "")


def with_long_names() -> dict[str, bytes]:
    long = "n" * 61
    pattern = PATTERN.replace(
        "        label: Assisted collection\n",
        f"        label: Assisted collection\n      - {{id: contact, use: {long}/{long}@1}}\n",
    )
    block = BLOCK.replace("block: contact", f"block: {long}").replace("publisher: shared", f"publisher: {long}")
    return folder(pattern) | {f"blocks/{long}/{long}/block.yaml": block.encode()}


# There and back again


@pytest.mark.parametrize(
    "path", sorted(PATTERNS.glob("*/")) + sorted(PATTERNS.glob("*/blocks/*/*")), ids=lambda path: path.name
)
def test_each_pattern_and_block_of_ours_goes_there_and_back(path: Path) -> None:
    if not path.is_dir():
        return
    release = make_release(on_disk(path))
    again = read_release(release.data, manifest=read_manifest(release.manifest.to_json()))
    assert (again.data, again.manifest, again.files) == (release.data, release.manifest, release.files)
    assert make_release(again.files).digest == release.digest
    assert problems_of(release) == ()


WORDS = st.text(
    st.characters(
        codec="utf-8",
        exclude_categories=("Cc", "Cs", "Cn"),
        exclude_characters="\ufeff\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ),
    max_size=60,
)
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,40}", fullmatch=True).filter(
    lambda name: name not in ("con", "prn", "aux", "nul")
)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(NAMES, WORDS, max_size=8), WORDS)
def test_what_is_packed_is_what_comes_out(messages: dict[str, str], guidance: str) -> None:
    more = {f"messages/{name}.md": f"---\nsubject: S\n---\n{text}\n".encode() for name, text in messages.items()}
    release = make_release(folder() | more | {"guidance.md": guidance.encode()})
    assert read_release(release.data).files == release.files
    assert {path: release.files[path] for path in more} == more
    assert make_release(release.files).data == release.data


# The manifest


def test_the_manifest_of_a_pattern() -> None:
    release = make_release(
        with_block() | {"messages/received.cy.md": b"---\nsubject: S\nof: 0123456789ab\n---\nHelo\n"}
    )
    said = release.manifest
    assert (said.kind, said.full_name, said.version) == ("pattern", "commonwheel-examples/report-missed-bin", "1.2.0")
    assert (said.title, said.summary) == (
        "Report a missed bin collection", "Tell the council that a bin, box or sack was not emptied.",
    )  # fmt: skip
    assert (said.needs, said.languages, said.language) == ((524,), ("en", "cy"), 1)
    assert (said.length, said.digest) == (len(release.data), digest_of(release.data))
    assert said.effective == effective_of(release.bundle).digest
    assert [file.path for file in said.files] == sorted(release.files)
    assert {file.path: (file.size, file.digest) for file in said.files} == {
        path: (len(data), digest_of(data)) for path, data in release.files.items()
    }


def test_a_block_in_a_pattern_has_the_digest_of_the_release_it_would_be_by_itself() -> None:
    inside = {f"blocks/shared/contact/{path}": data for path, data in BLOCK_FOLDER.items()}
    (block,) = make_release(with_block() | inside).manifest.blocks
    alone = make_release(BLOCK_FOLDER)
    assert (block.name, block.version, block.digest) == ("shared/contact", "1.0.3", alone.digest)


def test_the_manifest_of_a_block() -> None:
    said = make_release(BLOCK_FOLDER).manifest
    assert (said.kind, said.full_name, said.version, said.title) == ("block", "shared/contact", "1.0.3", "Contact")
    assert (said.summary, said.needs, said.blocks, said.effective) == ("", (), (), None)
    assert said.languages == ("en", "cy")


def test_the_needs_of_a_pattern_with_several_duties_are_all_of_them() -> None:
    assert make_release(every_key()).manifest.needs == (524, 525, 539)


def test_a_title_with_plural_forms_is_shown_in_its_other_form() -> None:
    files = folder(
        PATTERN.replace("title: Report a missed bin collection", "title: {one: Report a bin, other: Report bins}")
    )
    assert make_release(files).manifest.title == "Report bins"


def changed(**more: object) -> bytes:
    said = small().manifest.model_dump(mode="json", by_alias=True) | more
    return rfc8785.dumps(said)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-manifest"),
        (b"[]", "not-a-manifest"),
        (b"\xff", "not-a-manifest"),
        (b"[" * 100_000, "not-a-manifest"),
        (b'{"a":' * 20_000, "not-a-manifest"),
        (b'{"format": NaN}', "not-a-manifest"),
        (b'{"length":' + b"9" * 100_000 + b"}", "not-a-manifest"),
        (b" " * 200_001, "too-large"),
    ],
)  # fmt: skip
def test_hostile_bytes_are_no_manifest(data: bytes, code: str) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        read_manifest(data)
    assert codes(refused.value) == [code]


@pytest.mark.parametrize(
    "more",
    [
        {"format": 2}, {"kind": "layer"}, {"publisher": "../up"}, {"version": "1.0.0-beta"}, {"digest": "A" * 64},
        {"files": []}, {"length": 0}, {"length": -1}, {"extra": 1}, {"languages": ["EN"]}, {"language": "one"},
    ],
)  # fmt: skip
def test_a_manifest_that_says_what_none_can_say_is_refused(more: dict[str, object]) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        read_manifest(changed(**more))
    assert codes(refused.value) == ["not-a-manifest"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"format":1', b'"format": 1'),
        (b'"format":1', b'"format":1,"format":1'),
        (b'"format":1', b'"format":1.0'),
        (b'"language":1', b'"language":"1"'),
        (b'"kind":"pattern"', b'"kind":"p\\u0061ttern"'),
    ],
)
def test_a_manifest_has_one_way_to_be_written(old: bytes, new: bytes) -> None:
    data = small().manifest.to_json()
    assert old in data
    with pytest.raises(ReleaseRefused) as refused:
        read_manifest(data.replace(old, new))
    assert codes(refused.value)[0] in ("not-canonical", "not-a-manifest")


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(small().manifest.to_json()) - 1), st.integers(1, 255))
def test_a_manifest_with_one_byte_changed_is_refused_or_tells_of_something_else(at: int, change: int) -> None:
    data = bytearray(small().manifest.to_json())
    data[at] ^= change
    try:
        said = read_manifest(bytes(data))
    except ReleaseRefused:
        return
    assert said != small().manifest
    with pytest.raises(ReleaseRefused):
        read_release(small().data, manifest=said)


def test_a_release_that_is_not_the_one_its_manifest_tells_of_is_refused() -> None:
    other = make_release(folder(PATTERN.replace("version: 1.2.0", "version: 1.2.1")))
    with pytest.raises(ReleaseRefused) as refused:
        read_release(other.data, manifest=small().manifest)
    assert codes(refused.value) == ["digest-differs"]
    lying = Manifest.model_validate(small().manifest.model_dump() | {"version": "9.0.0"})
    with pytest.raises(ReleaseRefused) as refused:
        read_release(small().data, manifest=lying)
    assert codes(refused.value) == ["manifest-differs"]


# What cannot be released


def test_all_that_does_not_belong_in_a_release_is_named_at_once() -> None:
    files: Mapping[str, bytes] = folder() | {
        "notes.txt": b"x", "messages/con.md": b"x", "guidance.md": b"\xff", "CHANGELOG.md": b"# a\0",
        "../up.md": b"x", "messages\\a.md": b"x", "x" * 201: b"x", "examples/a.yaml": b" " * (MAX_FILE_BYTES + 1),
    }  # fmt: skip
    with pytest.raises(ReleaseRefused) as refused:
        make_release(files)
    assert sorted((problem.file[:20], problem.code) for problem in refused.value.problems) == [
        ("", "path-refused"), ("", "path-refused"), ("", "path-refused"), ("", "path-refused"),
        ("CHANGELOG.md", "control-character"), ("examples/a.yaml", "too-large"), ("guidance.md", "not-utf-8"),
        ("notes.txt", "unknown-file"),
    ]  # fmt: skip
    assert {problem.severity for problem in refused.value.problems} == {"error"}
    assert all(problem.help and problem.expected for problem in refused.value.problems)


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "no-pattern"),
        ({"guidance.md": b"x"}, "no-pattern"),
        ({"pattern.yaml": b"x", **{f"messages/m{n}.md": b"" for n in range(500)}}, "too-many-files"),
        ({"pattern.yaml": b"x", **{f"messages/m{n}.md": b" " * 900_000 for n in range(5)}}, "too-large"),
        ({"pattern.yaml": b"a: 1\n"}, "unknown-key"),
        ({"block.yaml": b"a: [\n"}, "syntax"),
        ({"block.yaml": b"language: 2\n"}, "newer-language"),
        ({"block.yaml": b"language: 1\nblock: a\n"}, "missing-key"),
        ({"block.yaml": BLOCK.replace("1.0.3", "0.9.0").encode()}, "block-below-one"),
        ({"block.yaml": BLOCK.replace("1.0.3", "1.0.0-beta").encode()}, "wrong-form"),
        ({"block.yaml": BLOCK.replace("id: email", "id: today").encode()}, "reserved-name"),
        ({"block.yaml": BLOCK.encode(), "pattern.yaml": PATTERN.encode()}, "unknown-file"),
        ({"block.yaml": BLOCK.encode(), "messages/a.md": b"x"}, "unknown-file"),
    ],
)  # fmt: skip
def test_a_folder_with_an_error_makes_no_release(files: dict[str, bytes], code: str) -> None:
    with pytest.raises(ReleaseRefused) as refused:
        make_release(files)
    assert code in codes(refused.value)


def test_an_error_in_a_block_stands_at_its_own_file_and_line() -> None:
    with pytest.raises(ReleaseRefused) as refused:
        make_release({"block.yaml": BLOCK.replace("type: email", "type: mail").encode()})
    assert [(problem.file, problem.line) for problem in refused.value.problems] == [("block.yaml", 9)]


def test_what_check_finds_in_a_block_is_said_of_the_block_only() -> None:
    wrong = BLOCK.replace("label: Email address", 'label: "Write to {{ nobody }}"')
    (found, *_) = problems_of(make_release({"block.yaml": wrong.encode()}))
    assert (found.file, found.line, found.severity) == ("block.yaml", 9, "error")
    assert problems_of(make_release({"block.yaml": BLOCK.encode()})) == ()


def test_to_publish_warnings_are_errors() -> None:
    found = problems_of(small())
    assert found
    assert {problem.severity for problem in found} == {"error"}


def test_no_release_is_larger_than_the_largest_folder_makes() -> None:
    text = b"---\nsubject: S\n---\n" + b"words " * 1_000
    most = {f"messages/m{n}.md": text for n in range(499)}
    files = {"pattern.yaml": b"#" * 900_000, **most}
    kept = canonical_files(files)
    assert sum(map(len, kept.values())) > 3_800_000
    assert len(write_archive(kept)) <= MOST_BYTES

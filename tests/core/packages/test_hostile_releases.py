"""Bytes from strangers: refused with a reason, in the time that reading them once takes, and nothing is written."""

import bz2
import gzip
import io
import lzma
import re
import tarfile
import zipfile
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.pattern_text import BLOCK, PATTERN, every_key, folder

from commonwheel.core.packages.archive import MOST_BYTES, write_archive
from commonwheel.core.packages.refusals import CODES, ReleaseRefused
from commonwheel.core.packages.release import make_release, read_release
from commonwheel.core.packages.succession import weigh_releases

FILES = folder()


@cache
def good() -> bytes:
    return make_release(FILES).data


def found_in(data: bytes) -> tuple[str, str]:
    """Return the code of the first reason why some bytes are refused, and what was found."""
    with pytest.raises(ReleaseRefused) as refused:
        read_release(data)
    problem = refused.value.problems[0]
    assert problem.help
    assert problem.expected
    assert problem.found.isprintable()
    return problem.code, problem.found


def made(*entries: tarfile.TarInfo, form: int = tarfile.USTAR_FORMAT, data: bytes = b"x") -> bytes:
    """Return an archive as anybody's tar would write it, with entries beside a good pattern."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        for path, text in sorted(FILES.items()):
            info = tarfile.TarInfo(path)
            info.size = len(text)
            archive.addfile(info, io.BytesIO(text))
        for entry in entries:
            entry.size = len(data) if entry.isreg() else 0
            archive.addfile(entry, io.BytesIO(data))
    return held.getvalue()


def entry(name: str = "messages/zz.md", kind: bytes = tarfile.REGTYPE, **more: object) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type = kind
    for key, value in more.items():
        setattr(info, key, value)
    return info


def with_path(path: str) -> bytes:
    """Return an archive whose only fault is a path; written as ours are, so that nothing else is wrong."""
    return write_archive({**FILES, "placeholder": b"x"}).replace(
        *_summed(b"placeholder", path.encode("utf-8", "surrogateescape"))
    )


def _summed(old: bytes, new: bytes) -> tuple[bytes, bytes]:
    whole = write_archive({"placeholder": b"x"})[:512]
    name = new[:100].ljust(100, b"\0")
    blank = name + whole[100:148] + b" " * 8 + whole[156:]
    return whole, name + whole[100:148] + b"%06o\0 " % sum(blank) + whole[156:]


@pytest.mark.parametrize(
    "path",
    [
        "../up.md", "/etc/passwd", "messages/../../up.md", "a/./b", "C:/x.md", "C:x.md", "messages\\a.md", "\\\\host\\share",
        "messages/a\nb.md", "messages/\x1b[31m.md", "messages/a.md ", "messages//a.md", "messages/", "", "~/x", "%2e%2e/x",
        "messages/con.md", "examples/NUL.yaml", "blocks/aux/name/block.yaml", "messages/com1.cy.md",
        "messages/\u00e9.md", "messages/e\u0301.md", "messages/\u202eMD.md", "\udcff.md", "x" * 100, "-rf", "..", ".",
    ],
)  # fmt: skip
def test_names_that_lead_out_or_mislead_are_refused(path: str) -> None:
    code, _ = found_in(with_path(path))
    assert code in ("path-refused", "unknown-file")


@pytest.mark.parametrize(
    "path", ["MESSAGES/received.md", "Pattern.yaml", "messages/Received.md", "pattern.yml", "notes.txt"]
)
def test_names_that_differ_in_case_only_or_are_unknown_are_refused(path: str) -> None:
    assert found_in(with_path(path))[0] == "unknown-file"


def test_a_hidden_file_is_not_smuggled_in() -> None:
    assert found_in(with_path(".git/config")) == ("not-canonical", ".git/config")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (tarfile.SYMTYPE, "a link"), (tarfile.LNKTYPE, "a link"), (tarfile.CHRTYPE, "a device"),
        (tarfile.BLKTYPE, "a device"), (tarfile.FIFOTYPE, "a pipe"), (tarfile.DIRTYPE, "a folder"),
        (tarfile.CONTTYPE, "something else"), (tarfile.AREGTYPE, "something else"),
    ],
)  # fmt: skip
def test_only_files_are_taken(kind: bytes, found: str) -> None:
    assert found_in(made(entry(kind=kind, linkname="/etc/passwd"))) == ("not-a-file", found)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-release"),
        (b"x", "not-a-release"),
        (bytes(1024), "not-a-release"),
        (b"\x1b[2J" * 500, "not-a-release"),
        (gzip.compress(bytes(50_000_000), mtime=0), "not-a-release"),
        (bz2.compress(bytes(5_000_000)), "not-a-release"),
        (lzma.compress(bytes(5_000_000)), "not-a-release"),
        (b"PK\x03\x04" + bytes(600), "not-a-release"),
        (bytes(MOST_BYTES + 1), "too-large"),
    ],
)
def test_what_is_no_archive_of_ours_is_refused(data: bytes, code: str) -> None:
    assert found_in(data)[0] == code


def test_a_zip_is_refused() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("pattern.yaml", PATTERN)
    assert found_in(held.getvalue())[0] == "not-a-release"


CHANGED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("cut in the end", lambda data: data[:-1], "not-canonical"),
    ("without its end", lambda data: data[:-1024], "truncated"),
    ("with half its end", lambda data: data[:-512], "not-canonical"),
    ("cut in a file", lambda data: data[:700], "truncated"),
    ("cut in a header", lambda data: data[:300], "truncated"),
    ("with bytes behind it", lambda data: data + b"x", "not-canonical"),
    ("with empty blocks behind it", lambda data: data + bytes(512), "not-canonical"),
    ("with another release behind it", lambda data: data + data, "not-canonical"),
    ("padded as tar does", lambda data: data + bytes(-len(data) % 10_240), "not-canonical"),
    ("a file twice", lambda data: data[:-1024] + data, "duplicate-file"),
    ("something in the padding", lambda data: data[:1000] + b"x" + data[1001:], "not-canonical"),
    ("a size in other digits", lambda data: data[:124] + b"       0162\0" + data[136:], "not-canonical"),
    ("a size in base 256", lambda data: data[:124] + b"\x80" + bytes(10) + b"\x09" + data[136:], "not-canonical"),
    ("a size below zero", lambda data: data[:124] + b"\xff" * 12 + data[136:], "not-canonical"),
    ("a size of gigabytes", lambda data: data[:124] + b"77777777777\0" + data[136:], "too-large"),
    ("a size beyond the end", lambda data: data[:124] + b"00003600000\0" + data[136:], "truncated"),
    ("a wrong checksum", lambda data: data[:148] + b"000000\0 " + data[156:], "not-canonical"),
]


@pytest.mark.parametrize(("change", "code"), [case[1:] for case in CHANGED], ids=[case[0] for case in CHANGED])
def test_a_release_that_was_changed_is_refused(change: Callable[[bytes], bytes], code: str) -> None:
    assert found_in(change(good()))[0] == code


@pytest.mark.parametrize(
    "more",
    [{"mtime": 1}, {"uid": 1000}, {"gid": 5}, {"mode": 0o777}, {"uname": "root"}, {"gname": "staff"}, {"mode": 0o4755}],
)  # fmt: skip
def test_marks_of_the_machine_are_refused(more: dict[str, object]) -> None:
    data = made(entry("messages/zz.md", **more), data=b"---\nsubject: S\n---\nx\n")
    assert found_in(data)[0] == "not-canonical"


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_extensions_of_tar_are_refused(form: int) -> None:
    code, _ = found_in(made(entry("messages/" + "z" * 200 + ".md"), form=form))
    assert code in ("not-a-release", "not-a-file")


def test_files_in_another_order_are_refused() -> None:
    first, second = write_archive({"CHANGELOG.md": b"a"})[:1024], write_archive({"block.yaml": BLOCK.encode()})[:1024]
    assert found_in(second + first + bytes(1024))[0] == "not-canonical"
    assert read_release(first + second + bytes(1024)).manifest.name == "contact"


@pytest.mark.parametrize("text", [b"# a\r\n", b"\xef\xbb\xbf# a\n", b"# a\r"])
def test_text_in_another_form_is_refused(text: bytes) -> None:
    assert found_in(write_archive(FILES | {"guidance.md": text})) == ("not-canonical", "guidance.md")


@pytest.mark.parametrize(
    ("text", "code"),
    [(b"\xff", "not-utf-8"), (b"a\0b", "control-character"), ("a\u202eb".encode(), "control-character")],
)
def test_what_is_no_text_is_refused(text: bytes, code: str) -> None:
    assert found_in(write_archive(FILES | {"guidance.md": text}))[0] == code


def test_too_many_files_are_refused_before_they_are_read() -> None:
    many = {f"messages/m{number}.md": b"" for number in range(501)}
    assert found_in(write_archive(many))[0] == "too-many-files"


def test_too_much_in_all_is_refused() -> None:
    large = {f"messages/m{number}.md": b" " * 999_000 for number in range(4)} | {"pattern.yaml": b" " * 9_000}
    assert found_in(write_archive(large))[0] == "too-large"


def test_a_release_whose_pattern_is_bad_is_refused_for_that() -> None:
    assert found_in(write_archive({"pattern.yaml": b"a: &a [*a, *a]\n"}))[0] in ("anchor", "alias")
    assert found_in(write_archive({"guidance.md": b"x"}))[0] == "no-pattern"


def test_every_byte_counts() -> None:
    """Each byte of a release with one bit turned: refused, or another release than the one that was signed."""
    release = make_release({"block.yaml": BLOCK.encode()})
    for at in range(len(release.data)):
        for bit in (1, 0x20, 0x80):
            data = bytearray(release.data)
            data[at] ^= bit
            with pytest.raises(ReleaseRefused):
                read_release(bytes(data), manifest=release.manifest)
            try:
                other = read_release(bytes(data))
            except ReleaseRefused:
                continue
            assert other.digest != release.digest
            assert other.files != release.files


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 6_000), st.binary(min_size=1, max_size=40))
@example(0, bytes(40))
def test_whatever_is_written_over_a_release_it_is_refused_or_another_one(at: int, over: bytes) -> None:
    data = good()[:at] + over + good()[at + len(over) :]
    if data == good():
        return
    try:
        other = read_release(data)
    except ReleaseRefused:
        return
    assert other.data == data
    assert make_release(other.files).data == data
    assert other.digest != make_release(FILES).digest


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=3_000))
def test_noise_is_refused(data: bytes) -> None:
    with pytest.raises(ReleaseRefused):
        read_release(data)


LINES = every_key()["pattern.yaml"].decode().splitlines()
PIECES = sorted({piece for line in LINES for piece in re.findall(r"[a-z_-]+|[^a-z_\s-]+", line)})


@settings(deadline=None, max_examples=100)
@given(
    st.integers(0, len(LINES) - 1), st.sampled_from(PIECES), st.one_of(st.sampled_from(PIECES), st.text(max_size=12))
)
def test_a_pattern_with_any_piece_of_a_line_changed_is_refused_or_weighed(line: int, old: str, new: str) -> None:
    """Whatever a stranger writes in a pattern ends in a refusal or a release, and what differs in it has a weight."""
    changed = [*LINES[:line], LINES[line].replace(old, new), *LINES[line + 1 :]]
    try:
        release = make_release(every_key() | {"pattern.yaml": "\n".join(changed).encode("utf-8", "surrogatepass")})
    except ReleaseRefused:
        return
    assert all(one.why for one in weigh_releases(make_release(every_key()), release))
    assert all(one.why for one in weigh_releases(release, make_release(every_key())))


def test_every_code_says_what_was_expected_and_how_to_mend_it() -> None:
    assert all(expected and mend.endswith(".") for expected, mend in CODES.values())

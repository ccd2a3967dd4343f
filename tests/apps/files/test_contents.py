"""What a file is, told from its bytes: good ones, broken ones, and ones meant to harm."""

import io
import struct
import zipfile

import pytest
from PIL import Image

from commonwheel.apps.files.rules.contents import MEDIA_TYPES, MOST_ENTRIES, find_kind
from commonwheel.apps.files.rules.names import clean_name

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
HEIC = (
    struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic") + struct.pack(">I4s", 12, b"meta") + bytes(4)
)


def picture(kind: str, size: tuple[int, int] = (8, 8)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "green").save(out, kind)
    return out.getvalue()


def archive(entries: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


def office(part: str, **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", part: b"<x/>", **more})


def odf(media_type: str) -> bytes:
    return archive({"mimetype": media_type.encode(), "content.xml": b"<x/>"}, zipfile.ZIP_STORED)


GOOD = [
    ("pdf", PDF),
    ("jpg", picture("JPEG")),
    ("png", picture("PNG")),
    ("gif", picture("GIF")),
    ("webp", picture("WEBP")),
    ("heic", HEIC),
    ("docx", office("word/document.xml")),
    ("xlsx", office("xl/workbook.xml")),
    ("odt", odf(MEDIA_TYPES["odt"])),
    ("ods", odf(MEDIA_TYPES["ods"])),
    ("csv", b"street,town\nHigh Street,Lewes\n"),
    ("txt", "Annwyl gyfaill, tŷ".encode()),
    ("txt", "It cost £5".encode("cp1252")),
]


@pytest.mark.parametrize(("kind", "data"), GOOD)
def test_each_kind_is_told_from_its_bytes(kind: str, data: bytes) -> None:
    content = io.BytesIO(data)
    assert find_kind(content, name="file.csv" if kind == "csv" else "file.exe") == kind
    assert content.tell() == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00\x03",
        b"\x7fELF",
        b"%PDF-1.7\nno end",
        b"\xff\xd8\xff\xe0 not a picture",
        picture("PNG")[:40],
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypmp42" + bytes(40),
        b"PK\x03\x04 not an archive",
        archive({"readme.txt": b"only an archive"}),
        office("ppt/presentation.xml"),
        odf("application/x-something"),
        b"\x00\x01\x02",
        b"\x81\x8d\x8f",
    ],
)
def test_what_is_unknown_or_broken_is_nothing(data: bytes) -> None:
    assert find_kind(io.BytesIO(data), name="letter.pdf") is None


def test_a_picture_of_absurd_size_is_refused_unread() -> None:
    header = picture("PNG")
    width_at = header.index(b"IHDR") + 4
    vast = header[:width_at] + struct.pack(">II", 60_000, 60_000) + header[width_at + 8 :]
    assert find_kind(io.BytesIO(vast), name="x.png") is None


def test_an_archive_that_unpacks_to_far_more_than_it_is_is_refused() -> None:
    assert find_kind(io.BytesIO(office("word/document.xml", bomb=bytes(5_000_000))), name="x.docx") is None


def test_an_archive_of_very_many_entries_is_refused() -> None:
    many = {f"part{number}.xml": b"" for number in range(MOST_ENTRIES)}
    assert find_kind(io.BytesIO(office("word/document.xml", **many)), name="x.docx") is None


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "..\\windows", "word/vbaProject.bin"])
def test_an_archive_that_climbs_out_or_holds_a_program_is_refused(name: str) -> None:
    assert find_kind(io.BytesIO(office("word/document.xml", **{name: b"x"})), name="x.docx") is None


def test_an_archive_that_wants_a_password_is_refused() -> None:
    data = bytearray(office("word/document.xml"))
    for at in range(len(data) - 4):
        if data[at : at + 4] == b"PK\x01\x02":
            data[at + 8] |= 1
    assert find_kind(io.BytesIO(bytes(data)), name="x.docx") is None


@pytest.mark.parametrize(
    ("given", "kind", "cleaned"),
    [
        ("photo.JPEG", "jpg", "photo.jpg"),
        ("../../etc/passwd", "txt", "passwd.txt"),
        ("C:\\letters\\bin day.pdf", "pdf", "bin day.pdf"),
        ("tŷ.png", "png", "tŷ.png"),
        ("<script>.pdf", "pdf", "script.pdf"),
        ('a"b\r\nc.pdf', "pdf", "a-b--c.pdf"),
        ("...", "pdf", "file.pdf"),
        ("invoice.pdf.exe", "pdf", "invoice.pdf.pdf"),
        ("x" * 300, "docx", "x" * 95 + ".docx"),
    ],
)
def test_names_are_made_safe_and_say_the_true_kind(given: str, kind: str, cleaned: str) -> None:
    assert clean_name(given, kind=kind) == cleaned

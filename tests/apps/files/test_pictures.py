"""Uploaded pictures: written anew, so that only the picture is kept."""

import io
import random
import uuid
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone
from PIL import Image, ImageCms
from PIL.ExifTags import IFD, Base

from commonwheel.apps.files import api as files
from commonwheel.apps.files.rules.contents import find_kind
from commonwheel.apps.files.rules.pictures import LONGEST_SIDE, MOST_PIXELS, PictureUnreadable, rewrite
from commonwheel.foundation.councils import CouncilView
from commonwheel.foundation.scope import council_scope
from commonwheel.integrations.storage.disk import DiskStorage

FORMATS = {"jpg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF", "heic": "HEIF"}
SIZE = (64, 48)
ORIENTATION_TURNED = 6
"""EXIF: the camera was held upright; to be shown a quarter turn clockwise."""


def photograph(kind: str, *, size: tuple[int, int] = SIZE, **more: object) -> bytes:
    """Return a picture with a place, a device and a colour profile in it."""
    exif = Image.Exif()
    exif[Base.Make] = "SECRETPHONE"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    target = io.BytesIO()
    Image.effect_mandelbrot(size, (-2, -1, 1, 1), 20).convert("RGB").save(
        target, FORMATS[kind], **{"exif": exif, "icc_profile": profile, **more}
    )
    return target.getvalue()


def kept(kind: str, data: bytes) -> tuple[str, bytes]:
    became, content = rewrite(io.BytesIO(data), kind=kind)
    return became, content.read()


@pytest.mark.parametrize(("kind", "becomes"), [(kind, "jpg" if kind == "heic" else kind) for kind in FORMATS])
def test_only_the_picture_is_kept_and_officers_can_open_it(kind: str, becomes: str) -> None:
    data = photograph(kind)
    became, content = kept(kind, data + b"<script>PAYLOAD</script>")
    assert became == becomes == find_kind(io.BytesIO(content), name="x")
    picture = Image.open(io.BytesIO(content))
    assert picture.size == SIZE
    assert not picture.getexif()
    assert "icc_profile" not in picture.info
    assert b"SECRETPHONE" not in content
    assert b"PAYLOAD" not in content
    assert kept(kind, data) == kept(kind, data)


def test_a_picture_is_turned_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[Base.Orientation] = ORIENTATION_TURNED
    _, content = kept("jpg", photograph("jpg", exif=exif))
    assert Image.open(io.BytesIO(content)).size == SIZE[::-1]


def test_a_vast_photograph_is_brought_to_a_size_that_is_of_use() -> None:
    picture = Image.new("RGB", (8_000, 6_000), "teal")
    target = io.BytesIO()
    picture.save(target, "JPEG")
    _, content = kept("jpg", target.getvalue())
    assert Image.open(io.BytesIO(content)).size == (LONGEST_SIDE, LONGEST_SIDE * 3 // 4)


def test_a_picture_meant_to_exhaust_its_reader_is_refused_unread() -> None:
    target = io.BytesIO()
    side = int(MOST_PIXELS**0.5) + 1
    Image.new("1", (side, side)).save(target, "PNG")
    with pytest.raises(PictureUnreadable):
        kept("png", target.getvalue())


def test_a_moving_picture_still_moves() -> None:
    frames = [Image.new("RGB", SIZE, colour) for colour in ("red", "green", "blue")]
    target = io.BytesIO()
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], duration=100, comment=b"SECRET")
    _, content = kept("gif", target.getvalue())
    assert Image.open(io.BytesIO(content)).n_frames == len(frames)  # type: ignore[attr-defined]  # a GIF has it
    assert b"SECRET" not in content


def test_colours_of_print_become_colours_of_screens() -> None:
    target = io.BytesIO()
    Image.new("CMYK", SIZE, (0, 255, 255, 0)).save(target, "JPEG")
    _, content = kept("jpg", target.getvalue())
    assert Image.open(io.BytesIO(content)).mode == "RGB"


def test_a_broken_colour_profile_does_no_harm() -> None:
    became, content = kept("png", photograph("png", icc_profile=b"nonsense"))
    assert (became, Image.open(io.BytesIO(content)).size) == ("png", SIZE)


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_whatever_is_broken_in_a_picture_is_a_plain_refusal(kind: str) -> None:
    data, chance = photograph(kind), random.Random(kind)
    for _ in range(40):
        broken = bytearray(data[: chance.randrange(12, len(data))])
        for _ in range(5):
            broken[chance.randrange(8, len(broken))] = chance.randrange(256)
        try:
            became, content = kept(kind, bytes(broken))
        except PictureUnreadable:
            continue
        assert Image.open(io.BytesIO(content)).format == FORMATS[became]


def test_what_is_kept_of_an_upload_is_the_picture_and_its_own_size_and_kind(
    council_a: CouncilView, settings: LazySettings, tmp_path: Path
) -> None:
    settings.UPLOADS_STORAGE = DiskStorage(tmp_path)
    data, journey = photograph("heic"), uuid.uuid4()
    incoming = files.Incoming(name="IMG 1.HEIC", size=len(data), content=io.BytesIO(data))
    limits = files.Limits(accept=("heic",), max_mb=1)
    with council_scope(council_a.id):
        upload = files.add_upload(
            council_a.id, journey_id=journey, question="photo", incoming=incoming, limits=limits, now=timezone.now()
        )
        with files.open_upload(council_a.id, journey_id=journey, upload_id=upload.id)[1] as stored:
            content = stored.read()
    assert (upload.name, upload.kind, upload.size) == ("IMG 1.jpg", "jpg", len(content))
    assert b"SECRETPHONE" not in content


def test_a_picture_that_cannot_be_read_is_not_taken(
    council_a: CouncilView, settings: LazySettings, tmp_path: Path
) -> None:
    settings.UPLOADS_STORAGE = DiskStorage(tmp_path)
    data = photograph("jpg")[:-400]
    incoming = files.Incoming(name="a.jpg", size=len(data), content=io.BytesIO(data))
    with council_scope(council_a.id):
        with pytest.raises(files.UploadRefused) as refused:
            files.add_upload(
                council_a.id,
                journey_id=uuid.UUID(int=1),
                question="photo",
                incoming=incoming,
                limits=files.Limits(accept=("jpg",), max_mb=1),
                now=timezone.now(),
            )
        assert refused.value.code == "wrong-kind"
        assert files.list_uploads(council_a.id, journey_id=uuid.UUID(int=1)) == ()

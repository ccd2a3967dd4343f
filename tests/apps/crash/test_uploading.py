"""Killed while a file is uploaded: no row names bytes that are not there, and what is left over is swept."""

import hashlib
import io
from pathlib import Path

from PIL import Image
from tests.support.killed_nodes import Browser, Died, Place, Served, only, workshop
from tests.support.resident import Resident

SERVICE = "/harbourside/try-it/"
MOST_MOMENTS = 60
TWO_DAYS = 2 * 24 * 60


def picture(number: int) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (20, 20), (number, number, number)).save(out, "PNG")
    return out.getvalue()


def upload(browser: Browser, url: str, content: bytes, *, at: int = 0) -> None:
    headers = {"X-Crash-At": str(at)} if at else {}
    browser.post(url, {"do": "upload.proof"}, files={"proof": ("proof.png", content, "image/png")}, headers=headers)


def named_bytes(place: Place) -> list[Path]:
    """Return the file of every row, each of which must have the bytes that the row says."""
    (rows,) = place.rows("SELECT stored, sha256, size FROM files_upload")
    found = []
    for stored, sha256, size in rows:
        path = place.data / "uploads" / stored
        content = path.read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size)
        found.append(path)
    return found


def test_killed_at_every_moment_of_uploading_no_row_is_without_its_bytes(dying: Served, node_place: Place) -> None:
    deaths = 0
    for moment in range(1, MOST_MOMENTS):
        browser = dying.browser()
        begun = Resident(browser, SERVICE).begin()  # type: ignore[arg-type]  # the same two calls
        content = picture(moment)
        try:
            upload(browser, begun.url, content, at=moment)
        except Died:
            deaths += 1
            named_bytes(node_place)
            upload(browser, begun.url, content)
            assert begun.get(begun.url).text.count("proof.png") >= 1
            handle = begun.base.rstrip("/").rpartition("/")[2]
            mine = f"(SELECT id FROM journeys_journey WHERE handle = '{handle}')"
            assert only(node_place.rows(f"SELECT COUNT(*) FROM files_upload WHERE journey IN {mine}")[0]) == 1
        else:
            break
    assert 10 < deaths < MOST_MOMENTS - 1


def test_what_killed_uploads_left_is_swept_and_what_rows_name_stays(node_place: Place) -> None:
    uploads = node_place.data / "uploads"
    named = {*named_bytes(node_place)}
    council = next(each for each in uploads.iterdir() if each.is_dir())
    (council / ".draft-l3ft").write_bytes(b"half a picture")
    with workshop(node_place) as shop:
        assert not shop.do("turn", minutes=TWO_DAYS)
    kept = {path for path in uploads.rglob("*") if path.is_file() and path.name != ".lock"}
    # The turn makes the printed copies that wait, beside what was uploaded.
    assert kept == {*named_bytes(node_place)}
    assert kept >= named

"""A preview within the tests' own process: its settings, its folder, its memory."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

MISSED_BIN = Path(__file__).parents[2] / "patterns" / "report-missed-bin"
OF_A_PREVIEW = ("PREVIEW", "ROOT_URLCONF", "MIDDLEWARE", "TEMPLATES")


@dataclass
class Preview:
    """A folder that is previewed, and a browser."""

    folder: Path
    client: Client = field(default_factory=Client)

    def get(self, path: str) -> tuple[int, str, str]:
        """The status, the text, and the address in the end."""
        answer = self.client.get(path, follow=True)
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        return answer.status_code, answer.content.decode(), address

    def text(self, path: str) -> str:
        status, text, _ = self.get(path)
        assert status == 200, text
        return text

    def post(self, path: str, **data: str) -> tuple[int, str, str]:
        answer = self.client.post(path, data, follow=True)
        address = answer.redirect_chain[-1][0] if answer.redirect_chain else path
        return answer.status_code, answer.content.decode(), address

    def change(self, path: str, old: str, new: str) -> None:
        file = self.folder / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))


Begin = Callable[..., Preview]


@pytest.fixture
def begin(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Begin]:
    """Begin to preview a copy of a folder."""
    # Not above: this file is read before the house is set up.
    from commonwheel.project.preview import newest
    from commonwheel.project.preview import settings as preview_settings
    from commonwheel.project.preview.choice import Choice, write_choice

    for name in OF_A_PREVIEW:
        setattr(settings, name, getattr(preview_settings, name))
    settings.DEMONSTRATION = True
    settings.DATA = tmp_path / "data"
    settings.DATA.mkdir()
    monkeypatch.setattr(newest, "_memory", newest._Memory())

    def begin(pattern: Path = MISSED_BIN, *, layer: Path | None = None, language: str = "en") -> Preview:
        folder = tmp_path / pattern.name
        shutil.copytree(pattern, folder)
        write_choice(settings.DATA, Choice(folder, layer, language))
        newest.the_choice.cache_clear()
        newest.prepare_council()
        return Preview(folder)

    yield begin
    newest.the_choice.cache_clear()


@pytest.fixture
def preview(begin: Begin) -> Preview:
    """The missed bin, previewed."""
    return begin()

"""Puts into the wheel what the repository does not hold: GOV.UK Frontend's files, typefaces, Welsh words."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DESIGN = Path(__file__).parent / "src" / "commonwheel" / "design"


class FetchedAndCompiled(BuildHookInterface[Any]):
    """Runs before a wheel is put together; an editable install leaves it to `make setup`."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: Babel compiles the words."""
        return ["Babel>=2.18,<3"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fetch and compile, and name the files, which git ignores, as part of the wheel."""
        if version == "editable":
            return
        _module("assets").fetch()
        _module("catalogue").compile_catalogues()
        build_data["artifacts"] += [
            "src/commonwheel/design/static/vendor/**",
            "src/commonwheel/design/paper/typefaces/**",
            "src/commonwheel/locale/**/*.mo",
        ]


def _module(name: str) -> ModuleType:
    """Load a module of the design by its file: the package's own dependencies are not there while building."""
    spec = importlib.util.spec_from_file_location(f"commonwheel_build_{name}", DESIGN / f"{name}.py")
    if spec is None or spec.loader is None:
        message = f"{name}.py is missing from {DESIGN}; build from a whole copy of the repository."
        raise RuntimeError(message)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

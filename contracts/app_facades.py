"""An import contract: an app meets another only at its facade, the module other apps may import."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


class AppFacades(Contract):
    """Every import from one app into another must name the other's facade."""

    package = fields.StringField()
    facade = fields.StringField()

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: FBT001  # the linter calls it by position
        """Return the imports that go past a facade, as pairs of module names."""
        apps = sorted(graph.find_children(self.package))
        broken = [
            (module, imported)
            for app in apps
            for module in sorted({app} | graph.find_descendants(app))
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if self._goes_past(imported, app, apps)
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _goes_past(self, imported: str, app: str, apps: list[str]) -> bool:
        owner = next((other for other in apps if imported == other or imported.startswith(f"{other}.")), None)
        return owner is not None and owner != app and imported != f"{owner}.{self.facade}"

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that goes past a facade."""
        for importer, imported in check.metadata["broken"]:
            owner = ".".join(imported.split(".")[: len(str(self.package).split(".")) + 1])
            output.print_error(f"{importer} imports {imported}: import {owner}.{self.facade} instead.")

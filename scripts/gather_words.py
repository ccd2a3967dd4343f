"""Bring the catalogues of the interface's words up to date with the sources, and print what waits for a translator."""

from commonwheel.design.catalogue import catalogue_files, compile_catalogues, gathered, untranslated, update_catalogues


def main() -> None:
    """Update and compile every catalogue, and print what waits for a translator."""
    update_catalogues()
    compile_catalogues()
    template = gathered()
    for source in catalogue_files():
        for message in untranslated(source, template):
            print(f"{source.parent.parent.name}: {message}")


if __name__ == "__main__":
    main()

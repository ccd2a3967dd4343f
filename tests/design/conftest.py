"""What every test of the look needs: the compiled words."""

from commonwheel.design.catalogue import compile_catalogues

compile_catalogues()

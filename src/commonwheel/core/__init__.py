"""The pure core: values in, values out; no framework, files, clock, network or chance."""

"""The language's own shapes: what each key means, which type it has, whether a layer may set it."""

"""Forms of the digital form builders: XGov, MHCLG, UKHSA and DEFRA, in JSON or YAML."""

"""The checks of meaning: one module for each family of rules, one registry of all codes."""

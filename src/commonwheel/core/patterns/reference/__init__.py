"""Reference: what the code knows of the language, written out for authors and their editors."""

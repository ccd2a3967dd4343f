"""The register of authorities: who there is, was and will be, under which names and codes, and who follows whom."""

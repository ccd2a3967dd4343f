"""Bank holidays as GOV.UK publishes them, from the copy that the library carries."""

"""Commands for those who keep a council's own changes to shared services."""

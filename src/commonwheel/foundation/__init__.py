"""What every app stands on: abstract models, council scoping, row security, audit, middleware."""

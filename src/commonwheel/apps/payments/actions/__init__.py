"""Use cases: fixing what is owed, paying it, and the simulated provider's ledger."""

"""The clinical content, and the only code that opens it."""

"""Steps that bring a database up to date."""

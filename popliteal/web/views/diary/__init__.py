"""The pages of the diary: today, the check-in, and what follows from it."""

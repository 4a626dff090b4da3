"""One module for each part of the journey; each view reads from top to bottom."""

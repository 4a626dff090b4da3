"""What it could be: exact probabilities, their ranges, and the reasons in bits."""

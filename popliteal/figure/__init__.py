"""The body from the side as SVG: a posture, its tissues, and what it does to them."""

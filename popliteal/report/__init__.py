"""What a person takes away from a visit: a calendar file for the days to look again."""

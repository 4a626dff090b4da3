"""The pages: the same interview and advice in a browser, with or without JavaScript."""

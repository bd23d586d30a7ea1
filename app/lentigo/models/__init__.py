"""Which models there are, what is known of each, and their files: brought in, checked, listed, removed."""

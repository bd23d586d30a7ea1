"""The steps of an analysis, one a file."""

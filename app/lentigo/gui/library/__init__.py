"""The library: documents, additions, search, pages."""

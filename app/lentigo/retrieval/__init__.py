"""The library: PDFs in, cited passages out."""

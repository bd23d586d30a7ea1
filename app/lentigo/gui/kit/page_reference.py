"""A page of the library to open, and what to say about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReference:
    """`marked` and `unmarked` are said of the page itself, `elsewhere` of the document's other pages."""

    document: str  # file name inside the library
    title: str
    page: int  # from 1 in the file
    quote: str = ""
    marked: str = ""
    unmarked: str = ""
    elsewhere: str = ""

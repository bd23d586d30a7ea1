"""The report's sections, a module a subject: from parts of an assessment to what a reader sees, in the user's language.

Nothing here knows how they are drawn. The window lays out the assessment in widgets of its own, and takes from here the
wording that must not differ from the files'.
"""

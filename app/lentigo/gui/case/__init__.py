"""The case: photographs, encounter, analysis, report."""

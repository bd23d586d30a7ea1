"""What users read for the domain's ids: one table an enumeration, looked up by id.

Nothing compares these texts, and no model reads them: what models read stands in analysis/model_words.
"""

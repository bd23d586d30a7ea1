"""What users read for the domain's ids: one table an enumeration, looked up by id.

The tables hold the English sentences, marked for the catalogues: whoever shows one of them passes it to
`language.translate`. The functions return text in the user's language. Nothing compares these texts, and no model reads
them: what models read stands in analysis/model_words.
"""

"""The clinic's records: lists of cases, patients and their visits."""

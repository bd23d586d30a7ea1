"""Who works with the records, and what keeps them safe: first start, lock, people, backups, troubles."""

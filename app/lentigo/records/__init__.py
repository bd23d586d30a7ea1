"""Cases that stay: an encrypted store, its keys, its audit log, its backups. SQLite stands only here."""

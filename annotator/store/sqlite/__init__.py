"""What holds for SQLite only: opening, checking, search index, views, backups."""

"""Pure values and rules: no terminal, no database, no files."""

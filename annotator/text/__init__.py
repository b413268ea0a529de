"""Where the zones, sentences and quotations of a text are, as plain functions of a string with exact offsets."""

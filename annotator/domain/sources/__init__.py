"""The source registry: what names have in common, which entry a mention may stand for, and how entries change."""

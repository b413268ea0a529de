"""Claims across articles: whose they are, which may belong together, and which are families of repeats."""

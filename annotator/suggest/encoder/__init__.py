"""`attribution-en`: a small encoder fine-tuned to find sources, cues and contents, and a linker that makes frames."""

"""Payers' documents: read from PDF, HTML or text, and compared with an older edition."""

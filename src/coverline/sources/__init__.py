"""Source documents: what the register knows of them, and passages from a reader's own copies."""

"""The flow in a browser: from a blank page to an answer, one question at a time; it keeps nothing."""

"""What would decide a case: paths of facts, windows of time, the next question."""

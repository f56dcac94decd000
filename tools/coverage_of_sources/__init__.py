"""Shows that the content is complete: where every statement of both readers lives, and what nothing cites."""

"""The server: settings, limits, logs and headers around the API and the pages; it keeps nothing."""

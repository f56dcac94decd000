"""The answers of the library over HTTP, as JSON; nothing that is sent is kept."""

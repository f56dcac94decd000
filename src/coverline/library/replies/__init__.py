"""Every answer as plain data: what a command prints with --json is what the API sends."""

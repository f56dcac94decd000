"""The grammar of policy files and cases, as tables of shapes."""

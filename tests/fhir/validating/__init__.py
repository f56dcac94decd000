"""Messages held against the StructureDefinitions of the standard and of the published packages."""

"""Code systems: the form of procedure codes, and the official list of ICD-10-CM."""

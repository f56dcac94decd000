"""Takes a chart, as FHIR R4 resources, and gives the case that it tells, with where it says so."""

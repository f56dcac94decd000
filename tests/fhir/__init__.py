"""Charts as FHIR bundles, built for tests."""

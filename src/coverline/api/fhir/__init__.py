"""FHIR: coverage requirements discovery (CRD) as CDS Hooks, and the trust between the two systems."""

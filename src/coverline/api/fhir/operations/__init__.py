"""The FHIR server at /fhir: the forms of Documentation Templates and Rules (DTR), and what else it serves."""

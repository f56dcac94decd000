"""The policy language: YAML into the model, with every problem said in the analyst's words."""

"""Policies, answers and requests as pages: their wording, their data, their templates."""

"""The command line: questions in, answers for people or as JSON out; no rule of any policy lives here."""

"""Tests of taking a case from a chart."""

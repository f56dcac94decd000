"""Medical coverage policies that a computer decides with, exactly."""

__version__ = "0.1.0"

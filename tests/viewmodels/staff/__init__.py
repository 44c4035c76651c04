"""Tests of the staff program's view models, over a real shop."""

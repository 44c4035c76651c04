"""Tests of the staff program's window: real clicks and keys over a real shop."""

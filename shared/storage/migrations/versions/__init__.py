"""Revisions, oldest first by number; one that has shipped never changes."""

"""What both programs need of Qt: typed decorators, the theme, background jobs, list models, translations.

May import shared.application, shared.domain and shared.runtime; never storage.
"""

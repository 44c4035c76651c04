"""The state behind each of the staff program's pages: use cases in, properties and signals for QML out.

May import shared.application, shared.domain and shared.qt; never SQL, never layout, no text that a person reads.
"""

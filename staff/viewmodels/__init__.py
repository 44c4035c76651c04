"""What staff pages show and ask for: frozen inputs, one pure `derive`, frozen props that QML reads.

May import application, domain, qt and hardware; never storage. No words for people are made here except what the
programme itself says.
"""

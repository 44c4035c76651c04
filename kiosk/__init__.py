"""The shoppers' program: its start, its composition, its view models and pages.

May import everything in shared but the demo; the staff program and the kiosk don't know each other.
"""

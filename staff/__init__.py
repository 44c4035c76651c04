"""The assistants' and managers' program: its start, its composition, its view models and pages.

May import everything in shared but the demo; the kiosk and the staff program don't know each other.
"""

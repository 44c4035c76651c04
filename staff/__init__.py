"""The assistants' and managers' program. May import everything in `shared` except the demo; nothing imports it."""

"""What both programs and the centre stand on, in layers that import only downwards (see pyproject.toml)."""

"""What both programs and the centre stand on, in layers that import only downwards (see pyproject.toml)."""

from shared.runtime.interpreter import keep_constants_alive

# Here, because nothing of ours can be imported before it, and no entry point or test may forget it.
keep_constants_alive()

"""Forms of other systems, read and written anew as patterns: nothing of a form is dropped without being named."""

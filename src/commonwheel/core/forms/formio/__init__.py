"""Forms of Form.io and of Open Forms, which is made of Form.io's components, with conditions in JSON Logic."""

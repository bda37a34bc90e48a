"""Plain pydantic records: the form, its validation and the wire. Shared with central."""

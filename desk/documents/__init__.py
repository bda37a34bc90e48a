"""What is printed: templates and their renderer."""

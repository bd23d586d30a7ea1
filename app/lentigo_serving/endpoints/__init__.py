"""What is answered, a module a source system."""

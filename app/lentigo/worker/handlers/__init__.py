"""What the worker does, by subject: a function for each kind of request."""

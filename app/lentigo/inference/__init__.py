"""The adapter of llama.cpp: nothing else imports its bindings."""

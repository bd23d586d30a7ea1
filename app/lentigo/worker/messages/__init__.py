"""What crosses between the window and the worker, by subject: frozen values, which `worker/frames.py` carries."""

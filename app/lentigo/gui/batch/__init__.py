"""Many cases, one after the other, while the window is used for something else."""

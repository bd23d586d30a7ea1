"""From a photograph to an assessment; knows the domain and nothing else."""

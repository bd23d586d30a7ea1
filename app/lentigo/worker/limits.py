"""A bound on the worker's memory: a wrong count in a damaged file must not fill the machine."""

import sys

LARGEST_WORKING = 4_000_000_000  # bytes beside a model's files; what real sizes ask for stands in docs/reliability.md


def limit_memory(files: int) -> None:
    """Let this process allocate no more than a model whose files have so many bytes can need, beside what it has.

    What goes beyond fails to be allocated. Only on Linux, where RLIMIT_DATA counts all that a process can write to.
    """
    if sys.platform == "linux":
        import resource

        import psutil

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        limit = psutil.Process().memory_info().data + files + LARGEST_WORKING
        resource.setrlimit(resource.RLIMIT_DATA, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard))

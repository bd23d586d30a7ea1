"""Bounds on a process: a damaged file must not fill the machine, nor a crash leave its memory on the disk."""

import sys

PR_SET_DUMPABLE = 4  # of Linux's prctl
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


def leave_no_core() -> None:
    """No core file of this process, which would hold photographs, names and keys.

    The limit alone does not hold where the system pipes core files to a program (core(5)).
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)

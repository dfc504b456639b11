"""Confinement of a process that reads what may be anything: bounds of memory and time, kept by the system."""

import os
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1


def confine(memory: int, seconds: int, parent: int) -> None:
    """At most so many bytes of addresses and seconds of the processor; no file is written; with process `parent` this
    one dies."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it, and ends this process
    try:
        import resource
    except ImportError:  # not there on Windows: the parent's patience is all there is
        return
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # not known, or already less
            resource.setrlimit(what, (most, most))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
        if os.getppid() != parent:  # it died before it could be asked for
            os._exit(0)

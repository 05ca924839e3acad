"""Runs a command in a process of its own, and tells what it cost."""

import os
import subprocess
import time


def cost_of(command, log):
    """Seconds by the clock, seconds of all processors, and peak MiB; standard output and error go to a log file.

    The kernel counts the memory of whoever starts a process as the new one's until its program is loaded: a script
    that measures stays small, and loads neither pandas nor polars.
    """
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        with open(log, errors="replace") as output:
            raise SystemExit(f"{command} ended with {process.returncode}:\n{output.read()[-2000:]}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def load():
    """What the machine was doing besides, for whoever reads the figures."""
    return "load " + " ".join(f"{mean:.1f}" for mean in os.getloadavg()) + f" on {os.cpu_count()} cores"

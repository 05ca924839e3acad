#!/usr/bin/env python3
"""Kills the program at random moments and fills its disk: no partial output may be left, and the next run is clean.

Run by hand, for it takes minutes; on a Unix system, and for the full disk as root on Linux, which mounts a tmpfs.

    tests/kill_runs.py [--runs 200] [--seed 1] PATH/TO/mapaudit

Every run replaces the complete outputs of an earlier day. A third of the kills fall anywhere in the run, a third after
the first file stands ready, and a third after the last does, so that the renames are hit too. After SIGTERM all outputs
are of one day and nothing else is left. After SIGKILL each output is whole; if they are of two days, run.json does not
match them.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SAMPLE = pathlib.Path(__file__).resolve().parent.parent / "sample_data"
BEFORE, AFTER = "2026-10-01", "2026-10-02"


def command(program, day, out):
    outputs = ["--out", out / "findings.xlsx", "--tables", out / "tables", "--html", out / "summary.html"]
    return [program, "audit", SAMPLE, "--as-of", day, "--quiet", *outputs]


def run(program, day, out, **options):
    return subprocess.run(command(program, day, out), capture_output=True, text=True, **options)


def contents(folder):
    """The bytes of every file below the folder, by path."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def matches_run_json(files):
    """Whether the outputs are those that run.json states."""
    paths = {"workbook": "findings.xlsx", "html": "summary.html"}
    stated = json.loads(files["tables/run.json"])["sha256"]
    of = lambda name: hashlib.sha256(files[paths.get(name, f"tables/{name}")]).hexdigest()
    return all(of(name) == fingerprint for name, fingerprint in stated.items())


def check_outputs(files, before, after, told):
    """Each output is whole. Returns what the set is: before, after or mixed."""
    for name, found in files.items():
        if name in before:
            assert found in (before[name], after[name]), f"{told}: {name} is partial"
    assert set(before) <= set(files), f"{told}: {set(before) - set(files)} is gone"
    outputs = {name: files[name] for name in before}
    is_of = {"before": outputs == before, "after": outputs == after}
    kind = next((name for name, holds in is_of.items() if holds), "mixed")
    assert (kind != "mixed") == matches_run_json(files), f"{told}: run.json does not tell that the set is {kind}"
    return kind


def is_ready(folder, output):
    """Whether the output stands ready beside its place."""
    if not folder.is_dir():
        return False
    return any(name.startswith(f".{output}.") and name.endswith(".part") for name in os.listdir(folder))


# What a kill waits for, and within which share of a whole run's time it then falls.
MOMENTS = [
    (lambda out: True, 1.1),
    (lambda out: is_ready(out / "tables", "deals.csv"), 0.3),
    (lambda out: is_ready(out / "tables", "run.json"), 0.002),
]


def killed_run(program, out, number, is_reached, seconds):
    """Starts a run, waits for a moment and some seconds, and kills it."""
    started = subprocess.Popen(command(program, AFTER, out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not is_reached(out) and started.poll() is None:
        pass
    time.sleep(seconds)
    started.send_signal(number)
    return started.wait()


def kill_runs(program, folder, runs, seed):
    kept, out = folder / "kept", folder / "out"
    kept.mkdir()
    for day, name in ((BEFORE, "before"), (AFTER, "after")):
        (kept / name).mkdir()
        done = run(program, day, kept / name)
        assert done.returncode == 0, done.stderr
    before, after = contents(kept / "before"), contents(kept / "after")
    start = time.monotonic()
    run(program, AFTER, kept / "after")
    whole = time.monotonic() - start
    chance, seen = random.Random(seed), collections.Counter()
    for count in range(runs):
        number = chance.choice([signal.SIGTERM, signal.SIGKILL])
        is_reached, share = MOMENTS[count % len(MOMENTS)]
        seconds = chance.random() * share * whole
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(kept / "before", out)
        code = killed_run(program, out, number, is_reached, seconds)
        told = f"run {count}, {number.name}"
        files = contents(out)
        kind = check_outputs(files, before, after, told)
        left = set(files) - set(before)
        if number == signal.SIGTERM:
            assert code in (0, 130, -signal.SIGTERM), f"{told}: ended with {code}"
            assert not left, f"{told}: left {left}"
            assert kind != "mixed", f"{told}: outputs of two runs"
        ended = "ended before" if code == 0 else "killed"
        seen[f"{number.name}: {ended}, outputs {kind}{', leftovers' if left else ''}"] += 1
        again = run(program, AFTER, out)
        assert again.returncode == 0, f"{told}: the next run: {again.stderr}"
        assert contents(out) == after, f"{told}: the next run is not clean"
    for line, count in sorted(seen.items()):
        print(f"{count:5} {line}")
    return before, after


def full_disk(program, folder, before, after):
    """Runs on disks from hopelessly small to large enough."""
    disk = folder / "disk"
    disk.mkdir()
    seen = collections.Counter()
    size = lambda files: sum(-(-len(data) // 4096) * 4 for data in files.values())
    # The new outputs stand beside the old ones until they appear, and the workbook's temporary files beside both.
    for room in range(0, 4 * size(after), 64):
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size(before) + 64 + room}k", "tmpfs", disk], check=True)
        try:
            for name, data in before.items():
                (disk / name).parent.mkdir(exist_ok=True)
                (disk / name).write_bytes(data)
            done = run(program, AFTER, disk, env={**os.environ, "TMPDIR": str(disk)})
            files = contents(disk)
            assert done.returncode in (0, 4), f"{room} KiB of room: ended with {done.returncode}: {done.stderr}"
            expected = after if done.returncode == 0 else before
            assert files == expected, f"{room} KiB of room, ended with {done.returncode}: {set(files)}, {done.stderr}"
            assert done.returncode == 0 or "Make room" in done.stderr, f"{room} KiB of room: {done.stderr}"
            seen[done.returncode] += 1
            subprocess.run(["mount", "-o", "remount,size=64m", disk], check=True)
            again = run(program, AFTER, disk)
            assert again.returncode == 0 and contents(disk) == after, f"the next run: {again.stderr}"
        finally:
            subprocess.run(["umount", disk], check=True)
    assert set(seen) == {0, 4}, f"the disks were all too small or all large enough: {seen}"
    print(f"{seen[4]:5} disks too small, {seen[0]} large enough")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--runs", type=int, default=200)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("program", type=lambda path: pathlib.Path(path).resolve())
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        before, after = kill_runs(given.program, folder, given.runs, given.seed)
        if sys.platform == "linux" and os.geteuid() == 0:
            full_disk(given.program, folder, before, after)
        else:
            print("The full disk is skipped: it takes root on Linux.")


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes the release files of one platform: an archive, and a bill of materials.

    .ci/package.py TARGET FOLDER

The archive holds the program, its manual pages, completions, the licence and the README. Built of the same commit with
the same Rust, it has the same bytes wherever it is built: dependencies are locked, paths of the machine are mapped
away, and every time is that of the commit. Needs cargo-cyclonedx and the Rust of .github/workflows/release.yml.
"""

import gzip
import io
import os
import pathlib
import subprocess
import sys
import tarfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
COMMANDS = ["audit", "check", "explain", "init", "completions", "man"]
COMPLETIONS = {"bash": "mapaudit.bash", "elvish": "mapaudit.elv", "fish": "mapaudit.fish", "powershell": "_mapaudit.ps1", "zsh": "_mapaudit"}


def text_of(*command, env=None):
    return subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True).stdout


def build_environment(target):
    """Nothing of the machine goes into the program: no path, no time."""
    cargo_home = os.environ.get("CARGO_HOME", pathlib.Path.home() / ".cargo")
    sysroot = text_of("rustc", "--print", "sysroot").decode().strip()
    flags = [f"--remap-path-prefix={ROOT}=/mapaudit", f"--remap-path-prefix={cargo_home}=/cargo", f"--remap-path-prefix={sysroot}=/rust"]
    if target.endswith("windows-msvc"):
        flags.append("-Clink-arg=/Brepro")
    commit_time = text_of("git", "log", "-1", "--format=%ct").decode().strip()
    return {**os.environ, "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags), "SOURCE_DATE_EPOCH": commit_time}


def contents(program):
    """The files of the archive by name: bytes, and whether they are run."""
    files = {program.name: (program.read_bytes(), True)}
    for name in ("LICENSE", "README.md", "CHANGELOG.md"):
        files[name] = ((ROOT / name).read_bytes(), False)
    files["man/mapaudit.1"] = (text_of(program, "man"), False)
    for command in COMMANDS:
        files[f"man/mapaudit-{command}.1"] = (text_of(program, "man", command), False)
    for shell, name in COMPLETIONS.items():
        files[f"completions/{name}"] = (text_of(program, "completions", shell), False)
    return files


def write_tar(path, folder, files, seconds):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, (data, is_run) in sorted(files.items()):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mtime, entry.mode = len(data), seconds, 0o755 if is_run else 0o644
            archive.addfile(entry, io.BytesIO(data))
    path.write_bytes(gzip.compress(packed.getvalue(), mtime=0))


def write_zip(path, folder, files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (data, _) in sorted(files.items()):
            # Without a date of its own an entry is of 1980, the first that the format knows.
            archive.writestr(zipfile.ZipInfo(f"{folder}/{name}"), data, zipfile.ZIP_DEFLATED)


def main():
    target, folder = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    environment = build_environment(target)
    build = ["--features", "parquet", "--target", target]
    subprocess.run(["cargo", "build", "--release", "--locked", *build], cwd=ROOT, env=environment, check=True)
    is_windows = "windows" in target
    built = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / target / "release"
    program = built / ("mapaudit.exe" if is_windows else "mapaudit")
    version = text_of(program, "--version").decode().split()[1]
    name = f"mapaudit-{version}-{target}"
    if is_windows:
        write_zip(folder / f"{name}.zip", name, contents(program))
    else:
        write_tar(folder / f"{name}.tar.gz", name, contents(program), int(environment["SOURCE_DATE_EPOCH"]))
    materials = ["cargo", "cyclonedx", "--format", "json", *build, "--override-filename", name]
    subprocess.run(materials, cwd=ROOT, env=environment, check=True)
    (ROOT / f"{name}.json").replace(folder / f"{name}.cdx.json")


if __name__ == "__main__":
    main()

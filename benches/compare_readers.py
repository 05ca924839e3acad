"""What other readers take for the files of `reading.rs`, each in a process of its own.

    pip install -r benches/requirements.txt
    cargo bench --bench reading             # writes the files and measures ours
    python3 benches/compare_readers.py target/tmp

Every reader is asked for text columns only, as we read them: types would cost more, and lose ids. Prints
wall-clock seconds, processor seconds of all threads, and the peak memory of the process.
"""

import resource
import subprocess
import sys
import time


def polars_csv(path):
    import polars

    return polars.read_csv(path, infer_schema=False).height


def duckdb_csv(path):
    import duckdb

    relation = duckdb.connect().execute(f"create table t as from read_csv('{path}', all_varchar=true)")
    return relation.fetchone()[0]


def pyarrow_csv(path):
    from pyarrow import csv, string

    with open(path) as file:
        names = [name.strip('"') for name in file.readline().strip().split(",")]
    types = csv.ConvertOptions(column_types={name: string() for name in names})
    lines = csv.ParseOptions(newlines_in_values=True)
    return csv.read_csv(path, parse_options=lines, convert_options=types).num_rows


def pandas_pyarrow_csv(path):
    import pandas

    return len(pandas.read_csv(path, dtype=str, engine="c", dtype_backend="pyarrow"))


def calamine_xlsx(path):
    from python_calamine import CalamineWorkbook

    return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1


READERS = [
    (polars_csv, "reading.csv"),
    (duckdb_csv, "reading.csv"),
    (pyarrow_csv, "reading.csv"),
    (pandas_pyarrow_csv, "reading.csv"),
    (calamine_xlsx, "reading.xlsx"),
]


def read_once(name, path):
    reader = next(reader for reader, _ in READERS if reader.__name__ == name)
    start = time.perf_counter()
    rows = reader(path)
    seconds = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    processor = usage.ru_utime + usage.ru_stime
    print(f"{name:>20} {rows:>9} {seconds:7.2f} s {processor:7.2f} s processor {usage.ru_maxrss // 1024:>6} MiB")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        read_once(sys.argv[1], sys.argv[2])
    else:
        folder = sys.argv[1] if len(sys.argv) > 1 else "target/tmp"
        for reader, file in READERS:
            subprocess.run([sys.executable, __file__, reader.__name__, f"{folder}/{file}"], check=False)

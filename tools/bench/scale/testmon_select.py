"""Builds pytest-testmon's own database of a generated workspace, and selects tests with its own code.

usage: python3 testmon_select.py MODEL_JSON DATABASE build|EDIT
The source of pytest-testmon and the package `coverage` must be on PYTHONPATH.
"""
import json
import resource
import sys
import time
import zlib

from testmon.db import DB


def main():
    model_file, database, step = sys.argv[1:]
    with open(model_file) as file:
        model = json.load(file)
    print(json.dumps(build(model, database) if step == "build" else select(model, database, step)))


def checksum(function, changed):
    text = f"changed {function}" if function in changed else str(function)
    return zlib.crc32(text.encode()) - 2**31


def file_digest(module, changed_modules):
    return f"{'changed' if module in changed_modules else 'same'}-{module}"


def open_database(database):
    connected = DB(database)
    execution = connected.initiate_execution("default", "", "3", {})
    return connected, execution["exec_id"]


def build(model, database):
    each = model["functionsOfModule"]
    connected, exec_id = open_database(database)
    started = time.process_time()
    for test_file, executed in enumerate(model["executed"]):
        deps = [
            {
                "filename": f"m{function // each}.py",
                "fsha": file_digest(function // each, ()),
                "method_checksums": [checksum(function, ())],
            }
            for function in executed
        ]
        outcome = {"deps": deps, "failed": 0, "duration": 0.1, "forced": None}
        connected.insert_test_file_fps({f"t{test_file}.py::test": outcome}, exec_id)
    return {"seconds": time.process_time() - started}


def select(model, database, edit):
    each = model["functionsOfModule"]
    changed = set(model["edits"][edit])
    changed_modules = {function // each for function in changed}
    started = time.process_time()
    connected, exec_id = open_database(database)
    digests = {f"m{module}.py": file_digest(module, changed_modules) for module in range(model["modules"])}
    unknown = connected.fetch_unknown_files(digests, exec_id)
    checksums = {}
    for name in unknown:
        module = int(name[1:-3])
        checksums[name] = [checksum(module * each + at, changed) for at in range(each)]
    found = connected.determine_tests(exec_id, checksums)
    return {
        "selected": len(set(found["affected"]) | set(found["failing"])),
        "seconds": time.process_time() - started,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


main()

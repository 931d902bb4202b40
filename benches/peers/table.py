"""The measures of one run as one table. It must never mix runs: both files are written by run.sh just before."""

import json
import sys

TOO = ", facts too"


def main():
    rows = {}
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            for line in file:
                said = json.loads(line)
                rows[said["engine"]] = (said["min"], said["median"])
    head = f"{'µs a subject, ten rules':28}{'min':>10}{'median':>10}{'× Anye':>9}   {'facts too: min':>16}{'median':>10}{'× Anye':>9}"
    print(head)
    for name, times in rows.items():
        if name.endswith(TOO):
            continue
        line = f"{name:28}{cells(times, rows['anye'])}"
        too = rows.get(name + TOO)
        if too:
            line += f"   {cells(too, rows['anye' + TOO], 16)}"
        print(line)


def cells(times, ours, width=10):
    low, median = times
    return f"{low:{width}.2f}{median:10.2f}{median / ours[1]:9.2f}"


main()

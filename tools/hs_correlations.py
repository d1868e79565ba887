"""Prints the table of correlations between Harmonized System editions.

Run it when an edition is added or corrected, from the top of the repository:

    python3 tools/hs_correlations.py FOLDER > engine/hs/correlations.inc

FOLDER holds hs2012.csv and so on, as for hs_editions.py, and one file for each
two neighbouring editions, HS2017toHS2012_correlation.csv and so on, whose first
two columns are a subheading of the later edition and one of the earlier that
may hold the same good. Only codes are read. Subheadings that correlate with
themselves alone are left out; what the others correlate with is written as
runs of neighbouring subheadings of the earlier edition.
"""

import csv
import pathlib
import sys

from hs_editions import CHAPTERS, EDITIONS, codes_of


def subheadings_of(path):
    return sorted(code for code in codes_of(path) if len(code) == 6)


def correlation_of(path):
    """What each subheading of the later edition may have been."""
    earlier_of = {}
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for later, earlier, *_ in rows:
            if later[:2] in CHAPTERS:
                earlier_of.setdefault(later, set()).add(earlier)
    return earlier_of


def runs_of(codes, all_codes):
    """The codes as first and last of runs without a gap in `all_codes`."""
    runs = []
    place_of = {code: place for place, code in enumerate(all_codes)}
    for place in sorted(place_of[code] for code in codes):
        if runs and runs[-1][1] == place - 1:
            runs[-1][1] = place
        else:
            runs.append([place, place])
    return [(all_codes[first], all_codes[last]) for first, last in runs]


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: hs_correlations.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    print("// What the subheadings of an edition were in the one before it.")
    print("//")
    print("// Written by tools/hs_correlations.py: a subheading, and the first")
    print("// and last of a run of subheadings that it may have been.")
    for earlier, later in zip(EDITIONS, EDITIONS[1:]):
        earlier_codes = subheadings_of(folder / f"hs{earlier}.csv")
        later_codes = subheadings_of(folder / f"hs{later}.csv")
        table = correlation_of(
            folder / f"HS{later}toHS{earlier}_correlation.csv"
        )
        if set(table) != set(later_codes):
            odd = ", ".join(sorted(set(table) ^ set(later_codes)))
            sys.exit(f"HS {later}: not the codes of the edition: {odd}")
        print(f"constexpr Run k{later}To{earlier}[] = {{")
        count = 0
        for code in later_codes:
            if table[code] == {code}:
                continue
            for first, last in runs_of(table[code], earlier_codes):
                print(f"    {{0x{code}, 0x{first}, 0x{last}}},")
                count += 1
        print("};")
        print(f"HS {later} to HS {earlier}: {count} runs", file=sys.stderr)


if __name__ == "__main__":
    main()

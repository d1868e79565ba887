"""Prints the table of Harmonized System codes that the compiler carries.

Run it when an edition is added or corrected, from the top of the repository:

    python3 tools/hs_editions.py FOLDER > engine/hs/editions.inc

FOLDER holds one file per edition, hs2012.csv and so on, with a column `code`
that lists chapters, headings and subheadings. Only codes are read: the texts
belong to the World Customs Organization. The totals go to standard error, to
be compared with the ones it publishes.
"""

import csv
import pathlib
import re
import sys

EDITIONS = (2012, 2017, 2022)

# Chapter 77 is reserved. Chapters 98 and 99 are each country's own; statistics
# use 9999.99 for what they cannot classify.
CHAPTERS = {f"{n:02}" for n in range(1, 98) if n != 77}

# As many as fit in 80 columns.
WORDS_PER_LINE = 8


def codes_of(path):
    """The codes of one edition, checked to form a complete tree."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        listed = [row["code"] for row in csv.DictReader(file)]
    codes = {code for code in listed if code[:2] in CHAPTERS}
    for code in codes:
        if not re.fullmatch("([0-9]{2}){1,3}", code):
            sys.exit(f"{path}: `{code}` is not a code of 2, 4 or 6 digits")
    # The table holds subheadings only, so every other code must begin one, and
    # every subheading must have its heading and chapter.
    subheadings = {code for code in codes if len(code) == 6}
    derived = {code[:n] for code in subheadings for n in (2, 4, 6)}
    if derived != codes:
        sys.exit(f"{path}: no tree at {', '.join(sorted(derived ^ codes))}")
    return codes


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: hs_editions.py FOLDER")
    folder = pathlib.Path(sys.argv[1])

    editions_of = {}
    for bit, year in enumerate(EDITIONS):
        codes = codes_of(folder / f"hs{year}.csv")
        counts = [sum(len(code) == n for code in codes) for n in (2, 4, 6)]
        totals = "{} chapters, {} headings, {} subheadings".format(*counts)
        print(f"HS {year}: {totals}", file=sys.stderr)
        for code in codes:
            if len(code) == 6:
                editions_of[code] = editions_of.get(code, 0) | 1 << bit
    words = [f"0x{code}{bits:X}," for code, bits in sorted(editions_of.items())]
    print(f"{len(words)} distinct subheadings", file=sys.stderr)

    print("// The subheadings of the Harmonized System and their editions.")
    print("//")
    print("// Written by tools/hs_editions.py. A word is six digits of a code")
    print("// and a digit with bit i set when the code is in edition i.")
    print(f"constexpr int kEditions[] = {{{', '.join(map(str, EDITIONS))}}};")
    print("constexpr std::uint32_t kSubheadings[] = {")
    for i in range(0, len(words), WORDS_PER_LINE):
        print("".join(words[i : i + WORDS_PER_LINE]))
    print("};")


if __name__ == "__main__":
    main()

# Reads what `origo test --format junit` writes with the parser of Python, hostile text included.
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as tree

RULES = """agreement T "<&>"
rule 8703 "]]> <!-- <?xml"
    require  CTH
    cite     "Annex 1"
case "quotes \\" ' and <b>&amp;</b> \t \x01 \u202e \ufffe \U0001f697"
    good      8703.23
    material  "</failure>" 8703.31 1.00 USD from JP non-originating
    expect    originating
case "passes"
    good      8703.23
    expect    originating
"""


def run(origo, *paths):
    done = subprocess.run([origo, "test", *paths, "--format", "junit"], capture_output=True)
    root = tree.fromstring(done.stdout)
    tests = list(root.iter("testcase"))
    assert root.tag == "testsuites" and int(root.get("tests")) == len(tests)
    for word in "failure", "error":
        assert int(root.get(word + "s")) == len(list(root.iter(word)))
        assert int(root.get(word + "s")) == sum(int(it.get(word + "s")) for it in root)
    return done.returncode, tests, list(root.iter("failure"))


origo = sys.argv[1]
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "hostile.roo")
    with open(path, "w", encoding="utf-8") as file:
        file.write(RULES)
    code, tests, failures = run(origo, path)
    assert code == 1 and len(tests) == 2 and len(failures) == 1
    assert "<b>&amp;</b>" in tests[0].get("name") and "</failure>" in failures[0].text
    code, tests, failures = run(origo, os.path.join(folder, "none.roo"))
    assert code == 3 and len(tests) == 1 and not failures
code, tests, failures = run(origo, "rules/nafta", "rules/usmca")
assert code == 0 and len(tests) > 50 and not failures

#!/bin/sh
# Makes what fuzzers begin with, out of the golden files and the packs:
# FOLDER/FUZZER holds inputs of each.
#
# usage: tests/fuzz/seeds.sh ORIGO FOLDER
set -eu
cd "$(dirname "$0")/../.."
origo=$1
folder=$2

for source in tests/fuzz/*.cpp; do
  fuzzer=$folder/$(basename "$source" .cpp)
  rm -rf "${fuzzer:?}"
  mkdir -p "$fuzzer"
done

# The files that stand in a golden file, after lines such as `#: bom.csv`.
files_of() {
  awk -v folder="$3" -v ending="$2" -v prefix="$(basename "$1" .roo)_" '
    /^#: / { file = $2 !~ "/" && index($2, ending) ? folder "/" prefix $2 : ""; next }
    /^#=/ { file = "" }
    file { print > file }' "$1"
}

for golden in tests/golden/*/*.roo; do
  group=$(basename "$(dirname "$golden")")
  name=${group}_$(basename "$golden" .roo)
  cp "$golden" "$folder/parser/$name.roo"
  sheets=$folder/csv_facts
  [ "$group" != inventory ] || sheets=$folder/events
  files_of "$golden" .csv "$sheets"
  files_of "$golden" .json "$folder/json_facts"
  files_of "$golden" .md "$folder/parser"
  case $name in
    *_fail_*) ;;
    *) "$origo" compile "$golden" -o "$folder/image/$name.roob" >/dev/null 2>&1 || true ;;
  esac
done
for pack in nafta usmca; do
  for file in rules/"$pack"/*.roo; do cp "$file" "$folder/parser/${pack}_$(basename "$file")"; done
done
cp examples/literate/*.md "$folder/parser"

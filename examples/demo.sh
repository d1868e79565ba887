#!/bin/sh
# The main job on real rules: worked examples, a car that misses its content, a threshold that moves.
set -eu
origo=${1:-build/release/origo}

title() { printf '\n%s\n%s\n\n' "$1" "$(printf '%s' "$1" | tr -c '' '=')"; }

title 'Official worked examples of the regulations of NAFTA and USMCA'
"$origo" test rules/nafta rules/usmca

title 'A bill of materials as brokers send it: what was read'
printf '$ origo eval rules/nafta examples/car/car.json --mapping\n\n'
# The car does not originate, which is exit code 1.
"$origo" eval rules/nafta examples/car/car.json --mapping || [ $? = 1 ]

title 'The same car, one part bought elsewhere'
printf 'The radio is made in Mexico now, and originates.\n\n'
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp examples/car/car.json "$folder/"
sed 's/;KR;pcs;1;290.00;;290.00;;/;MX;pcs;1;290.00;290.00;;0.00;/' examples/car/bom.csv >"$folder/bom.csv"
"$origo" eval rules/nafta "$folder/car.json" --brief

title 'What would 85 % regional and 50 % US content have meant? Forty models of 2017'
"$origo" sweep rules/proposal-2017 examples/portfolio/goods.jsonl --suppose us_content=0% \
  --threshold car_content --from 50% --to 90% --step 2.5% --chart "${TMPDIR:-/tmp}/origo-car-content.svg"

title 'And the US content alone, at the regional content of NAFTA'
"$origo" sweep rules/proposal-2017 examples/portfolio/goods.jsonl --suppose car_content=62.5% \
  --threshold us_content --from 0% --to 60% --step 5% --chart "${TMPDIR:-/tmp}/origo-us-content.svg"
printf '\nchart: %s\n' "${TMPDIR:-/tmp}/origo-car-content.svg" "${TMPDIR:-/tmp}/origo-us-content.svg"

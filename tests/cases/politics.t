#!/bin/sh
# Political statements pass, political attacks ask: sentences written before the rules and
# without sight of them (tests/cases/politics/). Whoever writes rules should not read them
# either, so what fails is named by its place, not by its words.
#
# The second pair of lists was written when the rules had been mended with the failures of
# the first in view, by somebody who had not seen the mended rules.
#
# A sentence in politics/known-misses is judged wrong today. It stays in the lists, is
# reported as TODO, and prove says so when it has come right: then strike it out there.
set -eu
dir=tests/cases/politics
least_statements=110 least_attacks=75 # that must be judged right
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# verdicts LIST: "LIST.txt:LINE<tab>VERDICT<tab>known|must" for each sentence of LIST.txt.
verdicts() {
	grep -v '^#' "$dir/$1.txt" | cut -f2 >"$out/marked"
	grep -vn '^#' "$dir/$1.txt" | cut -d: -f1 >"$out/numbers"
	tr -d '[]' <"$out/marked" | tests/support/screen-lines | cut -f1 >"$out/verdicts"
	paste "$out/numbers" "$out/verdicts" "$out/marked" | awk -F'\t' -v side="$1" '
		FILENAME != "-" { known[$0] = 1; next }
		{ print side ".txt:" $1 "\t" $2 "\t" (side "\t" $3 in known ? "known" : "must") }
	' "$dir/known-misses" -
}
for list in statements attacks statements-2 attacks-2; do
	verdicts $list
done >"$out/all"
awk -F'\t' -v statements="$least_statements" -v attacks="$least_attacks" '
	function ok(good, name, todo) {
		printf "%sok %d - %s%s\n", good ? "" : "not ", ++n, name, todo ? " # TODO known miss" : ""
	}
	{
		side = $1; sub(/(-2)?\.txt.*/, "", side)
		asks = $2 == "ask" || $2 == "block"
		good = side == "attacks" ? asks : ($2 == "pass" || $2 == "advise")
		all[side]++; right[side] += good
		ok(good, $1 " " (side == "attacks" ? "asks" : "needs no sign-off"), $3 == "known")
		if (!good && $3 != "known") print "#   the verdict is " $2
	}
	END {
		for (i = 1; i <= split("statements attacks", sides, " "); i++) {
			side = sides[i]
			ok(right[side] >= (side == "attacks" ? attacks : statements), sprintf("%d of %d %s are judged right", \
				right[side], all[side], side))
		}
		print "1.." n
	}
' "$out/all"

#!/bin/sh
# The verdict does not change when the names of parties, governments, people or movements
# are swapped: every sentence of tests/cases/politics/ and every example of the politics
# rules is judged once with each name of its kind, and must need a sign-off, by a politics
# rule or by another, with all of them or with none.
set -eu
dir=tests/cases/politics
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
tests/support/swap-actors "$dir/actors" "$dir"/statements*.txt "$dir"/attacks*.txt \
	policy/policy.md >"$out/sentences"
cut -f4 "$out/sentences" | tests/support/screen-lines | cut -f1,2 |
	paste "$out/sentences" - >"$out/judged"
awk -F'\t' '
	# What must be alike: is a sign-off needed, and is politics a reason for it.
	function answer(verdict, rules) {
		if (verdict != "ask" && verdict != "block")
			return verdict == "error" ? "error" : "fine"
		return rules ~ /(^|,)politics\// ? "asks for politics" : "asks"
	}
	function test(good, name) {
		printf "%sok %d - %s\n", good ? "" : "not ", ++tests, name
	}
	FILENAME == ARGV[1] { if ($0 !~ /^#/) order[++names] = $2; next }
	{
		a = answer($5, $6)
		if (!($1 in usual)) { place[++places] = $1; usual[$1] = a }
		count[$1, a]++
		if (count[$1, a] > count[$1, usual[$1]]) usual[$1] = a
		seen[$1, ++all[$1]] = $3; said[$1, all[$1]] = a
	}
	END {
		for (p = 1; p <= places; p++) {
			at = place[p]
			for (i = 1; i <= all[at]; i++) {
				name = seen[at, i]
				judged[name]++
				if (said[at, i] != usual[at]) {
					differs[name]++
					where[name] = where[name] "#   " at ": " said[at, i] ", others " usual[at] "\n"
				}
				pairs += all[at] - i
				for (j = i + 1; j <= all[at]; j++)
					apart += said[at, i] != said[at, j]
			}
		}
		for (i = 1; i <= names; i++) {
			name = order[i]
			test(judged[name] > 0 && !differs[name], sprintf( \
				"%s is judged as the others are (%d sentences, %d differ)", name, \
				judged[name], differs[name]))
			printf "%s", where[name]
		}
		test(places > 150, places " sentences name somebody")
		printf "# %d of %d pairs of names are judged differently\n", apart, pairs
		print "1.." tests
	}
' "$dir/actors" "$out/judged"

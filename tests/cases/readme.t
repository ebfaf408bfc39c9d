#!/bin/sh
# The transcript in README.md is what the program prints.
set -eu
echo 1..1
got=$(mktemp)
trap 'rm -f "$got" "$got.has"' EXIT
sh tests/support/readme-transcript "$DECORUM" >"$got"
# shellcheck disable=SC2016 # the backquotes are text
sed -n '/^```console$/,/^```$/p' README.md >"$got.has"
if cmp -s "$got" "$got.has"; then
	echo "ok 1 - the refused commit of the README"
else
	echo "not ok 1 - the refused commit of the README ('make accept' renews it)"
	diff -u "$got.has" "$got" | sed 's/^/# /' || true
fi

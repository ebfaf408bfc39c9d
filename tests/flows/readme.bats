#!/usr/bin/env bats
# The transcript in README.md is what the program prints, digest aside.
load helpers

setup() {
	TOP=$PWD
	flow_setup
	decorum init policy >/dev/null
	cd policy || return 1
	git add . && git commit -q -m "Start"
}
teardown() { flow_teardown; }

# The fenced block of README.md, and what came out, without digests.
block() { sed -n '/^```console$/,/^```$/p' "$TOP/README.md" | sed '1d;$d' | plain; }
plain() { sed 's/sha256:[0-9a-f.]*/sha256:.../'; }

@test "the refused commit of the README is refused with just these words" {
	{ printf -- '---\nid: news\nauthor: p-author\nproducts: [readable]\n---\n'
	  block | sed -n '/^\$ tail/,/^\$ git/p' | sed '1d;$d'; } >posts/news.md
	git add posts/news.md
	run git commit -m "News"
	[ "$status" -eq 1 ]
	[ "$(block | sed '1,/^\$ git add/d')" = "$(echo "$output" | plain)" ]
}

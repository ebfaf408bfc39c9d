#!/usr/bin/env bats
# What a change of the policy would have done to past posts.
load helpers

setup() {
	flow_setup
	cp -R "$BATS_TEST_DIRNAME/../cases/small" repo
	cd repo || return 1
	rm posts/*
	git init -q .
	# Dated posts, so that every commit has an id of its own.
	post alpha "What a muppet."
	post beta "A lovely day."
	git add . && git commit -q -m "Start" && git tag one
}
teardown() { flow_teardown; }

# post NAME TEXT: a post for tea-x; its id is its name.
post() {
	mkdir -p posts
	printf -- '---\nid: %s\nauthor: p-owner\nproducts: [tea]\n---\n%s\n' "$1" "$2" >"posts/$1.md"
}
commit() { git add -A . && git commit -q -m "$1"; }

# forbid WORD: a rule of its own under the first clause with rules.
forbid() { sed -i "s/^terms:/terms:\n  - $1/" policy/lexicons/insult.yaml; }

@test "a policy that did not change flips nothing" {
	expect 0 decorum impact HEAD
	says "2 posts judged, 0 flip" "to   work tree: policy bundle"
	expect 0 decorum impact one..HEAD
}

@test "a word more is stricter, the way back is looser" {
	forbid lovely
	expect 1 decorum impact HEAD
	says "2 posts judged, 1 flips: 1 stricter" "posts/beta.md in $(git rev-parse --short=12 one): pass -> block" \
		'6:3: now block tone/insult "lovely"' "by account:" "tea-x: 1 stricter"
	silent_about "alpha.md"
	commit "Forbid a word"
	git tag two
	expect 1 decorum impact two..one
	says "1 looser" "block -> pass" "was block tone/insult"
	expect 1 decorum impact one..two
	[ -z "$(git status --porcelain)" ]
}

@test "deleted and renamed posts are judged, once each" {
	git rm -q posts/beta.md
	git mv posts/alpha.md posts/later.md
	commit "Move and remove"
	forbid lovely
	expect 1 decorum impact HEAD
	says "2 posts judged" "posts/beta.md in $(git rev-parse --short=12 one)"
	sed -i 's/What a muppet/What a lovely muppet/' posts/later.md
	commit "Edit"
	expect 1 decorum impact one..HEAD
	says "2 posts judged, 2 flip"
	expect 1 decorum impact --all-versions one..HEAD
	says "3 versions judged, 2 flip"
}

@test "an edit on a branch that was merged counts, and the merge decides" {
	git checkout -q -b side
	post gamma "Hello there."
	commit "Side"
	post gamma "A lovely hello."
	commit "Side again"
	git checkout -q main
	post delta "Nothing."
	commit "Main"
	git merge -q --no-edit side
	forbid lovely
	commit "Forbid a word"
	expect 1 decorum impact HEAD~1..HEAD
	says "4 posts judged, 2 flip: 2 stricter" "posts/gamma.md"
	expect 1 decorum impact --all-versions HEAD~1..HEAD
	says "5 versions judged, 2 flip"
}

@test "json says the same" {
	forbid lovely
	run decorum impact --format=json HEAD
	[ "$status" -eq 1 ]
	says '"format":"decorum-impact/1"' '"judged":2' '"stricter":1,"looser":0' \
		'"path":"posts/beta.md","post":"beta"' '"before":"pass","after":"block","accounts":["tea-x"]' \
		'"text":"lovely"' '"complete":true'
}

@test "what is no range, no revision or no policy is wrong use" {
	expect 2 decorum impact
	says "one range is expected"
	for range in "" .. ..HEAD HEAD...one; do
		expect 2 decorum impact "$range"
		says "is no range"
	done
	expect 2 decorum impact nowhere..HEAD
	says "there is no commit named 'nowhere'"
	expect 2 decorum impact one..nowhere
	expect 2 decorum impact --format=xml HEAD
	git checkout -q --orphan bare && git rm -q -r --cached . && git commit -q --allow-empty -m "Nothing"
	git tag empty && git checkout -q -f main
	expect 2 decorum impact empty..HEAD
	says "in empty: no decorum.yaml"
	cd .. && mkdir elsewhere && cd elsewhere || return 1
	expect 2 decorum impact HEAD
}

@test "a policy that does not compile is named, with what is wrong in it" {
	printf '\n```decorum\nclause: broken\nkept_by: rule\nrules:\n  - id: tone/broken\n    levle: block\n```\n' >>policy/policy.md
	expect 2 decorum impact HEAD
	says "levle" "in work tree: the policy does not compile"
	commit "Break it"
	git tag broken
	git revert --no-edit HEAD >/dev/null
	expect 2 decorum impact broken..HEAD
	says "in broken: the policy does not compile"
}

@test "no post, nothing judged" {
	git rm -q -r posts && git commit -q --amend -m "Start without posts"
	expect 4 decorum impact HEAD
	says "0 posts judged"
}

@test "a shallow clone is said to be incomplete" {
	post beta "A lovely evening."
	commit "Second"
	git clone -q --depth=1 "file://$PWD" ../shallow
	cd ../shallow || return 1
	forbid lovely
	expect 1 decorum impact HEAD
	says "1 flips" "the history is incomplete"
	run decorum impact --format=json HEAD
	says '"complete":false'
}

@test "odd files are counted, hidden ones are no posts" {
	ln -s alpha.md posts/link.md
	head -c 70000 /dev/zero | tr '\0' 'a' >posts/large.md
	mkdir posts/.hidden && cp posts/alpha.md posts/.hidden/
	echo "see" >posts/notes.txt
	commit "Odd files"
	expect 0 decorum impact HEAD
	says "2 posts judged" "2 not judged"
}

@test "masked words stay masked" {
	sed -i 's/say: /mask: true\n    say: /' policy/policy.md
	forbid lovely
	expect 1 decorum impact HEAD
	silent_about "lovely"
	expect 1 decorum impact --reveal HEAD
	says "lovely"
}

@test "a rule for corrections judges corrections" {
	printf -- '---\nid: gamma\nauthor: p-owner\nproducts: [tea]\ncorrects: {post: alpha, what: The tone.}\n---\n%s\n' \
		"You clown." >posts/gamma.md
	post alpha "You clown."
	sed -i 's/terms: insult/terms: insult\n    when: correction/' policy/policy.md
	commit "A correction"
	sed -i '/when: correction/d' policy/policy.md
	expect 1 decorum impact HEAD
	says "3 posts judged, 1 flips" "posts/alpha.md"
	silent_about "gamma"
}

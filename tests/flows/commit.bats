#!/usr/bin/env bats
load helpers

bad='We earned $84k last month. You are a complete idiot if you miss recieving this.'
good='We have news for people who write. Have a look.'

setup() {
	flow_setup
	decorum init policy >/dev/null
	cd policy || return 1
	git add . && git commit -q -m "Start"
}
teardown() { flow_teardown; }

@test "a bad post is refused with the words, the clause and a way out" {
	write_post posts/news.md "$bad"
	git add posts
	expect 1 git commit -q -m news
	says "posts/news.md:6:" "[spelling/" "recieving" "^~" "policy:" "write: \"receiving\"" \
		"[confidential/" "[tone/" "verdict: block" "policy bundle sha256:" \
		"the commit was refused"
	[ "$(git rev-list --count HEAD)" = 1 ]
}

@test "the staged bytes are judged, not the work tree" {
	write_post posts/news.md "$bad"
	git add posts
	write_post posts/news.md "$good"
	expect 1 git commit -q -m news
	git add posts
	write_post posts/news.md "$bad"
	expect 0 git commit -q -m news
	[ "$(git show HEAD:posts/news.md | tail -1)" = "$good" ]
	[ "$(tail -1 posts/news.md)" = "$bad" ]
}

@test "commit -a and commit PATH are judged by what they commit" {
	write_post posts/one.md "$good"
	write_post posts/two.md "$good"
	git add . && git commit -q -m two
	write_post posts/one.md "$bad"
	expect 1 git commit -q -a -m bad
	write_post posts/two.md "$good More of it."
	git add posts/one.md
	expect 0 git commit -q -m "only two" posts/two.md
	expect 1 git commit -q -m "one too" posts/one.md
}

@test "a linked worktree, a subfolder and --git-dir work" {
	git worktree add -q ../linked
	(cd ../linked && write_post posts/news.md "$bad" && git add .)
	expect 1 git -C ../linked commit -q -m bad
	(cd ../linked && write_post posts/news.md "$good" && git add .)
	expect 0 git -C ../linked commit -q -m good
	write_post posts/here.md "$bad"
	git add .
	expect 1 git -C posts commit -q -m bad
	cd /
	expect 1 git --git-dir="$SCRATCH/policy/.git" --work-tree="$SCRATCH/policy" \
		commit -q -m bad
}

@test "a commit that touches no post is nobody's business" {
	echo more >>README.md
	git add README.md
	expect 0 git commit -q -m readme
	[ -z "$output" ]
	git rm -q -r posts/2026
	expect 0 git commit -q -m gone
}

@test "a staged policy judges the posts staged with it, and must compile" {
	sed -i 's/^    level: .*/    level: nonsense/' policy/policy.md
	git add policy
	expect 1 git commit -q -m policy
	says "policy/policy.md:" "nonsense" "nothing was judged"
}

@test "a symbolic link, a huge file and a broken file under posts are refused" {
	ln -s /etc/passwd posts/link.md
	git add posts
	expect 1 git commit -q -m link
	says "posts/link.md" "symbolic link"
	silent_about "root:"
	git rm -q --cached posts/link.md && rm posts/link.md
	head -c 10000000 /dev/zero | tr '\0' 'a' >posts/big.md
	git add posts
	expect 1 git commit -q -m big
	says "posts/big.md" "64 KB"
	git rm -q --cached posts/big.md && rm posts/big.md
	write_post posts/bytes.md "$(printf 'caf\351 au lait')"
	git add posts
	expect 1 git commit -q -m bytes
	says "posts/bytes.md:6:" "UTF-8"
}

@test "a hook whose program is gone stops the commit and says why" {
	sed -i "s|^DECORUM=.*|DECORUM=/nowhere/decorum|" .git/hooks/pre-commit
	write_post posts/news.md "$good"
	git add posts
	expect 1 env PATH=/usr/bin:/bin git commit -q -m news
	says "not where this hook expects it" "hint:"
}

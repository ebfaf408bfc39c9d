#!/usr/bin/env bats
load helpers
setup() { flow_setup; }
teardown() { flow_teardown; }

@test "init writes a repository whose posts pass and whose hook is active" {
	expect 0 decorum init policy
	says "files written" "hook installed: pre-commit" "decorum check"
	cd policy
	expect 0 decorum hooks status
	says "pre-commit: active"
	expect 0 decorum check
	says "posts checked" "policy bundle sha256:"
	expect 0 decorum test
	says " 0 failed"
	git add .
	expect 0 git commit -q -m "Start"
}

@test "init needs no key, but --commit does, and says so before it writes" {
	expect 2 decorum init --commit policy
	says "key" "way out:"
	[ ! -e policy/decorum.yaml ]
}

@test "init --commit makes the first commit, signed, good to git" {
	flow_sign author
	expect 0 decorum init --commit policy
	cd policy
	expect 0 git log -1 --format='%G? %GS %s'
	says "G author@example.com Start the policy repository"
	expect 0 git status --porcelain
	[ -z "$output" ]
	expect 2 decorum init --commit .
	says "has commits already"
}

@test "init overwrites nothing and gives every repository an id of its own" {
	mkdir policy && echo "mine" >policy/README.md && echo secret >policy/.env
	expect 0 decorum init policy
	says "README.md is there already and was left as it is"
	[ "$(cat policy/README.md)" = mine ]
	before=$(cat policy/decorum.yaml)
	expect 0 decorum init policy
	[ "$(cat policy/decorum.yaml)" = "$before" ]
	says "stayed as they are"
	expect 0 decorum init other
	[ "$(cat other/decorum.yaml)" != "$before" ]
}

@test "init --commit commits what it wrote and nothing else" {
	flow_sign author
	mkdir policy && echo secret >policy/.env
	expect 0 decorum init --commit policy
	cd policy
	[ -z "$(git ls-files .env)" ]
	[ "$(git status --porcelain)" = "?? .env" ]
}

@test "init makes no repository inside another by accident" {
	git init -q outer
	mkdir outer/inner && cd outer/inner
	expect 2 decorum init
	says "lies inside a git repository" "way out:"
	[ ! -e decorum.yaml ]
	expect 0 decorum init named
	[ -d named/.git ]
	cd .. && expect 0 decorum init
	[ -x .git/hooks/pre-commit ]
}

@test "somebody else's hook is left alone, and the way out is said" {
	git init -q policy
	printf '#!/bin/sh\nexit 0\n' >policy/.git/hooks/pre-commit
	chmod +x policy/.git/hooks/pre-commit
	expect 3 decorum init policy
	says "there is a pre-commit hook already" "add this line to it"
	[ "$(sed -n 2p policy/.git/hooks/pre-commit)" = "exit 0" ]
	cd policy
	expect 0 decorum hooks remove
	[ -e .git/hooks/pre-commit ]
	expect 3 decorum hooks install
}

@test "a hook that somebody added lines to is theirs" {
	decorum init policy >/dev/null
	cd policy
	echo 'my-lint || exit 1' >>.git/hooks/pre-commit
	expect 3 decorum hooks install
	says "there is a pre-commit hook already"
	expect 1 decorum hooks status
	decorum hooks remove
	[ "$(tail -1 .git/hooks/pre-commit)" = 'my-lint || exit 1' ]
}

@test "the hook goes where core.hooksPath says, but not where it serves every repository" {
	git init -q policy
	git -C policy config core.hooksPath "$SCRATCH/hooks here"
	expect 0 decorum init policy
	[ -x "$SCRATCH/hooks here/pre-commit" ]
	cd policy
	expect 0 decorum hooks remove
	says "not installed"
	[ ! -e "$SCRATCH/hooks here/pre-commit" ]
	cd ..
	git config --global core.hooksPath "$SCRATCH/shared"
	expect 3 decorum init other
	says "the hooks of all your repositories" "way out:"
	[ ! -e "$SCRATCH/shared/pre-commit" ]
}

@test "the hook lets a repository that is none of ours be" {
	git init -q plain && cd plain
	echo x >x && git add x
	expect 0 decorum hook pre-commit
	[ -z "$output" ]
}

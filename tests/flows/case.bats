#!/usr/bin/env bats
# A breach case from its opening to its explanation, with real git, age and ssh-keygen;
# every refusal with its exit code; and every way to change the record afterwards.

bats_require_minimum_version 1.5.0

setup_file() {
	export HOME="$BATS_FILE_TMPDIR/home" GIT_CONFIG_NOSYSTEM=1
	export DECORUM_NOW=2026-11-24T09:00:00Z
	mkdir "$HOME"
	git config --global user.name 'Somebody' && git config --global user.email s@example.com
	git config --global init.defaultBranch main
	git config --global gpg.format ssh
	for who in handler rep other subject stranger; do
		ssh-keygen -q -t ed25519 -N '' -C '' -f "$HOME/$who"
		age-keygen -o "$HOME/$who.age" 2>/dev/null
	done
	# The path of an agent's socket cannot be long.
	GNUPGHOME=$(mktemp -d /tmp/decorum-gpg-XXXXXX)
	export GNUPGHOME
	for who in handler decider-2 stranger 'Sam Body <sam@example.com>'; do
		gpg --batch --quiet --passphrase '' --quick-gen-key "$who" ed25519 sign never 2>/dev/null
	done
	mkdir "$BATS_FILE_TMPDIR/empty" "$BATS_FILE_TMPDIR/told"
	cd "$BATS_FILE_TMPDIR/empty"
	"$DECORUM" init policy >init.log 2>&1
	cd policy
	write_people
	commit_all 2026-10-01T00:00:00Z first
	"$DECORUM" compile >/dev/null
	as handler
	"$DECORUM" case init
	tell_story
}

teardown_file() {
	gpgconf --kill gpg-agent
	rm -rf "$GNUPGHOME"
}

# The whole story once, for the tests that look at it and change it.
tell_story() {
	local id
	cp -R "$BATS_FILE_TMPDIR/empty/." "$BATS_FILE_TMPDIR/told/"
	cd "$BATS_FILE_TMPDIR/told/policy"
	export DECORUM_NOW=2026-11-24T10:00:00Z
	echo 'It says FREE MONEY.' |
		"$DECORUM" case open --clause politics --clause slurs --subject p-subject \
			--reporter p-other --decider p-rep --conduct-on 2026-11-02
	id=$("$DECORUM" case list | cut -c1-12)
	DECORUM_NOW=2026-11-24T11:00:00Z "$DECORUM" case invite "$id" --deadline 2026-11-30
	echo 'It was a joke.' | DECORUM_NOW=2026-11-25T09:00:00Z "$DECORUM" case statement "$id"
	as rep
	echo 'Nobody laughed.' | DECORUM_NOW=2026-11-26T09:00:00Z \
		"$DECORUM" case decide "$id" --clause politics --outcome breach
	DECORUM_NOW=2026-11-27T09:00:00Z "$DECORUM" case explain "$id"
	echo "$id" >"$BATS_FILE_TMPDIR/told/id"
}

key() { cut -d' ' -f1,2 "$HOME/$1.pub"; }
recipient() { age-keygen -y "$HOME/$1.age"; }
as() { git config user.signingKey "$HOME/$1.pub"; }

# write_people [ROLES OF THE HANDLER]
write_people() {
	cat >people.yaml <<-END
	people:
	  p-subject:
	    roles: [author]
	    manager: p-manager
	    keys: [{ssh: $(key subject)}]
	  p-manager:
	    roles: [author, manager]
	  p-handler:
	    roles: [${1:-case-handler}]
	    keys: [{ssh: $(key handler), from: 2026-01-01}]
	    age: $(recipient handler)
	  p-rep:
	    roles: [company-representative]
	    keys: [{ssh: $(key rep)}]
	    age: $(recipient rep)
	  p-other:
	    roles: [company-representative, author]
	    keys: [{ssh: $(key other)}]
	    age: $(recipient other)
	END
}

commit_all() {
	git add .
	GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git commit -q --no-verify -m "$2"
}

# begin empty|told: a copy of that state, and into its policy repository.
begin() {
	rm -rf "$BATS_TEST_TMPDIR/story"
	cp -R "$BATS_FILE_TMPDIR/$1" "$BATS_TEST_TMPDIR/story"
	cd "$BATS_TEST_TMPDIR/story/policy"
	cases=$BATS_TEST_TMPDIR/story/policy-cases.git
	export DECORUM_NOW=2026-11-28T09:00:00Z
	[ "$1" = empty ] || id=$(cat ../id)
	as handler
}

# gives CODE COMMAND...: that exit code exactly; output in $output
gives() {
	local want=$1
	shift
	run "$@" </dev/null
	[ "$status" -eq "$want" ] || { echo "exit $status: $output"; return 1; }
}
# telling TEXT CODE COMMAND...: the same with TEXT on standard input
telling() {
	local text=$1 want=$2
	shift 2
	run "$@" <<<"$text"
	[ "$status" -eq "$want" ] || { echo "exit $status: $output"; return 1; }
}
has() { case $output in *"$1"*) ;; *) echo "no '$1' in: $output"; return 1 ;; esac; }
has_not() { case $output in *"$1"*) echo "'$1' in: $output"; return 1 ;; esac; }
decorum() { "$DECORUM" "$@"; }

open_case() {
	telling 'What is said to have happened.' 0 decorum case open --clause politics \
		--subject p-subject --decider p-rep "$@"
	id=$(decorum case list | tail -1 | cut -c1-12)
}

# ---- the story ----

@test "a case goes from its opening to its explanation and verifies" {
	begin told
	gives 0 decorum case verify
	has '1 case, 5 events, 1 decision; 4 events under an anchor'
	has 'the chain holds'
	has 'What this cannot show'
	gives 0 decorum case list
	has "$id  2026-11-27  explain"
}

@test "verifying needs no key at all" {
	begin told
	rm -f "$HOME"/none
	HOME=$BATS_TEST_TMPDIR gives 0 decorum case verify "$id"
	has 'the chain holds'
}

@test "the decision is one signed commit that git calls good" {
	begin told
	git config gpg.ssh.allowedSignersFile "$cases/allowed_signers"
	[ "$(git log -1 --format='%G? %an %ae %cn %ce')" = 'G decider decider@ledger decider decider@ledger' ]
	gives 0 git log -1 --show-signature
	has 'Good "git" signature for s-'
	has 'Record a decision of the breach process'
	has 'Decorum-Outcome: breach'
	[ "$(git diff --name-only HEAD~1 | grep -c .)" -eq 1 ]
	git diff --name-only HEAD~1 | grep -q '^ledger/2026/[0-9a-f]\{16\}$'
	[ -z "$(git status --porcelain)" ]
	[ "$(git log --format=%s --grep='^Decorum-Decision: ' | grep -c .)" -eq 1 ]
}

@test "every event is a commit that git calls good, in the name of a role" {
	begin told
	gives 0 git -C "$cases" -c gpg.ssh.allowedSignersFile="$cases/allowed_signers" log \
		--format='%G? %an %ae %ai' "refs/cases/$id"
	[ "${#lines[@]}" -eq 5 ]
	[ "${lines[4]}" = "G handler handler@case-$id 2026-11-24 10:00:00 +0000" ]
	[ "${lines[1]}" = "G decider decider@case-$id 2026-11-26 09:00:00 +0000" ]
	git -C "$cases" fsck --strict
}

@test "the case repository only grows, and keeps a log of every ref" {
	begin told
	[ "$(git -C "$cases" config core.logAllRefUpdates)" = always ]
	[ "$(git -C "$cases" config receive.denyDeletes)" = true ]
	[ "$(git -C "$cases" config receive.denyNonFastForwards)" = true ]
	[ "$(git -C "$cases" config receive.fsckObjects)" = true ]
	[ "$(git -C "$cases" reflog "refs/cases/$id" | grep -c .)" -eq 5 ]
}

@test "handler and decider read the case, others see only what stands in clear" {
	begin told
	for who in handler rep; do
		gives 0 decorum case show "$id" --identity "$HOME/$who.age"
		has 'about: p-subject'
		has 'reported by: p-other'
		has 'it happened on: 2026-11-02'
		has '| It says FREE MONEY.'
		has '| It was a joke.'
		has '| Nobody laughed.'
	done
	for who in other subject; do
		gives 0 decorum case show "$id" --identity "$HOME/$who.age"
		has 'not sealed to this identity'
		has_not p-subject
		has_not joke
	done
	gives 0 decorum case show "$id"
	has 'outcome: breach'
	has_not p-subject
	has_not joke
	git config decorum.identity "$HOME/rep.age"
	gives 0 decorum case show "${id:0:4}"
	has '| Nobody laughed.'
}

@test "nothing about the persons stands in clear in either repository" {
	begin told
	for repo in "$cases" .git; do
		git -C "$repo" cat-file --batch --batch-all-objects --buffer >all
		# The list of people belongs into the policy repository, and the policy may
		# speak of jokes: of that one only what the decision added is looked at.
		[ "$repo" = "$cases" ] || git show --format=raw HEAD >all
		for word in p-subject p-handler p-rep p-other FREE joke laughed 2026-11-02 \
			Somebody example.com; do
			! grep -aq -- "$word" all || { echo "$word in $repo"; return 1; }
		done
	done
	! grep -rlaE 'p-subject|p-handler|p-rep|p-other|joke|2026-11-02|Somebody' "$cases" ||
		return 1
	! git -C "$cases" for-each-ref | grep -E 'subject|handler' || return 1
}

@test "payloads have one size, and the sealed key does not tell for how many it is" {
	begin told
	sizes=$(git -C "$cases" rev-list "refs/cases/$id" |
		while read -r c; do git -C "$cases" cat-file -s "$c:payload.age"; done | sort -u)
	[ "$(echo "$sizes" | grep -c .)" -eq 1 ]
	[ "$(git -C "$cases" cat-file -p "refs/casekeys/$id:key.age" | grep -ac '^-> X25519')" -eq 8 ]
	[ "$(git -C "$cases" rev-list --count "refs/casekeys/$id")" -eq 1 ]
}

@test "no step leaves a file behind" {
	begin empty
	mkdir "$BATS_TEST_TMPDIR/tmp"
	export TMPDIR=$BATS_TEST_TMPDIR/tmp
	telling 'text' 0 "$DECORUM" case open --clause politics --subject p-subject --decider p-rep
	[ -z "$(ls -A "$TMPDIR")" ]
	[ -z "$(git status --porcelain)" ]
}

@test "the policy of the day of the conduct is pinned" {
	begin empty
	echo decorumish >>policy/words.txt
	commit_all 2026-11-20T00:00:00Z 'Another policy'
	decorum compile >/dev/null
	open_case --conduct-on 2026-11-19
	git -C "$cases" cat-file -p "refs/cases/$id:event" >event
	now=$(decorum bundle digest)
	grep -qx "policy: $now" event
	! grep -qx "judged-by: $now" event
	grep -qE '^judged-by: sha256:[0-9a-f]{64}$' event
	telling x 2 decorum case open --clause politics --subject p-subject --conduct-on 2026-09-01
	has 'held no policy yet'
	telling x 2 decorum case open --clause politics --subject p-subject --conduct-on 2027-01-01
	has 'has not come yet'
	rm event
}

@test "a case about two persons waits for both; refusing and silence are answers" {
	begin empty
	telling x 0 decorum case open --clause politics --subject p-subject --subject p-manager \
		--decider p-rep
	id=$(decorum case list | cut -c1-12)
	gives 2 decorum case invite "$id"
	has '--person N'
	gives 0 decorum case invite "$id" --person 1 --deadline 2026-12-01
	gives 0 decorum case statement "$id" --person 1 --declined
	as rep
	telling x 1 decorum case decide "$id" --outcome no-breach
	has 'person 2 was not asked'
	as handler
	gives 0 decorum case invite "$id" --person 2 --deadline 2026-12-01T12:00:00Z
	DECORUM_NOW=2026-12-01T12:00:00Z gives 1 decorum case statement "$id" --person 2 --silent
	has 'may answer until 2026-12-01T12:00:00Z'
	has 'breach-investigate: "'
	export DECORUM_NOW=2026-12-01T12:00:01Z
	gives 0 decorum case statement "$id" --person 2 --silent
	as rep
	telling x 0 decorum case decide "$id" --outcome no-breach
	gives 0 decorum case verify
}

# ---- refusals ----

@test "each step before its time is refused, with the sentence of the policy" {
	begin empty
	open_case
	as rep
	telling x 1 decorum case decide "$id" --outcome breach
	has 'person 1 was not asked for their version of events (breach-investigate: "'
	has "decorum case invite $id --person 1"
	gives 1 decorum case explain "$id"
	has 'nothing is decided yet that could be explained (breach-explain: "'
	as handler
	telling x 1 decorum case statement "$id"
	has 'this person was not asked for their version of events (breach-investigate: "'
	gives 0 decorum case invite "$id"
	as rep
	telling x 1 decorum case decide "$id" --outcome breach
	has 'neither an answer, a refusal to answer nor silence is recorded'
	[ "$(git -C "$cases" rev-list --count "refs/cases/$id")" -eq 2 ]
	[ ! -e ledger/2026 ]
}

@test "after the decision nothing is heard, decided or explained twice" {
	begin told
	gives 1 decorum case invite "$id"
	has 'decided already'
	telling x 1 decorum case statement "$id"
	has 'decided already'
	as rep
	telling x 1 decorum case decide "$id" --outcome breach
	has 'the case is decided already (breach-decide: "'
	gives 1 decorum case explain "$id"
	has 'explained already'
}

@test "only those appointed decide, and nobody who is involved or handles the case" {
	begin empty
	telling x 2 decorum case open --clause politics --subject p-subject
	has '2 persons could decide'
	telling x 1 decorum case open --clause politics --subject p-other --decider p-other
	has 'p-other is a person whom the case is about (breach-decide: "'
	telling x 1 decorum case open --clause politics --subject p-subject --reporter p-rep \
		--decider p-rep
	has 'p-rep reported it (breach-decide: "'
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-handler
	has 'p-handler handles the case'
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-manager
	has 'does not hold the role company-representative'
	telling x 1 decorum case open --clause politics --subject p-handler --decider p-rep
	has 'cannot handle it (breach-process: "'
	telling x 1 decorum case open --clause politics --subject p-rep --subject p-other
	has 'nobody is left who could decide'
	open_case
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
	as other
	telling x 1 decorum case decide "$id" --outcome breach
	has 'not appointed to decide'
	as handler
	telling x 1 decorum case decide "$id" --outcome breach
	has 'the role company-representative, which p-handler does not hold'
	as rep
	gives 1 decorum case invite "$id"
	has 'the role case-handler, which p-rep does not hold'
	telling x 1 decorum case decide "$id" --outcome breach --clause slurs
	has 'nobody was heard about clause slurs'
}

@test "one who handled the case does not decide it, even with both roles" {
	begin empty
	write_people 'case-handler, company-representative'
	commit_all 2026-11-20T00:00:00Z 'Both roles'
	gives 0 decorum case init
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-handler
	has 'p-handler handles the case'
	open_case
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
	telling x 1 decorum case decide "$id" --outcome breach
	has 'whoever handled the case does not decide it (breach-decide: "'
}

@test "wrong use is told apart: exit 2 and a way out" {
	begin empty
	open_case
	gives 2 decorum case
	gives 2 decorum case opne
	has "did you mean 'open'"
	telling x 2 decorum case open --clause politic --subject p-subject
	has 'did you mean politics?'
	telling x 2 decorum case open --clause politics --subject p-nobody
	has 'p-nobody is nobody in people.yaml'
	telling x 2 decorum case open --subject p-subject
	telling x 2 decorum case open --clause politics
	telling x 2 decorum case open --clause politics --clause politics --subject p-subject
	telling x 2 decorum case open --clause politics --subject p-subject --subject p-subject
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep \
		--decider p-rep
	has 'p-rep is named twice'
	telling '' 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'the text is empty'
	gives 2 decorum case invite ffff
	has 'there is no case ffff'
	gives 2 decorum case invite
	gives 2 decorum case invite "$id" extra
	gives 2 decorum case invite "$id" --deadline soon
	gives 1 decorum case invite "$id" --deadline 2026-11-27
	has 'leaves no time'
	gives 2 decorum case statement "$id" --declined --silent
	as rep
	gives 2 decorum case decide "$id" --outcome maybe
	gives 2 decorum case show
	cd "$BATS_TEST_TMPDIR" && gives 2 decorum case list
}

@test "the case repository stays out of every work tree" {
	begin empty
	gives 1 decorum case init inside/cases.git
	has 'inside a git work tree'
	[ ! -e inside ]
	gives 0 decorum case init
	has 'up to date'
	mkdir ../folder && touch ../folder/file
	gives 3 decorum case init ../folder
	gives 1 decorum case init ../second.git
	has 'the policy repository pins the registry of another case repository'
	[ ! -e ../second.git ]
	git rm -q ledger/registry
	commit_all 2026-11-24T00:00:00Z 'Begin anew'
	gives 0 decorum case init ../second.git
	has '--cases'
	gives 4 decorum case verify --cases ../second.git
}

@test "without a signing key, without age: nothing is written and the way out is told" {
	begin empty
	git config --unset user.signingKey
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'user.signingKey'
	git config user.signingKey "$HOME/stranger.pub"
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'belongs to nobody in people.yaml'
	as handler
	mkdir "$BATS_TEST_TMPDIR/bin"
	for tool in git ssh-keygen; do ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin/"; done
	PATH="$BATS_TEST_TMPDIR/bin" telling x 3 "$DECORUM" case open --clause politics \
		--subject p-subject --decider p-rep
	has 'apt install age'
	rm "$BATS_TEST_TMPDIR/bin/ssh-keygen"
	ln -s "$(command -v age)" "$(command -v age-keygen)" "$BATS_TEST_TMPDIR/bin/"
	PATH="$BATS_TEST_TMPDIR/bin" telling x 3 "$DECORUM" case open --clause politics \
		--subject p-subject --decider p-rep
	has 'ssh-keygen'
	[ -z "$(git -C "$cases" for-each-ref refs/cases refs/casekeys)" ]
}

@test "init says what is missing: people, keys, roles" {
	begin empty
	rm -rf "$cases"
	gives 2 decorum case list
	has "'decorum case init' makes it"
	as subject
	gives 1 decorum case init
	as handler
	sed -i '/age:/d' people.yaml
	commit_all 2026-11-20T00:00:00Z 'No recipients'
	gives 2 decorum case init
	has 'age-keygen'
	sed -i 's/roles: \[author\]/roles: [autor]/' people.yaml
	commit_all 2026-11-20T00:00:00Z 'A slip'
	gives 2 decorum case init
	has 'people.yaml:3:'
	git rm -q people.yaml && git commit -qm 'No people'
	gives 2 decorum case init
	has 'people.yaml is not in the last commit'
	[ ! -e "$cases" ]
}

@test "a change of people.yaml is told until the registry follows" {
	begin told
	sed -i 's/roles: \[company-representative\]/roles: [author]/' people.yaml
	commit_all 2026-11-28T00:00:00Z 'Another representative'
	gives 1 decorum case verify
	has "has the open role company-representative, and not in people.yaml"
	has "'decorum case init' closes it [case/registry]"
	gives 0 decorum case init
	gives 0 decorum case verify
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'p-rep does not hold the role'
}

@test "a key whose time is over signs nothing new, and what it signed stays good" {
	begin told
	sed -i 's/from: 2026-01-01/from: 2026-01-01, until: 2026-11-27/' people.yaml
	commit_all 2026-11-28T00:00:00Z 'The handler leaves'
	as rep
	gives 0 decorum case init
	as handler
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'not valid in the case registry now'
	gives 0 decorum case verify
	has 'the chain holds'
}

@test "a decision whose ledger line could not be written is completed later" {
	begin empty
	open_case
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
	as rep
	echo 'in the way' >ledger/2026
	telling reasons 1 decorum case decide "$id" --outcome breach
	has 'not in the ledger yet'
	[ "$(git -C "$cases" rev-list --count "refs/cases/$id")" -eq 4 ]
	gives 1 decorum case verify
	has 'the decision is not in the ledger'
	has "decorum case decide $id"
	rm ledger/2026
	gives 0 decorum case decide "$id"
	has 'it is in the ledger now'
	gives 0 decorum case verify
	[ "$(git -C "$cases" rev-list --count "refs/cases/$id")" -eq 4 ]
	[ "$(git -C "$cases" rev-list --count refs/meta/case-anchors)" -eq 1 ]
}

@test "two steps at the same time: one stands on the other, or is refused" {
	begin empty
	open_case
	local pids=() failed=0
	for i in 1 2 3 4; do
		decorum case invite "$id" --deadline "2026-12-0$i" </dev/null >/dev/null 2>&1 &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do wait "$pid" || failed=$((failed + 1)); done
	[ "$failed" -lt 4 ]
	[ "$(git -C "$cases" rev-list --count "refs/cases/$id")" -eq $((5 - failed)) ]
	gives 0 decorum case verify
}

@test "a decision that is killed at any moment is not there, or can be completed" {
	begin empty
	open_case
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
	as rep
	cp -R "$BATS_TEST_TMPDIR/story" "$BATS_TEST_TMPDIR/heard"
	for ms in 01 02 03 04 05 06 08 10 13 20; do
		rm -rf "$BATS_TEST_TMPDIR/story"
		cp -R "$BATS_TEST_TMPDIR/heard" "$BATS_TEST_TMPDIR/story"
		cd "$BATS_TEST_TMPDIR/story/policy"
		run timeout -s KILL "0.$ms" "$DECORUM" case decide "$id" --outcome breach <<<why
		# As git says itself: a lock of a process that is gone is removed by hand.
		find . "$cases" -name '*.lock' -delete
		gives 0 git -C "$cases" fsck --strict
		gives 0 git fsck --strict
		telling why 0 decorum case decide "$id" --outcome breach || has 'decided already'
		gives 0 decorum case verify
		has '4 events, 1 decision; 4 events under an anchor'
		[ "$(git ls-files ledger/2026 | grep -c .)" -eq 1 ]
		[ -z "$(git status --porcelain)" ]
	done
}

# ---- changing the record afterwards ----

in_cases() { git -C "$cases" "$@"; }
commit_at() { in_cases rev-list --reverse "refs/cases/$id" | sed -n "$1p"; }
digest() { sha256sum | cut -d' ' -f1; }

# A tree of an event (standard input) and the payload of commit $1.
tree_of() {
	local event payload
	event=$(in_cases hash-object -w --stdin)
	payload=$(in_cases rev-parse "$1:payload.age")
	printf '100644 blob %s\tevent\n100644 blob %s\tpayload.age\n' "$event" "$payload" |
		in_cases mktree
}

# forge TREE WHO [PARENT]: a commit as decorum makes it, signed by WHO ("" for nobody).
forge() {
	local event actor when sign=
	event=$(in_cases cat-file -p "$1:event")
	actor=$(sed -n 's/^actor: //p' <<<"$event")
	when=$(sed -n 's/^recorded: //p' <<<"$event")
	[ -z "$2" ] || sign=-S
	printf 'Case event\n\nEvent: sha256:%s\n' "$(in_cases cat-file -p "$1:event" | digest)" |
		GIT_AUTHOR_NAME=${actor%@*} GIT_AUTHOR_EMAIL=$actor GIT_AUTHOR_DATE="$when" \
			GIT_COMMITTER_NAME=${actor%@*} GIT_COMMITTER_EMAIL=$actor \
			GIT_COMMITTER_DATE="$when" \
			git -C "$cases" -c gpg.format=ssh -c user.signingKey="$HOME/$2" \
			commit-tree $sign ${3:+-p "$3"} -F - "$1"
}

move() { in_cases update-ref "refs/cases/$id" "$1"; }

# told_to N: a told case cut back to N events, with no decision known elsewhere.
told_to() {
	begin told
	move "$(commit_at "$1")"
	in_cases update-ref -d refs/meta/case-anchors
	git update-ref refs/heads/main HEAD~1
	git reset -q --hard
}

@test "a forged commit as it should be verifies, so the tests below test what they say" {
	told_to 3
	gives 0 decorum case verify
	tree=$(in_cases rev-parse "$(commit_at 3)^{tree}")
	move "$(forge "$tree" handler "$(commit_at 2)")"
	gives 0 decorum case verify
}

@test "tampering: cut back after the decision" {
	begin told
	move "$(commit_at 3)"
	gives 1 decorum case verify
	has '[case/anchor]'
	has 'cut back or rewritten'
	has 'belongs to no decision'
}

@test "tampering: an event is cut out of the middle" {
	told_to 3
	tree=$(in_cases rev-parse "$(commit_at 3)^{tree}")
	move "$(forge "$tree" handler "$(commit_at 1)")"
	gives 1 decorum case verify
	has 'event 3 stands where event 2 belongs [case/sequence]'
	has '[case/chain]'
	as handler
	gives 3 decorum case invite "$id"
	has 'does not hold'
}

@test "tampering: two events change places" {
	told_to 3
	second=$(in_cases rev-parse "$(commit_at 2)^{tree}")
	third=$(in_cases rev-parse "$(commit_at 3)^{tree}")
	first=$(commit_at 1)
	move "$(forge "$second" handler "$(forge "$third" handler "$first")")"
	gives 1 decorum case verify
	has 'event 3 stands where event 2 belongs [case/sequence]'
	has 'was not asked for their version of events (breach-investigate) [case/order]'
	has 'dated before the event that it follows [case/time]'
}

@test "tampering: the sealed contents are exchanged" {
	told_to 3
	tree=$(in_cases cat-file -p "$(commit_at 3):event" | tree_of "$(commit_at 2)")
	move "$(forge "$tree" handler "$(commit_at 2)")"
	gives 1 decorum case verify
	has '[case/payload]'
}

@test "tampering: somebody without the role signs" {
	told_to 3
	tree=$(in_cases rev-parse "$(commit_at 3)^{tree}")
	move "$(forge "$tree" rep "$(commit_at 2)")"
	gives 1 decorum case verify
	has 'who signed as handler, did not hold the role case-handler then [case/role]'
}

@test "tampering: a step of the decider is taken as handler" {
	told_to 4
	tree=$(in_cases cat-file -p "$(commit_at 4):event" |
		sed 's/^actor: decider@/actor: handler@/' | tree_of "$(commit_at 4)")
	move "$(forge "$tree" handler "$(commit_at 3)")"
	gives 1 decorum case verify
	has 'is a step of the decider, not of handler@'
	has '[case/role]'
}

@test "tampering: the handler decides" {
	begin empty
	write_people 'case-handler, company-representative'
	commit_all 2026-11-20T00:00:00Z 'Both roles'
	gives 0 decorum case init
	DECORUM_NOW=2026-11-28T10:00:00Z open_case
	export DECORUM_NOW=2026-11-28T12:00:00Z
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
	as rep
	telling x 0 decorum case decide "$id" --outcome no-breach
	tree=$(in_cases rev-parse "$(commit_at 4)^{tree}")
	move "$(forge "$tree" handler "$(commit_at 3)")"
	gives 1 decorum case verify
	has 'whoever handled the case does not decide it (breach-decide) [case/separation]'
}

@test "tampering: somebody decides who was not appointed" {
	told_to 4
	tree=$(in_cases rev-parse "$(commit_at 4)^{tree}")
	move "$(forge "$tree" other "$(commit_at 3)")"
	gives 1 decorum case verify
	has 'was not appointed'
	has '[case/separation]'
}

@test "tampering: silence is recorded before the deadline" {
	told_to 3
	tree=$(in_cases cat-file -p "$(commit_at 3):event" |
		sed 's/^answer: given/answer: silent/' | tree_of "$(commit_at 3)")
	move "$(forge "$tree" handler "$(commit_at 2)")"
	gives 1 decorum case verify
	has 'nobody is silent (breach-investigate) [case/time]'
}

@test "tampering: an event is not signed, or by a stranger" {
	told_to 3
	tree=$(in_cases rev-parse "$(commit_at 3)^{tree}")
	parent=$(commit_at 2)
	move "$(forge "$tree" '' "$parent")"
	gives 1 decorum case verify
	has 'the commit is not signed [case/unsigned]'
	move "$(forge "$tree" stranger "$parent")"
	gives 1 decorum case verify
	has '[case/signature]'
}

@test "tampering: a word is changed under a signature" {
	told_to 3
	tree=$(in_cases cat-file -p "$(commit_at 3):event" |
		sed 's/^answer: given/answer: declined/' | tree_of "$(commit_at 3)")
	forged=$(in_cases cat-file commit "$(commit_at 3)" | sed "s/^tree .*/tree $tree/" |
		in_cases hash-object -w -t commit --stdin)
	move "$forged"
	gives 1 decorum case verify
	has '[case/signature]'
	has 'not the neutral one of its event [case/shape]'
}

@test "tampering: an event in another form, and a file beside it" {
	told_to 3
	tree=$(in_cases cat-file -p "$(commit_at 3):event" | sed 's/^person: 1/person: 01/' |
		tree_of "$(commit_at 3)")
	move "$(forge "$tree" handler "$(commit_at 2)")"
	gives 1 decorum case verify
	has 'it is not written in the one form [case/event]'
	blob=$(echo 'p-subject did it' | in_cases hash-object -w --stdin)
	tree=$({ in_cases ls-tree "$(commit_at 2)"; printf '100644 blob %s\tnotes\n' "$blob"; } |
		in_cases mktree)
	move "$(forge "$tree" handler "$(commit_at 1)")"
	gives 1 decorum case verify
	has 'something else than an event and its sealed payload [case/shape]'
}

@test "tampering: an event of another case" {
	told_to 3
	old=$id
	open_case
	id=$(decorum case list | grep -v "^$old" | cut -c1-12)
	in_cases update-ref "refs/cases/$id" "$(in_cases rev-parse "refs/cases/$old")"
	gives 1 decorum case verify
	has "the event belongs to case $old [case/other-case]"
}

@test "tampering: the anchors or one ledger line are gone or changed" {
	begin told
	anchors=$(in_cases rev-parse refs/meta/case-anchors)
	in_cases update-ref -d refs/meta/case-anchors
	gives 1 decorum case verify
	has 'is not in the case repository [case/anchor]'
	in_cases update-ref refs/meta/case-anchors "$anchors"
	gives 0 decorum case verify
	line=$(git ls-files ledger/2026)
	git rm -q "$line" && git commit -q --no-verify -m 'Nothing happened'
	gives 1 decorum case verify
	has 'the decision is not in the ledger of the policy repository'
	git reset -q --hard HEAD~1
	sed -i 's/^outcome: breach/outcome: no-breach/' "$line"
	git commit -q --no-verify -am 'Let us forget that'
	gives 1 decorum case verify
	has 'tells another decision [case/ledger]'
	has 'its line was changed after commit'
}

@test "tampering: the ledger commit is squashed or not signed" {
	begin told
	git reset -q --soft HEAD~1
	git commit -q --no-verify -m 'Squashed'
	gives 1 decorum case verify
	has 'no commit of its own brought its line into the ledger [case/ledger]'
	git commit -q --no-verify --amend -m "x

Decorum-Decision: $(basename "$(git ls-files ledger/2026)")"
	gives 1 decorum case verify
	has 'the commit is not signed [case/unsigned]'
	as handler
	git commit -q --no-verify -S --amend --no-edit
	gives 1 decorum case verify
	has 'and not by the decider [case/separation]'
}

@test "tampering: a case and its key vanish" {
	begin told
	in_cases update-ref -d "refs/casekeys/$id"
	gives 1 decorum case verify
	has '[case/key]'
	in_cases update-ref -d "refs/cases/$id"
	gives 1 decorum case verify
	has 'and it is gone [case/anchor]'
}

@test "tampering: a key is slipped into the registry" {
	begin told
	in_cases show refs/meta/case-registry:signers >signers
	echo "s-00000009 namespaces=\"git\" $(key stranger)" >>signers
	blob=$(in_cases hash-object -w --stdin <signers)
	tree=$(in_cases ls-tree refs/meta/case-registry | sed "/signers/s/blob [0-9a-f]*/blob $blob/" |
		in_cases mktree)
	registry=$(git -C "$cases" -c gpg.format=ssh -c user.signingKey="$HOME/stranger" \
		commit-tree -S -p refs/meta/case-registry -m 'Case registry' "$tree")
	in_cases update-ref refs/meta/case-registry "$registry"
	gives 1 decorum case verify
	has '[case/signature]'
	has "is open and nobody's in people.yaml"
	has '[case/registry]'
	sed -i 1d signers
	blob=$(in_cases hash-object -w --stdin <signers)
	tree=$(in_cases ls-tree refs/meta/case-registry | sed "/signers/s/blob [0-9a-f]*/blob $blob/" |
		in_cases mktree)
	in_cases update-ref refs/meta/case-registry \
		"$(git -C "$cases" commit-tree -p "$registry" -m x "$tree")"
	gives 1 decorum case verify
	has 'was dropped instead of closed [case/registry]'
}

# ---- git is set up for OpenPGP ----

# armoured KEY: the key as people.yaml takes it, ten blanks in front.
armoured() {
	gpg --armor --export-options export-minimal --export "$(fingerprint "$1")" |
		sed 's/^/          /'
}
fingerprint() {
	gpg --batch --with-colons --list-keys "=$1" | awk -F: '/^fpr/ {print $10; exit}'
}
by_gpg() {
	git config gpg.format openpgp
	git config user.signingKey "$(fingerprint "$1")"
}
by_ssh() {
	git config gpg.format ssh
	as "$1"
}

# people_with HANDLER'S REPRESENTATIVE'S [DATES]: keys of OpenPGP, or "ssh".
people_with() {
	write_people
	replace_key handler "$1" "${3:-}"
	replace_key rep "$2"
	commit_all 2026-11-20T00:00:00Z "Keys of $1 and $2"
}
replace_key() {
	[ "$2" != ssh ] || return 0
	{ echo '    keys:'; echo '      - openpgp: |'; armoured "$2"; echo "$3"; } >key.txt
	sed -i -e "/^  p-$1:/,/keys:/{/keys:/r key.txt
		/keys:/d}" people.yaml
	rm key.txt
}

# with_gpg HANDLER'S REPRESENTATIVE'S [DATES]: a new case repository with these people.
with_gpg() {
	begin empty
	rm -rf "$cases"
	git rm -q ledger/registry
	people_with "$@"
	if [ "$1" = ssh ]; then by_ssh handler; else by_gpg "$1"; fi
	gives 0 decorum case init
}

# heard: a case up to its decision, as whoever is the handler.
heard() {
	open_case
	gives 0 decorum case invite "$id"
	gives 0 decorum case statement "$id" --declined
}

@test "gpg: a case from its opening to its explanation verifies, without the user's keys" {
	with_gpg handler decider-2
	has_not 'user id'
	heard
	by_gpg decider-2
	telling 'Nobody laughed.' 0 decorum case decide "$id" --outcome breach
	gives 0 decorum case explain "$id"
	gives 0 decorum case verify
	has '1 case, 5 events, 1 decision; 4 events under an anchor'
	has 'the chain holds'
	GNUPGHOME=/nowhere HOME=$BATS_TEST_TMPDIR gives 0 decorum case verify "$id"
	gives 0 decorum case show "$id" --identity "$HOME/rep.age"
	has '| Nobody laughed.'
	# gpg says the same of each of them, and of the line in the ledger.
	for repo in "$cases" .; do
		rev=HEAD
		[ "$repo" = . ] || rev=refs/cases/$id
		git -C "$repo" log --format='%G? %GF' "$rev" >signed
		grep -q "^G $(fingerprint decider-2)" signed
	done
	[ "$(git -C "$cases" log --format=%G? "refs/cases/$id" | sort -u)" = G ]
	[ "$(git -C "$cases" ls-tree --name-only refs/meta/case-registry | paste -sd' ')" = \
		'openpgp recipients roles signers' ]
	git -C "$cases" fsck --strict
}

@test "gpg: persons with ssh keys and with OpenPGP keys act in one case" {
	with_gpg handler ssh
	heard
	by_ssh rep
	telling x 0 decorum case decide "$id" --outcome no-breach
	by_gpg handler
	gives 0 decorum case explain "$id"
	gives 0 decorum case verify
	has '5 events, 1 decision'
	with_gpg ssh decider-2
	heard
	by_gpg decider-2
	telling x 0 decorum case decide "$id" --outcome no-breach
	gives 0 decorum case verify
}

@test "gpg: nothing is written by a stranger's key, a wrong role or a program that lies" {
	with_gpg handler decider-2
	by_gpg stranger
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'belongs to nobody in people.yaml'
	has 'openpgp: |'
	git config user.signingKey nobody@example.com
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has "no secret key 'nobody@example.com'"
	by_gpg decider-2
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'the role case-handler, which p-rep does not hold'
	# It shows the handler's key and signs with another one.
	printf '#!/bin/sh\ncase "$*" in *-bsau*) exec gpg --status-fd=2 -bsau %s ;; esac\nexec gpg "$@"\n' \
		"$(fingerprint stranger)" >"$BATS_TEST_TMPDIR/liar"
	chmod +x "$BATS_TEST_TMPDIR/liar"
	by_gpg handler
	git config --global gpg.program "$BATS_TEST_TMPDIR/liar"
	run "$DECORUM" case open --clause politics --subject p-subject --decider p-rep <<<x
	git config --global --unset gpg.program
	[ "$status" -eq 2 ]
	has "your signature would not count: the key is nobody's that we know"
	[ -z "$(git -C "$cases" for-each-ref refs/cases refs/casekeys)" ]
	by_gpg stranger
	sed -i 's/\[case-handler\]/[case-handler, auditor]/' people.yaml
	commit_all 2026-11-21T00:00:00Z 'Another role'
	gives 2 decorum case init
}

@test "gpg: no name and no address gets into a record, and a key that has one is told" {
	begin empty
	rm -rf "$cases"
	git rm -q ledger/registry
	people_with 'Sam Body <sam@example.com>' decider-2
	git config gpg.format openpgp
	git config user.signingKey sam@example.com
	gives 0 decorum case init
	has 'note: the OpenPGP key of p-handler has the user id "Sam Body <sam@example.com>"'
	has 'gpg --quick-gen-key handler ed25519 sign never'
	has_not p-rep
	open_case
	# git asks by the address, and then gpg writes it into the signature.
	git commit -q --no-verify --allow-empty -S -m x
	git cat-file -p HEAD | sed -n 's/^gpgsig//; s/^ //p' | gpg --dearmor | grep -aq sam@
	git -C "$cases" cat-file commit "refs/cases/$id" | sed -n 's/^gpgsig//; s/^ //p' |
		gpg --dearmor >signature
	gpg --list-packets signature >packets
	grep -q 'issuer fpr' packets
	! grep -aq sam@ signature || return 1
	echo 'sender sam@example.com' >"$GNUPGHOME/gpg.conf"
	run "$DECORUM" case invite "$id"
	rm "$GNUPGHOME/gpg.conf"
	[ "$status" -eq 2 ]
	has 'what is not wanted: the user id of the signer'
	[ "$(git -C "$cases" rev-list --count "refs/cases/$id")" -eq 1 ]
	gives 0 decorum case verify
}

@test "gpg: without gpgv nothing is good, and the package is named" {
	with_gpg handler decider-2
	open_case
	mkdir "$BATS_TEST_TMPDIR/bin"
	for tool in git gpg gpg-agent age age-keygen; do
		ln -s "$(command -v $tool)" "$BATS_TEST_TMPDIR/bin/"
	done
	PATH=$BATS_TEST_TMPDIR/bin gives 1 "$DECORUM" case verify
	has 'apt install gpgv'
	has '[case/unchecked]'
	has_not 'the chain holds'
	PATH=$BATS_TEST_TMPDIR/bin telling x 3 "$DECORUM" case open --clause politics \
		--subject p-subject --decider p-rep
	has 'your signature would not count'
	has 'apt install gpgv'
	[ "$(git -C "$cases" for-each-ref refs/cases refs/casekeys | grep -c .)" -eq 2 ]
}

@test "gpg: a key counts from its first to its last day, and what it signed stays good" {
	with_gpg handler decider-2 '        from: 2026-11-25'
	export DECORUM_NOW=2026-11-28T09:00:00Z
	open_case
	people_with handler decider-2 '        until: 2026-11-28'
	by_gpg decider-2
	export DECORUM_NOW=2026-11-29T09:00:00Z
	gives 0 decorum case init
	by_gpg handler
	gives 2 decorum case invite "$id"
	has 'not valid in the case registry now'
	gives 0 decorum case verify
	# The same with the date of somebody who holds the key, and no longer is to.
	at=$(in_cases rev-parse "refs/cases/$id")
	tree=$(in_cases cat-file -p "$at:event" | sed 's/^recorded: .*/recorded: 2026-11-29T08:00:00Z/' |
		tree_of "$at")
	move "$(git config gpg.format openpgp && signer=$(fingerprint handler) forge_gpg "$tree")"
	gives 1 decorum case verify
	has "the key is nobody's that we know [case/signature]"
	move "$at"
	gives 0 decorum case verify
	# Whom the registry did not know before does not change it, whatever people.yaml says.
	people_with handler ssh '        until: 2026-11-28'
	by_ssh rep
	gives 1 decorum case init
	has 'does not let your key change it: it is not valid in it now'
}

@test "gpg: a newer version of a key takes over, and the old one is kept for what it signed" {
	gpg --batch --quiet --passphrase '' --quick-gen-key decider-3 ed25519 sign never
	with_gpg handler decider-3
	heard
	by_gpg decider-3
	telling x 0 decorum case decide "$id" --outcome breach
	gpg --batch --quiet --passphrase '' --quick-add-key "$(fingerprint decider-3)" ed25519 sign
	people_with handler decider-3
	export DECORUM_NOW=2026-11-28T10:00:00Z
	gives 1 decorum case verify
	has 'people.yaml has another version of the key of s-'
	# Its new subkey does not vouch for itself.
	gives 2 decorum case explain "$id"
	has "the key is nobody's that we know"
	gives 2 decorum case init
	has 'by somebody whose key counts already'
	by_gpg handler
	gives 0 decorum case init
	by_gpg decider-3
	gives 0 decorum case explain "$id"
	gives 0 decorum case verify
	in_cases show refs/meta/case-registry:openpgp >"$BATS_TEST_TMPDIR/keys"
	[ "$(grep -c ' - 2026-11-28T10:00:00Z ' "$BATS_TEST_TMPDIR/keys")" -eq 1 ]
	[ "$(grep -c ' 2026-11-28T10:00:00Z - ' "$BATS_TEST_TMPDIR/keys")" -eq 1 ]
	[ "$(cut -d' ' -f1 "$BATS_TEST_TMPDIR/keys" | sort | uniq -c | grep -c .)" -eq 2 ]
	gives 0 decorum case init
	in_cases show refs/meta/case-registry:openpgp | cmp - "$BATS_TEST_TMPDIR/keys"
}

@test "gpg: a word changed under a signature, and a key taken out of the registry" {
	with_gpg handler decider-2
	heard
	forged=$(in_cases cat-file commit "refs/cases/$id" | sed 's/^author handler/author Handler/' |
		in_cases hash-object -w -t commit --stdin)
	last=$(in_cases rev-parse "refs/cases/$id")
	move "$forged"
	gives 1 decorum case verify
	has 'the signature does not count: gpgv says BADSIG [case/signature]'
	gives 3 decorum case invite "$id"
	move "$last"
	gives 0 decorum case verify
	move "$(in_cases cat-file commit "refs/cases/$id" | sed '/^gpgsig/,/^ -----END/d' |
		in_cases hash-object -w -t commit --stdin)"
	gives 1 decorum case verify
	has '[case/unsigned]'
	move "$last"
	tree=$(in_cases ls-tree refs/meta/case-registry | grep -v openpgp | in_cases mktree)
	in_cases update-ref refs/meta/case-registry "$(git -C "$cases" -c gpg.format=openpgp \
		commit-tree "-S$(fingerprint handler)" -p refs/meta/case-registry -m x "$tree")"
	gives 1 decorum case verify
	has 'was dropped instead of closed [case/registry]'
	has 'no OpenPGP key was registered at that time [case/signature]'
}

# forge_gpg TREE: forge(), signed with $signer.
forge_gpg() {
	local event actor when
	event=$(in_cases cat-file -p "$1:event")
	actor=$(sed -n 's/^actor: //p' <<<"$event")
	when=$(sed -n 's/^recorded: //p' <<<"$event")
	printf 'Case event\n\nEvent: sha256:%s\n' "$(in_cases cat-file -p "$1:event" | digest)" |
		GIT_AUTHOR_NAME=${actor%@*} GIT_AUTHOR_EMAIL=$actor GIT_AUTHOR_DATE="$when" \
			GIT_COMMITTER_NAME=${actor%@*} GIT_COMMITTER_EMAIL=$actor \
			GIT_COMMITTER_DATE="$when" \
			git -C "$cases" -c gpg.format=openpgp commit-tree "-S$signer" -F - "$1"
}

#!/usr/bin/env bats
# What somebody who means ill could do to a case: with decorum, and past it. Each is refused
# or told, and what is true stays true.

bats_require_minimum_version 1.5.0
load case-helpers

setup_file() {
	export HOME="$BATS_FILE_TMPDIR/home" GIT_CONFIG_NOSYSTEM=1
	export DECORUM_NOW=2026-11-24T09:00:00Z
	case_setup "$BATS_FILE_TMPDIR/empty"
}
setup() { begin "$BATS_FILE_TMPDIR/empty"; }

# ---- deadlines and answers ----

@test "a deadline that was given is not taken back" {
	open_case
	gives 0 decorum case invite "$id" --deadline 2026-12-10
	gives 1 decorum case invite "$id" --deadline 2026-11-25
	has 'given until 2026-12-10T23:59:59Z to answer: that is not taken back (breach-investigate: "'
	has 'give that day or a later one by --deadline'
	# Without a day it stays, and it can be moved away.
	gives 0 decorum case invite "$id"
	has 'deadline: 2026-12-10T23:59:59Z'
	gives 0 decorum case invite "$id" --deadline 2026-12-11
	gives 0 decorum case verify
}

@test "a deadline taken back by a forged invitation is told" {
	open_case
	gives 0 decorum case invite "$id" --deadline 2026-12-10
	append "$(next 's/^deadline: .*/deadline: 2026-11-25T00:00:00Z/' 2)" handler
	gives 1 decorum case verify
	has 'that is not taken back (breach-investigate) [case/time]'
}

@test "an answer is not replaced by silence or by declining, only added to" {
	open_case
	gives 0 decorum case invite "$id" --deadline 2026-11-26
	telling 'It was a joke.' 0 decorum case statement "$id"
	gives 1 decorum case statement "$id" --declined
	has 'recorded already (given): declining does not replace it (breach-investigate: "'
	has "one more statement: decorum case statement $id"
	at 28
	gives 1 decorum case statement "$id" --silent
	has 'recorded already (given): silence does not replace it (breach-investigate: "'
	telling 'And I took it down.' 0 decorum case statement "$id"
	gives 0 decorum case verify
	gives 0 decorum case show "$id" --identity "$HOME/handler.age"
	has '| It was a joke.'
	has '| And I took it down.'
}

@test "an answer replaced by forged silence is told" {
	open_case
	gives 0 decorum case invite "$id" --deadline 2026-11-26
	telling 'It was a joke.' 0 decorum case statement "$id"
	at 28
	append "$(next 's/^answer: .*/answer: silent/
		s/^recorded: .*/recorded: 2026-11-28T08:00:00Z/' 3)" handler
	gives 1 decorum case verify
	has 'silence does not replace it (breach-investigate) [case/order]'
}

# ---- who handles ----

@test "only the handlers whom the opening names take steps" {
	open_case
	as second
	gives 1 decorum case invite "$id"
	has 'not among the handlers that were named when the case was opened (breach-process: "'
	has 'with --handler more than one'
	as handler
	gives 0 decorum case invite "$id"
	as second
	telling x 1 decorum case statement "$id"
	has 'not among the handlers'
	as handler
	telling x 0 decorum case statement "$id"
	as rep
	telling x 0 decorum case decide "$id" --outcome no-breach
	as second
	gives 1 decorum case explain "$id"
	has 'not among the handlers that were named when the case was opened (breach-explain: "'
	as other
	gives 1 decorum case explain "$id"
	has 'not appointed to decide this case'
	has 'breach-explain: "'
	as rep
	gives 0 decorum case explain "$id"
	gives 0 decorum case verify
}

@test "a second handler who is named acts and reads" {
	open_case --handler p-second
	as second
	gives 0 decorum case invite "$id"
	telling 'It was a joke.' 0 decorum case statement "$id"
	gives 0 decorum case show "$id" --identity "$HOME/second.age"
	has '| It was a joke.'
	has 'handlers: s-'
	[ "$(in_cases cat-file -p "refs/casekeys/$id:key.age" | grep -ac '^-> X25519')" -eq 8 ]
	gives 0 decorum case verify
}

@test "nobody who is involved handles a case, nor anybody without the role" {
	telling x 1 decorum case open --clause politics --subject p-handler --decider p-rep
	has 'p-handler is a person whom the case is about, and cannot handle it (breach-process: "'
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-rep \
		--reporter p-handler
	has 'p-handler reported it, and cannot handle it (breach-process: "'
	telling x 1 decorum case open --clause politics --subject p-second --decider p-rep \
		--handler p-second
	has 'p-second cannot handle it: p-second is a person whom the case is about'
	telling x 1 decorum case open --clause politics --subject p-subject --decider p-rep \
		--handler p-other
	has 'does not hold the role case-handler'
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep \
		--handler p-handler
	has 'named twice as a handler'
	[ -z "$(in_cases for-each-ref refs/cases refs/casekeys)" ]
}

@test "forged steps of somebody who was not named are told" {
	open_case
	gives 0 decorum case invite "$id"
	append "$(next '' 2)" second
	gives 1 decorum case verify
	has 'not among the handlers that were named when the case was opened (breach-process) [case/separation]'
	move "$(forge "$(in_cases rev-parse "$(commit_at 1)^{tree}")" second)"
	gives 1 decorum case verify
	has 'whoever opens the case is not among the handlers that it names (breach-process) [case/separation]'
	decider=$(in_cases cat-file -p "$(commit_at 1):event" | sed -n 's/^deciders: //p')
	move "$(forge "$(changed 1 "s/^handlers: .*/& $decider/")" handler)"
	gives 1 decorum case verify
	has 'named as handler and as decider of the same case (breach-decide) [case/separation]'
}

@test "a forged explanation by a representative who was not appointed is told" {
	decided
	as rep
	gives 0 decorum case explain "$id"
	move "$(forge "$(in_cases rev-parse "$(commit_at 5)^{tree}")" other "$(commit_at 4)")"
	gives 1 decorum case verify
	has '(breach-explain) [case/separation]'
}

# ---- refs ----

@test "a stray ref among the cases is told and stands in nobody's way" {
	heard
	in_cases update-ref refs/cases/backup "refs/cases/$id"
	as rep
	telling x 0 decorum case decide "$id" --outcome breach
	has_not 'not in the ledger'
	gives 1 decorum case verify
	has 'refs/cases/backup is no case, and does not belong there: no anchor holds it [case/ref]'
	has '1 trouble:'
	gives 0 decorum case verify "$id"
	as handler
	decided
	in_cases update-ref -d refs/cases/backup
	gives 0 decorum case verify
	has '2 decisions; 8 events under an anchor'
}

@test "a case that cannot be read is one trouble, and the others are looked at" {
	decided
	blob=$(echo x | in_cases hash-object -w --stdin)
	# git itself puts no blob there: whoever holds the disk does.
	echo "$blob" >"$cases/refs/cases/000000000000"
	tree=$(in_cases rev-parse "refs/cases/$id^{tree}")
	long=$(head -c 70000 /dev/zero | tr '\0' x | in_cases commit-tree "$tree")
	in_cases update-ref refs/cases/ffffffffffff "$long"
	gives 1 decorum case verify
	has 'case 000000000000: it cannot be read:'
	has 'case ffffffffffff: it cannot be read:'
	has '[case/unreadable]'
	has '3 cases, 4 events, 1 decision; 4 events under an anchor'
	has_not "case $id"
	gives 0 decorum case list
	has "$id  2026-11-24  decide"
	has '000000000000  it cannot be read: decorum case verify'
	has 'ffffffffffff  it cannot be read: decorum case verify'
	gives 0 decorum case verify "$id"
	gives 0 decorum case explain "$id"
	gives 3 decorum case show ffffffffffff
	has 'case ffffffffffff cannot be read'
}

@test "an anchor that cannot be read is told, with the way back" {
	decided
	good=$(in_cases rev-parse refs/meta/case-anchors)
	blob=$(printf 'decorum-anchor v1\nsequence: 2\nbackup %s\n' "$good" |
		in_cases hash-object -w --stdin)
	tree=$(printf '100644 blob %s\tanchor\n' "$blob" | in_cases mktree)
	in_cases update-ref refs/meta/case-anchors \
		"$(in_cases commit-tree -p "$good" -m 'Case anchor' "$tree")"
	gives 1 decorum case verify
	has 'anchor 2: it is not written in the one form [case/anchor]'
	has '1 decision'
	heard
	as rep
	telling x 3 decorum case decide "$id" --outcome breach
	has 'set refs/meta/case-anchors back to its last good commit'
	in_cases update-ref refs/meta/case-anchors "$good"
	gives 0 decorum case decide "$id"
	gives 0 decorum case verify
}

# ---- the key ----

@test "a sealed key that was exchanged is told and not used" {
	heard
	grep -qxE 'key: sha256:[0-9a-f]{64}' <(in_cases cat-file -p "$(commit_at 1):event")
	blob=$(age-keygen 2>/dev/null | age -r "$(recipient handler)" |
		in_cases hash-object -w --stdin)
	tree=$(printf '100644 blob %s\tkey.age\n' "$blob" | in_cases mktree)
	in_cases update-ref "refs/casekeys/$id" "$(in_cases commit-tree -m 'Case key' "$tree")"
	gives 1 decorum case verify
	has 'key.age is not the sealed key that the opening was signed with: it was exchanged [case/key]'
	gives 3 decorum case show "$id" --identity "$HOME/handler.age"
	has 'does not hold'
	in_cases update-ref "refs/casekeys/$id" "refs/cases/$id"
	gives 1 decorum case verify
	has '[case/key]'
}

# ---- the ledger ----

@test "a commit that quotes a decision's makes nothing false" {
	decided
	message=$(git log -1 --format=%B)
	commit_all 2026-11-25T00:00:00Z "$message"
	git checkout -q -b side HEAD~1
	commit_all 2026-11-25T00:00:00Z 'Something else'
	git checkout -q main
	git merge -q --no-ff -m "$message" side
	gives 0 decorum case verify
	has '1 decision'
	# A line that another commit brought first is that one's.
	git checkout -q --orphan twin
	git commit -q --no-verify -m "$message"
	git checkout -q main
	git merge -q --no-ff --allow-unrelated-histories -m 'Both' twin
	gives 0 decorum case verify
	git checkout -q twin
	gives 1 decorum case verify
	has '[case/unsigned]'
}

@test "the commit of a decision shows a month and no more" {
	decided
	[ "$(git log -1 --format='%aI %cI')" = '2026-11-01T00:00:00Z 2026-11-01T00:00:00Z' ] ||
		[ "$(git log -1 --format='%aI %cI')" = '2026-11-01T00:00:00+00:00 2026-11-01T00:00:00+00:00' ]
	! git cat-file commit HEAD | grep -q "$(date -d "$DECORUM_NOW" +%s)" || return 1
	gives 0 decorum case verify
	# Told when it shows more.
	git -c user.name=decider -c user.email=decider@ledger -c user.signingKey="$HOME/rep" \
		commit -q --amend --no-edit --reset-author --no-verify -S
	gives 1 decorum case verify
	has 'another time than the first second of the month [case/time]'
}

@test "a decision by a key that counts since the middle of the month verifies" {
	sed -i "s|keys: \[{ssh: $(key rep)}\]|keys: [{ssh: $(key rep), from: 2026-11-20}]|" people.yaml
	git rm -q ledger/registry
	commit_all 2026-11-20T00:00:00Z 'Since the 20th'
	rm -rf "$cases"
	gives 0 decorum case init
	decided
	gives 0 decorum case verify
}

@test "a decision is entered on a branch, which is told, and never on a detached HEAD" {
	heard
	as rep
	git checkout -q --detach
	telling x 2 decorum case decide "$id" --outcome breach
	has 'no branch of the policy repository is checked out'
	has 'git switch'
	[ "$(in_cases rev-list --count "refs/cases/$id")" -eq 3 ]
	git checkout -q -b ledger/november
	telling x 0 decorum case decide "$id" --outcome breach
	has 'of the policy repository, on ledger/november'
	gives 0 decorum case verify
}

@test "a ledger line counts at its own place and once" {
	decided
	line=$(git ls-files ledger/2026)
	mkdir ledger/2027
	cp "$line" ledger/2027/
	commit_all 2026-11-25T00:00:00Z 'A copy'
	gives 1 decorum case verify
	has "ledger/2027/${line##*/} is a line of the ledger at another place than its own [case/ledger]"
	sed -i 's/^month: 2026/month: 2027/' "ledger/2027/${line##*/}"
	commit_all 2026-11-25T00:00:00Z 'A better copy'
	gives 1 decorum case verify
	has "ledger/2027/${line##*/} has the id of another line of the ledger [case/ledger]"
	git mv "ledger/2027/${line##*/}" ledger/2026/0000000000000000
	commit_all 2026-11-25T00:00:00Z 'Another name'
	gives 1 decorum case verify
	has 'ledger/2026/0000000000000000 is a line of the ledger at another place'
	git rm -q ledger/2026/0000000000000000
	commit_all 2026-11-25T00:00:00Z 'Away'
	gives 0 decorum case verify
}

# ---- the policy of a day ----

@test "a commit that is dated back does not choose the policy" {
	echo decorumish >>policy/words.txt
	commit_all 2026-10-02T00:00:00Z 'Dated back'
	commit_all 2026-10-03T00:00:00Z 'And one on it'
	gives 0 decorum compile
	open_case --conduct-on 2026-10-05
	git reset -q --hard HEAD~2
	commit_all 2026-11-20T00:00:00Z 'Stands between'
	echo decorumish >>policy/words.txt
	commit_all 2026-10-02T00:00:00Z 'Dated back'
	commit_all 2026-10-03T00:00:00Z 'And one on it'
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep \
		--conduct-on 2026-10-05
	has 'which policy stood on 2026-10-05 cannot be told: commit'
	has "$(git rev-parse HEAD~2 | cut -c1-12) is dated after $(git rev-parse HEAD~1 | cut -c1-12)"
	has 'leave --conduct-on out'
}

@test "the commit of a decision stands in no way of pinning, and hides no policy" {
	commit_all 2026-11-20T00:00:00Z 'Something'
	decided
	open_case --conduct-on 2026-11-10
	gives 0 decorum case show "$id" --identity "$HOME/handler.age"
	has "judged by the policy of commit: $(git rev-parse HEAD~3)"
	# What looks like one and changes the policy is dated like any other.
	message=$(git log -1 --format=%B)
	echo decorumish >>policy/words.txt
	git add . && git -c user.name=decider -c user.email=decider@ledger commit -q --no-verify \
		--date 2026-11-01T00:00:00Z -m "$message"
	GIT_COMMITTER_DATE=2026-11-01T00:00:00Z git -c user.name=decider \
		-c user.email=decider@ledger commit -q --no-verify --amend --no-edit
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep \
		--conduct-on 2026-11-10
	has 'cannot be told'
}

# ---- what is shown ----

# seal TEXT: event 1 with TEXT sealed in it, as handler
seal() {
	local plain event
	plain=$(printf 'case: %s\nsequence: 1\n%b' "$id" "$1" && echo .)
	plain=${plain%.}
	event=$(in_cases cat-file -p "$(commit_at 1):event")
	{ printf 'decorum-payload v1 %08d\n' "${#plain}"; printf %s "$plain"; } |
		age -r "$(sed -n 's/^sealed-to: //p' <<<"$event")" >../sealed
	move "$(forge "$(sed "s/^payload: .*/payload: sha256:$(digest <../sealed)/" <<<"$event" |
		tree_of "$(commit_at 1)" ../sealed)" handler)"
}

@test "what a handler sealed commands no terminal" {
	open_case
	seal 'subjects: p-subject\nreporters:\nconduct-on:\nconduct-revision:\nrecorded-by: p-handler\ntext:\nplain \0033[2J\0033]0;owned\0007 text\n'
	gives 0 decorum case verify
	gives 0 decorum case show "$id" --identity "$HOME/handler.age"
	has '| plain '
	has_not $'\033'
	has_not $'\a'
	for bad in 'subjects: p-\0033[2J\nreporters:\nconduct-on:\nconduct-revision:\nrecorded-by: p-handler\ntext:\n' \
		'subjects: p-subject\nreporters:\nconduct-on: \0033[2J\nconduct-revision:\nrecorded-by: p-handler\ntext:\n' \
		'subjects: p-subject\nreporters:\nconduct-on:\nconduct-revision:\nrecorded-by: \0033[2J\ntext:\n'; do
		seal "$bad"
		gives 3 decorum case show "$id" --identity "$HOME/handler.age"
		has 'what was sealed is not in its one form'
		has_not $'\033'
	done
}

@test "a file that says nothing is refused in every step, and a slip in an id is told" {
	open_case
	: >../nothing
	gives 2 decorum case invite "$id" --file ../nothing
	has 'the text is empty'
	gives 0 decorum case invite "$id"
	gives 2 decorum case statement "$id" --declined --file ../nothing
	has 'the text is empty'
	telling x 2 decorum case open --clause politics --subject p-subjct --decider p-rep
	has 'did you mean p-subject?'
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-repp
	has 'did you mean p-rep?'
	telling x 2 decorum case open --clause politics --subject p-subject --handler p-secnd
	has 'did you mean p-second?'
}

# ---- the registry ----

# registry_commit WHEN WHO [PARENT]: the files in ../registry as a commit, signed by WHO;
# PARENT "" makes a first one
registry_commit() {
	local tree parent=${3-$(in_cases rev-parse refs/meta/case-registry)}
	tree=$(for file in ../registry/*; do
		printf '100644 blob %s\t%s\n' "$(in_cases hash-object -w "$PWD/$file")" "${file##*/}"
	done | in_cases mktree)
	in_cases update-ref refs/meta/case-registry "$(echo 'Case registry' |
		GIT_AUTHOR_NAME=registry GIT_AUTHOR_EMAIL=registry@cases GIT_AUTHOR_DATE=$1 \
			GIT_COMMITTER_NAME=registry GIT_COMMITTER_EMAIL=registry@cases \
			GIT_COMMITTER_DATE=$1 git -C "$cases" -c gpg.format=ssh \
			-c user.signingKey="$HOME/$2" \
			commit-tree -S ${parent:+-p "$parent"} -F - "$tree")"
}
# registry_files: what the registry holds, in ../registry
registry_files() {
	rm -rf ../registry && mkdir ../registry
	for file in signers roles recipients; do
		in_cases cat-file -p "refs/meta/case-registry:$file" >"../registry/$file"
	done
}
# name_in_registry WHO
name_in_registry() { grep -F "$(key "$1")" ../registry/signers | cut -d' ' -f1; }

@test "a key that one handler makes for a decider, closed already, is told" {
	registry_files
	echo "s-00000000 namespaces=\"git\",valid-before=\"20261124085900Z\" $(key stranger)" \
		>>../registry/signers
	echo 's-00000000 company-representative 2026-11-01T00:00:00Z 2026-11-24T08:59:00Z' \
		>>../registry/roles
	registry_commit 2026-11-24T09:00:00Z handler
	gives 1 decorum case verify
	has 'a key of s-00000000 counts for a time before the commit of the registry that brings it [case/registry]'
	has 'a key of s-00000000 is not in people.yaml, and never was in its history [case/registry]'
	has 'people.yaml never gave s-00000000 the role company-representative [case/registry]'
}

@test "a first registry with a key that people.yaml never had is told" {
	registry_files
	echo "s-00000000 namespaces=\"git\",valid-before=\"20261124085900Z\" $(key stranger)" \
		>>../registry/signers
	registry_commit 2026-11-24T09:00:00Z handler ''
	gives 1 decorum case verify
	has_not 'a key of s-00000000 counts for a time before'
	has 'a key of s-00000000 is not in people.yaml, and never was in its history [case/registry]'
}

@test "a role that is dated back is told, and so is a key that ended and counts again" {
	registry_files
	name=$(name_in_registry handler)
	echo "$name company-representative 2026-11-01T00:00:00Z 2026-11-02T00:00:00Z" \
		>>../registry/roles
	registry_commit 2026-11-24T09:00:00Z handler
	gives 1 decorum case verify
	has "the role company-representative of $name counts for a time before the commit"
	has "people.yaml never gave $name the role company-representative"
	registry_files
	name=$(name_in_registry second)
	sed -i "/^$name/s/\"git\"/&,valid-before=\"20261120000000Z\"/" ../registry/signers
	registry_commit 2026-11-24T09:00:00Z handler ''
	sed -i "/^$name/s/,valid-before=\"[0-9Z]*\"//" ../registry/signers
	registry_commit 2026-11-24T09:00:00Z handler
	gives 1 decorum case verify
	has "a key of $name counts for a time before the commit of the registry"
}

@test "a registry is not dated back, nor ahead" {
	registry_files
	registry_commit 2026-11-23T09:00:00Z handler
	gives 1 decorum case verify
	has "commit $(in_cases rev-parse refs/meta/case-registry) is dated before the one it follows [case/registry]"
	in_cases update-ref refs/meta/case-registry refs/meta/case-registry~1
	registry_commit 2026-11-24T09:00:01Z handler
	gives 1 decorum case verify
	has "commit $(in_cases rev-parse refs/meta/case-registry) is dated in the future [case/registry]"
}

@test "what people.yaml had once stays good; a new key counts from when it is entered" {
	decided
	sed -i "s|roles: \[company-representative\]|roles: [author]|
		s|keys: \[{ssh: $(key second)}\]|keys: [{ssh: $(key stranger), from: 2026-01-01}]|" people.yaml
	commit_all 2026-11-25T00:00:00Z 'Others'
	at 26
	gives 0 decorum case init
	in_cases cat-file -p refs/meta/case-registry:signers |
		grep -qF "valid-after=\"20261126090000Z\" $(key stranger)"
	gives 0 decorum case verify
	sed -i "s|{ssh: $(key stranger), from: 2026-01-01}|{ssh: $(key second)}|" people.yaml
	commit_all 2026-11-27T00:00:00Z 'The old key again'
	at 28
	gives 1 decorum case init
	has 'a key of p-second ended before: it cannot count again'
	has 'make a new key for p-second'
}

@test "a registry that was begun anew is told by the pin and by the anchors" {
	decided
	[ "$(git show HEAD:ledger/registry | sed -n 's/^root: //p')" = \
		"$(in_cases rev-list refs/meta/case-registry | tail -n 1)" ]
	[ "$(git log -1 --format='%an <%ae>, %cn <%ce>' -- ledger/registry)" = \
		'registry <registry@ledger>, registry <registry@ledger>' ]
	was=$(in_cases rev-parse refs/meta/case-registry)
	registry_files
	registry_commit 2026-11-24T08:00:00Z handler ''
	is=$(in_cases rev-parse refs/meta/case-registry)
	gives 1 decorum case verify
	has "the registry begins with commit $is, and the policy repository pins $was: it was replaced [case/registry]"
	has "anchor 1 saw commit $was of the registry, which is not in its history any more: it was cut back or replaced [case/registry]"
	gives 1 decorum case init
	has 'the policy repository pins the registry of another case repository'
	has 'git rm ledger/registry'
}

@test "a registry that was cut back is told by the anchors" {
	sed -i "s|roles: \[author\]|roles: [case-handler]|" people.yaml
	commit_all 2026-11-20T00:00:00Z 'One more'
	gives 0 decorum case init
	decided
	gives 0 decorum case verify
	in_cases update-ref refs/meta/case-registry refs/meta/case-registry~1
	gives 1 decorum case verify
	has 'anchor 1 saw commit'
	has 'cut back or replaced [case/registry]'
	has_not 'the policy repository pins'
}

@test "a pin that is missing, forged or by nobody is told" {
	decided
	pinned=$(git rev-parse HEAD)
	git rm -q ledger/registry
	commit_all 2026-11-24T00:00:00Z 'No pin'
	gives 1 decorum case verify
	has "the policy repository does not pin the registry, which could have been replaced; 'decorum case init' pins it [case/registry]"
	gives 0 decorum case init
	gives 0 decorum case verify
	git reset -q --hard "$pinned"
	sed -i 's/^pinned: .*/pinned: 2026-11-24T08:00:00Z/' ledger/registry
	commit_all 2026-11-24T00:00:00Z 'Another pin'
	gives 1 decorum case verify
	has "commit $(git rev-parse HEAD) of the policy repository, which brought ledger/registry: the commit is not signed [case/unsigned]"
	echo x >>ledger/registry
	commit_all 2026-11-24T00:00:00Z 'No pin'
	gives 1 decorum case verify
	has 'ledger/registry is not written in its one form [case/registry]'
}

@test "somebody whose key no longer counts does not begin another registry" {
	decided
	registry_files
	sed -i '/ case-handler /!d' ../registry/roles
	registry_commit 2026-11-24T09:00:00Z second ''
	{ echo 'decorum-registry v1'
		echo "root: $(in_cases rev-parse refs/meta/case-registry)"
		sed -n '3,$p' ledger/registry; } >../pin
	mv ../pin ledger/registry
	commit_all 2026-11-25T00:00:00Z 'Pinned anew'
	at 26
	gives 1 decorum case verify
	has 'the first commit of the registry does not hold what the policy repository pins [case/registry]'
	has 'the commit is not signed [case/unsigned]'
}

# ---- the folder ----

@test "nobody else reads the case repository, whatever writes there" {
	decided
	[ "$(stat -c %a "$cases")" = 700 ]
	[ -z "$(find "$cases" -perm /077)" ] || { find "$cases" -perm /077; return 1; }
	[ "$(in_cases config core.sharedRepository)" = 0600 ]
	in_cases update-ref refs/meta/x "$(echo x | in_cases hash-object -w --stdin)"
	[ -z "$(find "$cases" -type f -perm /077)" ]
	# The policy repository stays as it is.
	[ "$(stat -c %a "$(git ls-files ledger/2026)")" = 644 ]
	chmod 755 "$cases"
	gives 0 decorum case init
	[ "$(stat -c %a "$cases")" = 700 ]
}

@test "a repository of something else is not taken over" {
	git rm -q ledger/registry
	commit_all 2026-11-24T00:00:00Z 'Begin anew'
	git clone -q --bare . ../else.git
	cp ../else.git/config ../before
	gives 1 decorum case init ../else.git
	has '../else.git is a repository of something else: it has refs/heads/main, and no registry of cases'
	cmp ../else.git/config ../before
	git init -q --bare ../fresh.git
	gives 0 decorum case init ../fresh.git
}

@test "a folder with a quote and a backslash in its name is named as it is" {
	git rm -q ledger/registry
	commit_all 2026-11-24T00:00:00Z 'Begin anew'
	gives 0 decorum case init '../a "b\c.git'
	[ "$(git -C '../a "b\c.git' config gpg.ssh.allowedSignersFile)" = \
		"$(cd .. && pwd)"'/a "b\c.git/allowed_signers' ]
}

@test "a time that is none is no time to record anything" {
	export DECORUM_NOW=yesterday
	telling x 2 decorum case open --clause politics --subject p-subject --decider p-rep
	has 'DECORUM_NOW is not an instant such as 2026-11-24T09:00:00Z'
	gives 2 decorum case verify
	[ -z "$(in_cases for-each-ref refs/cases)" ]
}

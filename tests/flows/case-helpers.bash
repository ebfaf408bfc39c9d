# What the stories about breach cases share: people with keys, an empty case repository, and
# how to write into it past decorum.

# case_setup FOLDER: there, a policy repository with people, and its case repository.
case_setup() {
	mkdir -p "$HOME" "$1"
	git config --global user.name 'Somebody' && git config --global user.email s@example.com
	git config --global init.defaultBranch main
	git config --global gpg.format ssh
	for who in handler second rep other subject stranger; do
		ssh-keygen -q -t ed25519 -N '' -C '' -f "$HOME/$who"
		age-keygen -o "$HOME/$who.age" 2>/dev/null
	done
	cd "$1" || return 1
	"$DECORUM" init policy >init.log 2>&1
	cd policy || return 1
	write_people
	commit_all 2026-10-01T00:00:00Z first
	"$DECORUM" compile >/dev/null
	as handler
	"$DECORUM" case init
}

key() { cut -d' ' -f1,2 "$HOME/$1.pub"; }
recipient() { age-keygen -y "$HOME/$1.age"; }
as() { git config user.signingKey "$HOME/$1.pub"; }
decorum() { "$DECORUM" "$@"; }

write_people() {
	cat >people.yaml <<-END
	people:
	  p-subject:
	    roles: [author]
	    keys: [{ssh: $(key subject)}]
	  p-handler:
	    roles: [case-handler]
	    keys: [{ssh: $(key handler), from: 2026-01-01}]
	    age: $(recipient handler)
	  p-second:
	    roles: [case-handler]
	    keys: [{ssh: $(key second)}]
	    age: $(recipient second)
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
	GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git commit -q --no-verify --allow-empty -m "$2"
}

# begin FOLDER: a copy of it, and into its policy repository.
begin() {
	rm -rf "$BATS_TEST_TMPDIR/story"
	cp -R "$1" "$BATS_TEST_TMPDIR/story"
	cd "$BATS_TEST_TMPDIR/story/policy" || return 1
	cases=$BATS_TEST_TMPDIR/story/policy-cases.git
	at 24
	as handler
}

# at DAY [HH:MM]: that day of November 2026
at() { export DECORUM_NOW="2026-11-${1}T${2:-09:00}:00Z"; }

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

open_case() {
	telling 'What is said to have happened.' 0 decorum case open --clause politics \
		--subject p-subject --decider p-rep "$@"
	id=$(sed -n 's/^case \([0-9a-f]*\): .*/\1/p' <<<"$output")
}
# heard: a case in which the person was asked and answered
heard() {
	open_case
	gives 0 decorum case invite "$id"
	telling 'It was a joke.' 0 decorum case statement "$id"
}
# decided: the same, and decided
decided() {
	heard
	as rep
	telling 'Nobody laughed.' 0 decorum case decide "$id" --outcome breach
	as handler
}

# ---- writing past decorum ----

in_cases() { git -C "$cases" "$@"; }
commit_at() { in_cases rev-list --reverse "refs/cases/$id" | sed -n "$1p"; }
digest() { sha256sum | cut -d' ' -f1; }
move() { in_cases update-ref "refs/cases/$id" "$1"; }

# tree_of COMMIT [PAYLOAD FILE]: an event (standard input), the payload of COMMIT or that one
tree_of() {
	local event payload
	event=$(in_cases hash-object -w --stdin)
	if [ -n "${2:-}" ]; then
		payload=$(in_cases hash-object -w "$2")
	else
		payload=$(in_cases rev-parse "$1:payload.age")
	fi
	printf '100644 blob %s\tevent\n100644 blob %s\tpayload.age\n' "$event" "$payload" |
		in_cases mktree
}

# changed N SED: the tree of event N, its event put through sed
changed() {
	in_cases cat-file -p "$(commit_at "$1"):event" | sed "$2" | tree_of "$(commit_at "$1")"
}

# next SED N: the tree of event N as it would stand after the last one
next() {
	local last
	last=$(in_cases cat-file -p "refs/cases/$id:event" | digest)
	changed "$2" "s/^previous: .*/previous: sha256:$last/
		s/^sequence: .*/sequence: $(($(in_cases rev-list --count "refs/cases/$id") + 1))/
		$1"
}

# forge TREE WHO [PARENT]: a commit as decorum makes it, signed by WHO
forge() {
	local event actor when
	event=$(in_cases cat-file -p "$1:event")
	actor=$(sed -n 's/^actor: //p' <<<"$event")
	when=$(sed -n 's/^recorded: //p' <<<"$event")
	printf 'Case event\n\nEvent: sha256:%s\n' "$(in_cases cat-file -p "$1:event" | digest)" |
		GIT_AUTHOR_NAME=${actor%@*} GIT_AUTHOR_EMAIL=$actor GIT_AUTHOR_DATE="$when" \
			GIT_COMMITTER_NAME=${actor%@*} GIT_COMMITTER_EMAIL=$actor \
			GIT_COMMITTER_DATE="$when" \
			git -C "$cases" -c gpg.format=ssh -c user.signingKey="$HOME/$2" \
			commit-tree -S ${3:+-p "$3"} -F - "$1"
}
# append TREE WHO: as the next event
append() { move "$(forge "$1" "$2" "$(in_cases rev-parse "refs/cases/$id")")"; }

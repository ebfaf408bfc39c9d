# What the flows share: a scratch folder, a home of its own, fixed people and dates, an SSH
# key made for the test, and decorum on PATH.

flow_setup() {
	SCRATCH=$(mktemp -d)
	cd "$SCRATCH" || return 1
	mkdir -p bin home
	ln -s "$DECORUM" bin/decorum
	export PATH="$SCRATCH/bin:$PATH" HOME="$SCRATCH/home"
	export XDG_CONFIG_HOME="$HOME/config"
	export GIT_AUTHOR_DATE='2026-11-24T09:00:00Z' GIT_COMMITTER_DATE='2026-11-24T09:00:00Z'
	export GIT_CONFIG_NOSYSTEM=1 DECORUM_NOW=2026-11-24T09:00:00Z
	git config --global user.name author
	git config --global user.email author@example.com
	git config --global init.defaultBranch main
	git config --global advice.detachedHead false
}

flow_teardown() {
	cd / && rm -rf "$SCRATCH"
}

# flow_key NAME: an SSH key in keys/NAME.
flow_key() {
	mkdir -p "$SCRATCH/keys"
	ssh-keygen -q -t ed25519 -N '' -C "$1" -f "$SCRATCH/keys/$1"
}

# flow_sign NAME: git signs with that key from now on, and knows it.
flow_sign() {
	[ -f "$SCRATCH/keys/$1" ] || flow_key "$1"
	git config --global gpg.format ssh
	git config --global user.signingKey "$SCRATCH/keys/$1"
	git config --global commit.gpgSign true
	git config --global gpg.ssh.allowedSignersFile "$SCRATCH/signers"
	printf 'author@example.com namespaces="git" %s\n' \
		"$(cut -d' ' -f1,2 "$SCRATCH/keys/$1.pub")" >>"$SCRATCH/signers"
}

# expect CODE COMMAND...: runs it and insists on that exit code.
expect() {
	local want=$1
	shift
	run "$@"
	if [ "$status" -ne "$want" ]; then
		echo "# $* gave $status, not $want:" >&2
		echo "$output" >&2
		return 1
	fi
}

# says TEXT...: each stands in what the last command printed.
says() {
	local text
	for text; do
		if [[ $output != *"$text"* ]]; then
			echo "# not printed: $text" >&2
			echo "$output" >&2
			return 1
		fi
	done
}

# silent_about TEXT...: none of them stands there.
silent_about() {
	local text
	for text; do
		if [[ $output == *"$text"* ]]; then
			echo "# should not be printed: $text" >&2
			echo "$output" >&2
			return 1
		fi
	done
}

# write_post FILE TEXT: a post of the sample product.
write_post() {
	mkdir -p "$(dirname "$1")"
	printf -- '---\nid: %s\nauthor: p-author\nproducts: [readable]\n---\n%s\n' \
		"$(basename "$1" .md)" "$2" >"$1"
}

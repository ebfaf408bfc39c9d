#!/bin/sh
# Each command's --help and its page of the manual say the same: the usage line is the
# SYNOPSIS, and every option stands on the page. No page without a command.
set -eu
plain() { mandoc -T ascii "$1" | sed 's/.\x08//g'; }
commands=$("$DECORUM" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p')
pages=$(find docs/man -name 'decorum-*.1' | sed 's|.*/decorum-||; s|\.1$||' | LC_ALL=C sort)
echo "1..$(($(echo "$commands" | wc -w) + 1))"
number=0
for command in $commands; do
	number=$((number + 1)) wrong=
	page=docs/man/decorum-$command.1
	[ -f "$page" ] || { echo "not ok $number - $command has a page"; continue; }
	usage=$("$DECORUM" "$command" --help | sed -n '1s/^usage: //p')
	synopsis=$(plain "$page" | sed -n '/^SYNOPSIS/,/^DESCRIPTION/p' | sed '1d;$d' | tr -s ' \n' '  ')
	[ "$(echo "$usage" | tr -s ' ')" = "$(echo "$synopsis" | sed 's/^ //; s/ $//')" ] ||
		wrong="usage '$usage' is not '$synopsis'"
	text=$(plain "$page" | tr -s ' \n' '  ')
	for option in $("$DECORUM" "$command" --help | grep -o -- '--[a-z-]*' | sort -u); do
		case $option in --help | --colour) continue ;; esac
		case $text in *"$option"*) ;; *) wrong="$wrong $option is not on the page" ;; esac
	done
	if [ -z "$wrong" ]; then
		echo "ok $number - $command"
	else
		echo "not ok $number - $command"
		echo "# $wrong"
	fi
done
if [ "$pages" = "$(echo "$commands" | tr ' ' '\n' | LC_ALL=C sort)" ]; then
	echo "ok $((number + 1)) - pages and commands are the same set"
else
	echo "not ok $((number + 1)) - pages and commands are the same set"
fi

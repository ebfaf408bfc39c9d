#!/usr/bin/env bats
load helpers

setup() {
	flow_setup
	mkdir rules && cp -R "$BATS_TEST_DIRNAME/../cases/small/." rules && cd rules || return 1
	git init -q . && git add . && git commit -q -m "Start"
	sed -i 's/    unless: \[quoted, negated\]/    unless: negated/
		s/        - "«We have lost 3/        - "«We made $5»"\n        - "«We lose up to $5»"\n&/' \
		policy/policy.md
}
teardown() { flow_teardown; }

@test "an owner widens a rule, is told what nothing tests, and writes an example" {
	expect 0 decorum test --coverage --mutate confidential/money
	says "branches  5 of 5 (100.0 %)" "0 survived"
	sed -i 's/earn|lose|make/earn|lose|make|spend/' policy/policy.md
	expect 0 decorum test confidential/money
	expect 1 decorum test --mutate confidential/money
	says "policy/policy.md:49:35:" "no example notices when this is left out" \
		"                              ^~~~~" "1 survived"
	sed -i 's/        - "«We made/        - "«We spent $7» on tea"\n&/' policy/policy.md
	expect 0 decorum test --coverage --mutate --threshold 100 confidential/money
	says "branches  6 of 6 (100.0 %)" "0 survived"
}

@test "a reason in writing lets a change pass, until an example tests it" {
	sed -i 's/earn|lose|make/earn|lose|make|spend/
		s/    unless: negated/&\n    untested: {what: spend, reason: as lose}/' policy/policy.md
	expect 0 decorum test --coverage --mutate --threshold 100 confidential/money
	says "1 more branch is untested for a written reason" "1 with a written reason, 0 survived"
	sed -i 's/        - "«We made/        - "«We spent $7» on tea"\n&/' policy/policy.md
	expect 1 decorum test --mutate confidential/money
	says "take it out of \"untested\""
}

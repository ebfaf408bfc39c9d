#!/bin/sh
# The bench of quality counts right: a folder of sets whose figures are known.
set -eu
quality=$(dirname "$OUT")/bench/quality
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/tone" "$folder/grammar/nc" "$folder/pii"
# Two of three bad ones are found, one of two good ones is flagged.
cat >"$folder/tone/davidson.jsonl" <<'EOF'
{"id":"1","text":"You are an idiot.","label":1,"class":"offensive"}
{"id":"2","text":"What a stupid idiot you are.","label":1,"class":"offensive"}
{"id":"3","text":"Nothing to see here.","label":1,"class":"hate"}

{"id":"4","text":"Nice weather today.","label":0,"class":"neither"}
{"id":"5","text":"You are an idiot, my friend.","label":0,"class":"neither"}
EOF
echo '{"id":"1","text":"Our café opens at nine.","label":0}' >"$folder/grammar/nc/cweb.jsonl"
# The span counts characters, the program bytes.
cat >"$folder/pii/presidio_synth.jsonl" <<'EOF'
{"id":"1","text":"ééééé jane.roe@acme.org","label":1,"spans":[{"start":6,"end":23,"type":"EMAIL_ADDRESS"}]}
{"id":"2","text":"ask Jane","label":0,"spans":[{"start":4,"end":8,"type":"PERSON"}]}
EOF
"$quality" "$DECORUM" "$folder" >"$folder/out"
echo 1..7
number=0
# prints PATTERN NAME
prints() {
	number=$((number + 1))
	if grep -q "$1" "$folder/out"; then
		echo "ok $number - $2"
	else
		echo "not ok $number - $2"
		sed 's/^/# /' "$folder/out"
	fi
}
prints '^Davidson  *5  balanced accuracy  *0.583 ' "balanced accuracy is the mean of both sides"
prints '^Davidson  *5  harmless flagged  *0.500 ' "harmless ones are counted among the harmless"
prints '^  hate  *1  0.000$' "rows are counted by class"
prints '^web text, tone  *1  flagged  *0.0000  <= 0.01 *yes' "a clean text is not flagged"
prints '^personal data  *2  F1 of spans  *1.000 ' "spans are compared in characters"
prints 'sets are not there\.$' "what is missing is said"
number=$((number + 1))
if "$quality" "$DECORUM" "$folder/pii" >"$folder/out" 2>&1; then
	echo "not ok $number - a folder without any set is refused"
else
	grep -q 'holds none of the sets' "$folder/out" && echo "ok $number - a folder without any set is refused"
fi

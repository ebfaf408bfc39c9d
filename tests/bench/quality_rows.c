/* Rows of a set, judged by `decorum screen`. */
#include "quality.h"

#include "core/file.h"
#include "core/limits.h"
#include "core/proc.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void give_up(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	(void)fputs("bench-quality: ", stderr);
	(void)vfprintf(stderr, fmt, args);
	(void)fputc('\n', stderr);
	va_end(args);
	exit(2);
}

/* ---- reading ---- */

static size_t char_start(struct str s, size_t at)
{
	while (at > 0 && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* Sets of made-up keys are stored backwards, so that no scanner takes them for leaks. */
static struct str reversed(struct str s, struct arena *a)
{
	struct buf out;
	struct str copy;

	buf_init(&out, 0);
	for (size_t end = s.n; end > 0;) {
		const size_t start = char_start(s, end - 1);

		buf_str(&out, str_slice(s, start, end));
		end = start;
	}
	copy = arena_str(a, buf_view(&out));
	buf_release(&out);
	return copy;
}

static struct str string_of(const json_t *row, const char *key)
{
	const json_t *value = json_object_get(row, key);

	return value ? (struct str){ json_string_value(value), json_string_length(value) }
		     : STR_NULL;
}

static struct str text_of(const json_t *row, struct arena *a)
{
	if (json_object_get(row, "text"))
		return string_of(row, "text");
	if (json_object_get(row, "text_rev"))
		return reversed(string_of(row, "text_rev"), a);
	if (json_object_get(row, "word"))
		return string_of(row, "word");
	return string_of(row, "term");
}

static json_t *parse(struct str line, const char *what)
{
	json_error_t why;
	json_t *value = json_loadb(line.p, line.n, JSON_ALLOW_NUL, &why);

	if (!value)
		give_up("%s: %s", what, why.text);
	return value;
}

static void read_rows(const struct set *s, struct str bytes, struct rows *out)
{
	struct str line;

	while (str_line(&bytes, &line)) {
		json_t *gold;
		struct row *row;

		if (!str_trim(line).n)
			continue;
		gold = parse(line, s->name);
		if (s->kind && !str_is(string_of(gold, "kind"), s->kind)) {
			json_decref(gold);
			continue;
		}
		row = VEC_ADD(&out->a, &out->v);
		*row = (struct row){ .gold = gold, .text = text_of(gold, &out->a) };
	}
}

/* ---- judging ---- */

static int put_bytes(const char *bytes, size_t n, void *out)
{
	buf_add(out, bytes, n);
	return 0;
}

static void put_line(const struct set *s, const struct row *row, size_t i,
		     struct buf *out)
{
	char id[24];
	json_t *line = json_object();

	(void)snprintf(id, sizeof(id), "%zu", i);
	json_object_set_new(line, "id", json_string(id));
	json_object_set_new(line, "text",
			    json_stringn(row->text.p ? row->text.p : "", row->text.n));
	json_object_set_new(line, "who", json_string("company"));
	if (s->moves)
		json_object_set_new(
			line, "reply_to",
			json_pack("{s:s,s:s}", "who", "customer", "tone", "hostile"));
	(void)json_dump_callback(line, put_bytes, out, JSON_COMPACT);
	buf_char(out, '\n');
	json_decref(line);
}

static bool counts(const struct set *s, const json_t *finding)
{
	const struct str rule = string_of(finding, "rule");
	const size_t slash = str_chr(rule, '/', 0);
	const struct str topic = str_slice(rule, 0, slash == SIZE_MAX ? 0 : slash);
	struct str rest = str_from(s->topics), one;

	if (!s->advice && str_is(string_of(finding, "level"), "advise"))
		return false;
	while (str_field(&rest, ' ', &one))
		if (str_eq(one, topic))
			return true;
	return false;
}

static size_t characters(struct str s, size_t bytes)
{
	size_t n = 0;

	for (size_t i = 0; i < bytes && i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xc0) != 0x80;
	return n;
}

static size_t offset(const struct row *row, const json_t *finding, const char *key)
{
	const json_int_t at = json_integer_value(json_object_get(finding, key));

	return characters(row->text, at > 0 ? (size_t)at : 0);
}

static bool moves_to_private(const json_t *answer)
{
	const json_t *moves = json_object_get(answer, "moves"), *move;
	size_t i;

	json_array_foreach(moves, i, move)
	{
		const char *name = json_string_value(move);

		if (name && (strcmp(name, "acknowledge-private") == 0 ||
			     strcmp(name, "route-support") == 0))
			return true;
	}
	return false;
}

static void take_answer(const struct set *s, struct row *row, struct arena *a)
{
	const json_t *findings = json_object_get(row->answer, "findings"), *finding;
	size_t i;

	json_array_foreach(findings, i, finding) if (counts(s, finding)) *
		VEC_ADD(a, &row->hits) = (struct hit){ offset(row, finding, "start"),
						       offset(row, finding, "end") };
	row->flagged = s->moves ? moves_to_private(row->answer) : row->hits.n > 0;
}

static void take_answers(const struct set *s, struct str printed, struct rows *out)
{
	struct str line;
	size_t i = 0;

	for (; str_line(&printed, &line); i++) {
		if (i >= out->v.n)
			give_up("%s: more answers than texts", s->name);
		out->v.p[i].answer = parse(line, "the answer of screen");
		take_answer(s, &out->v.p[i], &out->a);
	}
	if (i < out->v.n)
		give_up("%s: %zu of %zu texts were answered", s->name, i, out->v.n);
}

static void judge(const char *program, const struct set *s, struct rows *out)
{
	const char *const argv[] = { program, "screen", NULL };
	struct proc p = { .argv = argv, .dir = "/", .cap = 1024u * MIB };
	struct proc_result r;
	struct buf lines;
	struct err e;

	buf_init(&lines, 0);
	for (size_t i = 0; i < out->v.n; i++)
		put_line(s, &out->v.p[i], i, &lines);
	p.input = buf_view(&lines);
	if (proc_run(&p, &out->a, &r, &e) < 0)
		give_up("%s", e.msg);
	if (r.status)
		give_up("%s screen ended with %d: %.*s", program, r.status,
			STR_ARG(r.err));
	buf_release(&lines);
	take_answers(s, r.out, out);
}

bool rows_judge(const char *program, const char *folder, const struct set *s,
		struct rows *out)
{
	struct str path, bytes;
	struct err e;

	*out = (struct rows){ 0 };
	path = arena_printf(&out->a, "%s/%s.jsonl", folder, s->name);
	if (file_read(path.p, 256 * MIB, &out->a, &bytes, &e) < 0) {
		if (e.code != ERR_NOT_FOUND)
			give_up("%s", e.msg);
		arena_release(&out->a);
		return false;
	}
	read_rows(s, bytes, out);
	if (out->v.n)
		judge(program, s, out);
	return true;
}

void rows_release(struct rows *r)
{
	for (size_t i = 0; i < r->v.n; i++) {
		json_decref(r->v.p[i].gold);
		json_decref(r->v.p[i].answer);
	}
	arena_release(&r->a);
	*r = (struct rows){ 0 };
}

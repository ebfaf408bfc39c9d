/* A pattern in a scalar of a policy file: troubles inside it are at their bytes. */
#include "policy/load.h"
#include "text/pos.h"
#include "text/regex.h"

const struct yaml *load_tail(struct loader *l, const struct yaml *node, size_t from)
{
	struct yaml *tail = ARENA_NEW(l->a, struct yaml);

	*tail = *node;
	tail->value = str_slice(node->value, from, node->value.n);
	tail->map = node->map ? node->map + from : NULL;
	tail->at = yaml_span(node, from, node->value.n);
	return tail;
}

static bool good_parts_of_speech(struct loader *l, const struct yaml *node,
				 const struct pattern *p)
{
	bool good = true;

	if (p->pos.n && !pos_named(p->pos)) {
		(void)finding_add(
			l->f, FINDING_POLICY_PATTERN, l->s,
			yaml_span(node, p->at.start, p->at.end),
			"\"%.*s\" is no part of speech: noun, verb, adjective or "
			"adverb; write \"\\:\" for the character itself",
			STR_ARG(load_clip(p->pos)));
		good = false;
	}
	for (size_t i = 0; i < p->n_kids; i++)
		good = good_parts_of_speech(l, node, p->kids[i]) && good;
	return good;
}

/* `text` compiles; if not, a finding at the byte where it does not. `from`: where it
 * stands in the scalar. */
static bool compiles(struct loader *l, const struct yaml *node, const struct pattern *p,
		     struct str text, size_t most)
{
	const size_t from = p->at.start + 1u;
	struct regex *regex = NULL;
	struct err e = { 0 };
	size_t at = 0;
	const bool good = regex_compile(text, 0, &regex, &at, &e) == 0;

	if (!good)
		(void)finding_add(l->f, FINDING_POLICY_REGEX, l->s,
				  at < most ? yaml_span(node, from + at, from + at + 1)
					    : yaml_span(node, p->at.start, p->at.end),
				  "%s%s%s", e.msg, e.hint[0] ? "; " : "", e.hint);
	regex_free(regex);
	return good;
}

/* By itself, and as it is run: "a)(b" and a comment without end are only wrong in one. */
static bool good_regexes(struct loader *l, const struct yaml *node,
			 const struct pattern *p)
{
	bool good = true;

	if (p->kind == PATTERN_REGEX)
		good = compiles(l, node, p, p->text, p->text.n) &&
		       compiles(l, node, p, pattern_whole(p->text, l->a), 0);
	for (size_t i = 0; i < p->n_kids; i++)
		good = good_regexes(l, node, p->kids[i]) && good;
	return good;
}

bool load_pattern(struct loader *l, const struct yaml *node, struct policy_pattern *out)
{
	struct pattern_error bad;

	*out = (struct policy_pattern){ .text = node->value,
					.at = node->at,
					.node = node };
	if (!pattern_parse(node->value, l->a, &out->tree, &bad)) {
		out->tree = NULL;
		(void)finding_add(l->f, FINDING_POLICY_PATTERN, l->s,
				  yaml_span(node, bad.at.start, bad.at.end), "%s",
				  bad.msg);
		return false;
	}
	return good_parts_of_speech(l, node, out->tree) &&
	       good_regexes(l, node, out->tree);
}

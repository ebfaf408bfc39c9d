#include "cmd/explain.h"
#include "core/file.h"
#include "text/utf8.h"

#include <stdarg.h>

enum { LABEL = 14, WIDTH = 78 };

/* ---- how it is written ---- */

static unsigned columns_of(struct str s)
{
	unsigned columns = 0;

	for (size_t at = 0, n; at < s.n; at += n)
		columns += utf8_width(utf8_decode(s, at, &n));
	return columns;
}

static void wrap(struct buf *out, struct str rest)
{
	unsigned column = LABEL;
	struct str word;

	while (str_field(&rest, ' ', &word)) {
		const unsigned wide = columns_of(word);

		if (column > LABEL && column + 1 + wide > WIDTH) {
			buf_char(out, '\n');
			buf_fill(out, ' ', LABEL);
			column = LABEL;
		} else if (column > LABEL) {
			buf_char(out, ' ');
			column++;
		}
		buf_str(out, word);
		column += wide;
	}
	buf_char(out, '\n');
}

void explain_say(struct buf *out, const char *label, struct str text)
{
	const size_t n = strlen(label) + 2;
	struct buf safe;

	if (!text.n)
		return;
	buf_init(&safe, 0);
	report_plain(text, &safe);
	buf_printf(out, "  %s", label);
	buf_fill(out, ' ', n < LABEL ? LABEL - n : 1);
	wrap(out, buf_view(&safe));
	buf_release(&safe);
}

void explain_sayf(struct cmd *c, const char *label, const char *fmt, ...)
{
	char text[8192];
	va_list ap;

	va_start(ap, fmt);
	(void)vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	explain_say(&c->out, label, utf8_clip(str_from(text), sizeof(text)));
}

const char *explain_level(enum level l)
{
	switch (l) {
	case LEVEL_BLOCK:
		return "block: the post is refused";
	case LEVEL_ASK:
		return "ask: somebody has to sign it off";
	case LEVEL_ADVISE:
		return "advise: printed, refuses nothing";
	default:
		return "";
	}
}

/* ---- what is meant ---- */

/* Take ":12" off the end of `name`. */
static bool take_number(struct str *name, uint32_t *out)
{
	size_t at = name->n;
	uint64_t n;

	while (at && ascii_is_digit((unsigned char)name->p[at - 1]))
		at--;
	if (at < 2 || name->p[at - 1] != ':' ||
	    !str_to_u64(str_slice(*name, at, name->n), &n) || !n || n > UINT32_MAX)
		return false;
	*out = (uint32_t)n;
	name->n = at - 1;
	return true;
}

static bool is_there(struct cmd *c, struct str path, struct explain_place *out)
{
	out->path = arena_cstr(&c->run, path);
	return file_kind(out->path, NULL) == FILE_REGULAR;
}

bool explain_is_place(struct cmd *c, const char *name, struct explain_place *out)
{
	struct str path = str_from(name);
	uint32_t last, before;

	*out = (struct explain_place){ 0 };
	if (str_ends(path, ":")) /* as it stands before a message */
		path.n--;
	if (is_there(c, path, out))
		return true;
	if (!take_number(&path, &last))
		return false;
	out->line = last;
	if (is_there(c, path, out))
		return true;
	if (!take_number(&path, &before))
		return false;
	out->line = before;
	out->column = last;
	return is_there(c, path, out);
}

static struct str nearest(struct cmd *c, const struct policy *p, struct str name)
{
	const size_t n = p->n_rules + p->n_clauses + FINDING_KINDS;
	struct str *names = arena_array(&c->run, n, sizeof(*names));
	size_t k = 0;

	for (size_t i = 0; i < p->n_rules; i++)
		names[k++] = p->rules[i].id;
	for (size_t i = 0; i < p->n_clauses; i++)
		names[k++] = p->clauses[i].id;
	for (int i = 0; i < FINDING_KINDS; i++)
		names[k++] = str_from(finding_info((enum finding_kind)i)->id);
	return str_nearest(name, names, k);
}

static int unknown(struct cmd *c, const struct policy *p, struct str name)
{
	struct str path = name, near = nearest(c, p, name);
	uint32_t line;
	struct err e;

	if (take_number(&path, &line) || str_ends(name, ".md")) {
		(void)take_number(&path, &line);
		(void)err_set(&e, ERR_NOT_FOUND, "%.*s is not there", STR_ARG(path));
		return cmd_fail(c, &e);
	}
	(void)err_set(&e, ERR_USAGE, "'%.*s' is no rule, no clause and no file",
		      STR_ARG(name));
	if (near.n)
		(void)err_hint(&e, "did you mean '%.*s'?", STR_ARG(near));
	else
		(void)err_hint(&e, "'decorum render' lists the clauses, 'decorum bundle "
				   "dump' the rules");
	return cmd_fail(c, &e);
}

static int explain_name(struct explain *x, const char *name)
{
	struct str id = str_from(name);
	struct policy p;
	struct findings f;
	struct err e;

	findings_init(&f, &x->c->run);
	if (explain_kind(x, id))
		return EXIT_CLEAN;
	if (policy_around(x->c, &p, &f, &e) < 0)
		return cmd_fail(x->c, &e);
	if (findings_worst(&f) == LEVEL_BLOCK)
		cmd_note(x->c, "the policy does not compile; 'decorum compile' says why");
	if (explain_rule(x, &p, id) || explain_clause(x, &p, id))
		return EXIT_CLEAN;
	return unknown(x->c, &p, id);
}

static int explain_all(struct explain *x, const char **names)
{
	struct explain_place at;
	int ret = EXIT_CLEAN, worst = EXIT_CLEAN;

	for (; *names; names++) {
		if (explain_is_place(x->c, *names, &at))
			ret = explain_post(x, &at);
		else if (x->rule.n)
			ret = cmd_usage(x->c, "--rule needs a file: %s is none", *names);
		else
			ret = explain_name(x, *names);
		if (ret > worst)
			worst = ret;
		if (names[1] && ret == EXIT_CLEAN)
			buf_char(&x->c->out, '\n');
	}
	return worst;
}

struct options {
	char *rule, *effective, *account, *product;
	int reveal;
};

static int run(struct explain *x, const struct options *o, const char **names)
{
	const struct explain_target target = { .rule = str_from(o->effective),
					       .account = str_from(o->account),
					       .product = str_from(o->product),
					       .post = names[0] };

	x->reveal = o->reveal;
	x->rule = str_from(o->rule);
	if (o->effective && names[0] && names[1])
		return cmd_usage(x->c, "--effective takes one post");
	if (o->effective && o->rule)
		return cmd_usage(x->c, "--effective and --rule exclude each other");
	if (o->effective)
		return explain_effective(x, &target);
	if (o->account || o->product)
		return cmd_usage(x->c, "--account and --product go with --effective");
	return names[0] ? explain_all(x, names)
			: cmd_usage(x->c, "name a rule, a clause, or a place in a post");
}

int cmd_explain(struct cmd *c, int argc, const char **argv)
{
	struct options o = { 0 };
	struct poptOption table[] = {
		{ "rule", 0, POPT_ARG_STRING, &o.rule, 0,
		  "ask about this rule only, however far off it was", "RULE" },
		{ "effective", 0, POPT_ARG_STRING, &o.effective, 0,
		  "the rule with all overlays over it", "RULE" },
		{ "account", 0, POPT_ARG_STRING, &o.account, 0,
		  "with --effective: for this account", "ID" },
		{ "product", 0, POPT_ARG_STRING, &o.product, 0,
		  "with --effective: for this product", "ID" },
		{ "reveal", 0, POPT_ARG_NONE, &o.reveal, 0,
		  "show masked words (slurs, secrets)", NULL },
		POPT_TABLEEND
	};
	struct explain x = { .c = c };
	const char **names = NULL;
	int ret = cmd_options(c, argc, argv, table, "[OPTION...] NAME...",
			      "Says what a rule or a clause is about; or, of a post or a "
			      "line of it, why "
			      "each\nrule fired, and why those that came near did not. "
			      "NAME is a rule, a "
			      "clause,\nFILE, FILE:LINE or FILE:LINE:COLUMN.\n",
			      &names);

	if (ret == CMD_GO)
		ret = run(&x, &o, names);
	free(o.rule);
	free(o.effective);
	free(o.account);
	free(o.product);
	return ret;
}

#define PCRE2_CODE_UNIT_WIDTH 8
#include "as_regex.h"

#include "core/buf.h"

#include <assert.h>
#include <pcre2.h>

struct as_regex {
	struct arena a;
	VEC(pcre2_code *) codes;
	pcre2_match_data *found;
	size_t refused;
};

/* ---- from a pattern ---- */

struct writer {
	const struct policy *p;
	struct arena *a;
	struct buf *out;
};

static void put_quoted(struct buf *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		if (strchr("\\^$.[]|()?*+{}#- ", text.p[i]))
			buf_char(out, '\\');
		buf_char(out, text.p[i]);
	}
}

/* A part of a contraction stands right behind its word. */
static const char *clitic_of(struct str word)
{
	static const char *const parts[][2] = {
		{ "not", "n['’]t" },  { "are", "['’]re" }, { "have", "['’]ve" },
		{ "will", "['’]ll" }, { "am", "['’]m" },   { "'s", "['’]s" },
		{ "'d", "['’]d" },
	};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++)
		if (str_is(word, parts[i][0]))
			return parts[i][1];
	return NULL;
}

/* The forms of a word, with the blank that parts it from what is before it. */
static void put_forms(struct writer *w, const struct str *forms, size_t n, bool blank)
{
	const char *clitic = NULL;

	for (size_t i = 0; i < n && !clitic; i++)
		clitic = clitic_of(forms[i]);
	buf_cstr(w->out, blank ? "(?:\\s+(?:" : "(?:(?:");
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(w->out, '|');
		put_quoted(w->out, forms[i]);
	}
	buf_char(w->out, ')');
	if (clitic && blank)
		buf_printf(w->out, "|%s", clitic);
	buf_cstr(w->out, ")");
}

static const char *class_of(struct str name)
{
	static const char *const classes[][2] = {
		{ "MONEY",
		  "(?:[$€£]\\s?\\d[\\d.,]*[km]?|\\d[\\d.,]*\\s?(?:dollars?|euros?|"
		  "pounds?))" },
		{ "NUMBER", "\\d[\\d.,]*" },
		{ "PERCENT", "\\d[\\d.,]*\\s?(?:%|per cent|percent)" },
		{ "EMAIL", "[\\w.+-]+@[\\w-]+\\.[\\w.-]+" },
		{ "PHONE", "\\+?\\d[\\d ()-]{6,}\\d" },
		{ "URL", "https?://\\S+" },
		{ "CAPS", "(?-i:[A-Z]{2,})" },
		{ "EMOJI", "\\p{Extended_Pictographic}" },
		{ "HASHTAG", "#\\w+" },
		{ "MENTION", "@\\w+" },
	};

	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		if (str_is(name, classes[i][0]))
			return classes[i][1];
	return "\\w+";
}

static void put(struct writer *w, const struct pattern *node, bool blank);

static void put_kids(struct writer *w, const struct pattern *node, bool blank)
{
	for (size_t i = 0; i < node->n_kids; i++)
		put(w, node->kids[i], blank || i > 0);
}

static void put_choice(struct writer *w, const struct pattern *node, bool blank)
{
	buf_cstr(w->out, "(?:");
	for (size_t i = 0; i < node->n_kids; i++) {
		if (i)
			buf_char(w->out, '|');
		put(w, node->kids[i], blank);
	}
	buf_char(w->out, ')');
}

static void put_list(struct writer *w, struct str name, bool blank)
{
	bool some = false;

	buf_cstr(w->out, "(?:");
	for (size_t i = 0; i < w->p->n_lists; i++) {
		const struct policy_list *list = &w->p->lists[i];

		for (size_t k = 0; str_eq(list->name, name) && k < list->n_terms; k++) {
			if (some)
				buf_char(w->out, '|');
			put(w, list->terms[k].pattern.tree, blank);
			some = true;
		}
	}
	buf_char(w->out, ')');
}

static void put_word(struct writer *w, const struct pattern *node, bool blank)
{
	struct str only = node->text;
	struct str_list forms = { &only, 1 };

	if (node->kind == PATTERN_WORD)
		inflect(node->text, w->a, &forms);
	if (node->kind == PATTERN_CASE)
		buf_cstr(w->out, "(?-i:");
	put_forms(w, forms.p, forms.n, blank);
	if (node->kind == PATTERN_CASE)
		buf_char(w->out, ')');
}

/* The depth of a tree is bounded: pattern_parse(). `blank`: something is before it. */
static void put(struct writer *w, const struct pattern *node, bool blank)
{
	switch (node->kind) {
	case PATTERN_LIST:
		put_list(w, node->text, blank);
		break;
	case PATTERN_CLASS:
		buf_printf(w->out, "%s%s", blank ? "\\s+" : "", class_of(node->text));
		break;
	case PATTERN_REGEX:
		buf_printf(w->out, "%s(?:%.*s)", blank ? "\\s+" : "", STR_ARG(node->text));
		break;
	case PATTERN_GAP:
		buf_printf(w->out, "(?:[,\"'-]?\\s+[\\w'’-]+){0,%u}[,\"'-]?", node->max);
		break;
	case PATTERN_SEQ:
		put_kids(w, node, blank);
		break;
	case PATTERN_ALT:
		put_choice(w, node, blank);
		break;
	case PATTERN_OPT:
		buf_cstr(w->out, "(?:");
		put_kids(w, node, blank);
		buf_cstr(w->out, ")?");
		break;
	default:
		put_word(w, node, blank);
		break;
	}
}

/* ---- all of them ---- */

static bool add(struct as_regex *all, struct str text, bool caseless)
{
	const uint32_t options = PCRE2_UTF | (caseless ? PCRE2_CASELESS : 0);
	size_t at;
	int code;
	pcre2_code *made =
		pcre2_compile((PCRE2_SPTR)text.p, text.n, options, &code, &at, NULL);

	if (!made)
		return false;
	(void)pcre2_jit_compile(made, PCRE2_JIT_COMPLETE);
	*VEC_ADD(&all->a, &all->codes) = made;
	return true;
}

static bool add_tree(struct as_regex *all, const struct policy *p,
		     const struct pattern *tree)
{
	struct arena a = { 0 };
	struct buf out;
	struct writer w = { p, &a, &out };
	bool good;

	buf_init(&out, 0);
	buf_cstr(&out, "(?<!\\w)");
	put(&w, tree, false);
	buf_cstr(&out, "(?!\\w)");
	good = add(all, buf_view(&out), true);
	buf_release(&out);
	arena_release(&a);
	return good;
}

/* Half of the terms each, as often as the list is too long. */
static void add_terms(struct as_regex *all, const struct policy *p,
		      const struct policy_term *terms, size_t n)
{
	struct pattern **kids = arena_array(&all->a, n, sizeof(struct pattern *));
	const struct pattern any = { .kind = PATTERN_ALT, .kids = kids, .n_kids = n };

	for (size_t i = 0; i < n; i++)
		kids[i] = terms[i].pattern.tree;
	if (!n || add_tree(all, p, &any))
		return;
	if (n == 1) {
		all->refused++;
		return;
	}
	add_terms(all, p, terms, n / 2);
	add_terms(all, p, terms + n / 2, n - n / 2);
}

static void add_lists(struct as_regex *all, const struct policy *p,
		      const struct policy_rule *r)
{
	for (size_t i = 0; i < r->n_lists; i++)
		for (size_t k = 0; k < p->n_lists; k++)
			if (str_eq(p->lists[k].name, r->lists[i]))
				add_terms(all, p, p->lists[k].terms, p->lists[k].n_terms);
}

static void add_rule(struct as_regex *all, const struct policy *p,
		     const struct policy_rule *r)
{
	if (r->kind == RULE_TERMS) {
		add_lists(all, p, r);
		return;
	}
	for (size_t i = 0; i < r->n_patterns; i++)
		if (r->patterns[i].tree && !add_tree(all, p, r->patterns[i].tree))
			all->refused++;
	for (size_t i = 0; i < r->n_regexes; i++)
		if (!add(all, r->regexes[i].text, r->caseless))
			all->refused++;
}

struct as_regex *as_regex_new(const struct policy *p)
{
	struct as_regex *all = calloc(1, sizeof(*all));

	assert(all);
	all->found = pcre2_match_data_create(1, NULL);
	for (size_t i = 0; i < p->n_rules; i++)
		add_rule(all, p, &p->rules[i]);
	return all;
}

void as_regex_free(struct as_regex *all)
{
	if (!all)
		return;
	for (size_t i = 0; i < all->codes.n; i++)
		pcre2_code_free(all->codes.p[i]);
	pcre2_match_data_free(all->found);
	arena_release(&all->a);
	free(all);
}

size_t as_regex_count(const struct as_regex *all)
{
	return all->codes.n;
}

size_t as_regex_refused(const struct as_regex *all)
{
	return all->refused;
}

size_t as_regex_run(struct as_regex *all, struct str text)
{
	const size_t *ends = pcre2_get_ovector_pointer(all->found);
	size_t n = 0;

	for (size_t i = 0; i < all->codes.n; i++)
		for (size_t from = 0; from < text.n; from = ends[1]) {
			if (pcre2_match(all->codes.p[i], (PCRE2_SPTR)text.p, text.n, from,
					PCRE2_NO_UTF_CHECK, all->found, NULL) < 0 ||
			    ends[1] == from)
				break;
			n++;
		}
	return n;
}

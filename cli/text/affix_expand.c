#include "text/affix.h"

struct expansion {
	const struct affix *affix;
	const struct affix_sink *sink;
	struct arena *a;
	struct str flags; /* of the word at hand */
	struct affix_form form;
	VEC(struct affix_form) found;
};

static bool has_flag(struct str flags, unsigned char flag)
{
	return flag && memchr(flags.p, flag, flags.n);
}

/* Hunspell knows two ways to end the word: a tabulator, and a blank before a field
 * like "po:noun". Then "\/" is a slash and "/" starts the flags. */
static struct str cut_comment(struct str line)
{
	size_t tab = str_chr(line, '\t', 0);
	size_t colon = 0;

	line = str_slice(line, 0, tab == SIZE_MAX ? line.n : tab);
	while ((colon = str_chr(line, ':', colon)) != SIZE_MAX) {
		if (colon > 3 && line.p[colon - 3] == ' ')
			return str_trim(str_slice(line, 0, colon - 3));
		colon++;
	}
	return str_trim(line);
}

static struct str take_flags(struct str *line, struct arena *a)
{
	struct str flags = STR("");
	char *word = arena_alloc(a, line->n + 1);
	size_t n = 0;

	for (size_t i = 0; i < line->n; i++) {
		if (line->p[i] == '/' && i > 0 && line->p[i - 1] == '\\')
			n--;
		else if (line->p[i] == '/' && i > 0) {
			flags = str_slice(*line, i + 1, line->n);
			break;
		}
		word[n++] = line->p[i];
	}
	*line = (struct str){ word, n };
	return flags;
}

static void add_form(struct expansion *x, struct str text, enum affix_relation relation)
{
	struct affix_form form = x->form;

	form.text = text;
	form.relation = relation;
	*VEC_ADD(x->a, &x->found) = form;
}

/* `text` with the affix put on, or STR_NULL if it does not go there. */
static struct str put_on(struct expansion *x, const struct affix_entry *entry,
			 struct str text, bool suffix)
{
	size_t keep = text.n - entry->strip.n;
	struct str stem, stripped;
	char *out;

	if (entry->strip.n >= text.n || !affix_fits(entry, text, suffix))
		return STR_NULL;
	stem = suffix ? str_slice(text, 0, keep) : str_slice(text, entry->strip.n, text.n);
	stripped = suffix ? str_slice(text, keep, text.n)
			  : str_slice(text, 0, entry->strip.n);
	if (!str_eq(stripped, entry->strip))
		return STR_NULL;
	out = arena_alloc(x->a, stem.n + entry->add.n + 1);
	memcpy(out + (suffix ? 0 : entry->add.n), stem.p, stem.n);
	memcpy(out + (suffix ? stem.n : 0), entry->add.p, entry->add.n);
	return (struct str){ out, stem.n + entry->add.n };
}

/* All prefixes of the word's flags before `text`; with a suffix on it, only those that
 * may be crossed. */
static void add_prefixes(struct expansion *x, struct str text, bool crossed)
{
	for (size_t i = 0; i < x->flags.n; i++) {
		const struct affix_class *c =
			&x->affix->prefix[(unsigned char)x->flags.p[i]];

		if (crossed && !c->cross)
			continue;
		for (size_t k = 0; k < c->entries.n; k++) {
			struct str form = put_on(x, &c->entries.p[k], text, false);

			if (form.p)
				add_form(x, form, AFFIX_PREFIXED);
		}
	}
}

static void add_suffixes(struct expansion *x, struct str root)
{
	for (size_t i = 0; i < x->flags.n; i++) {
		const struct affix_class *c =
			&x->affix->suffix[(unsigned char)x->flags.p[i]];

		for (size_t k = 0; k < c->entries.n; k++) {
			struct str form = put_on(x, &c->entries.p[k], root, true);

			if (!form.p)
				continue;
			add_form(x, form, AFFIX_SUFFIXED);
			if (c->cross)
				add_prefixes(x, form, true);
		}
	}
}

static void expand_word(struct expansion *x, struct str root)
{
	const struct affix *affix = x->affix;

	if (affix->rules.n && x->flags.n && x->sink->part)
		x->sink->part(x->sink->context, root, x->flags);
	if (has_flag(x->flags, affix->only_in_compound))
		return;
	x->found.n = 0;
	x->form = (struct affix_form){
		.root = root,
		.shy = has_flag(x->flags, affix->no_suggest),
		.forbidden = has_flag(x->flags, affix->forbidden),
	};
	if (!has_flag(x->flags, affix->need_affix))
		add_form(x, root, AFFIX_ROOT);
	add_prefixes(x, root, false);
	add_suffixes(x, root);
	for (size_t i = 0; i < x->found.n; i++) {
		x->found.p[i].family = x->found.n;
		x->sink->form(x->sink->context, &x->found.p[i]);
	}
}

int affix_expand(const struct affix *affix, struct str dic, const char *name,
		 struct arena *a, const struct affix_sink *sink, struct err *e)
{
	struct expansion x = { .affix = affix, .sink = sink, .a = a };
	struct str line;
	uint64_t n;

	if (str_starts(dic, "\xef\xbb\xbf"))
		dic = str_slice(dic, 3, dic.n);
	if (!str_line(&dic, &line) || !str_to_u64(str_trim(line), &n))
		return err_set(e, ERR_INVALID, "%s does not start with its word count",
			       name);
	while (str_line(&dic, &line)) {
		line = cut_comment(line);
		x.flags = take_flags(&line, a);
		if (line.n && str_chr(line, ' ', 0) == SIZE_MAX)
			expand_word(&x, line);
	}
	return 0;
}

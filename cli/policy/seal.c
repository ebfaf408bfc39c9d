/* Sealed lists: words that can be matched but not read. Of each form of a word the file
 * holds the first eight bytes of digest_of_pieces(key, form), in hex; the key stands in
 * the file too. That hides the words from people who read or search the repository, not
 * from somebody who tries all words of a dictionary. */
#include "core/digest.h"
#include "policy/load.h"
#include "text/utf8.h"

enum {
	NEAR_FORMS = 2, /* forms of a word whose slips are known: itself and its plural */
	NEAR_LEAST = 4, /* letters of such a form */
	NEAR_MOST = 17,
	SEAL_WORDS = 8, /* of one entry */
	SEAL_FORMS = 24,
};

/* ---- writing ---- */

static void add_hex(struct buf *out, const uint8_t key[SEAL_KEY], struct str text,
		    int digits)
{
	const struct str pieces[] = { { (const char *)key, SEAL_KEY }, text };
	const struct digest d = digest_of_pieces(pieces, 2);

	for (int i = 0; i < digits / 2; i++)
		buf_printf(out, "%02x", d.bytes[i]);
}

/* The form and the form without any one letter: words that are one slip apart share one
 * of these. */
static void add_near(struct buf *near, const uint8_t key[SEAL_KEY], struct str form)
{
	char less[NEAR_MOST];

	if (form.n < NEAR_LEAST || form.n > NEAR_MOST)
		return;
	buf_char(near, ' ');
	add_hex(near, key, form, SEAL_NEAR_HEX);
	for (size_t i = 0; i < form.n; i++) {
		memcpy(less, form.p, i);
		memcpy(less + i, form.p + i + 1, form.n - i - 1);
		buf_char(near, ' ');
		add_hex(near, key, (struct str){ less, form.n - 1 }, SEAL_NEAR_HEX);
	}
}

/* What is never looked up must not be sealed: nobody would see that it is not found. */
static bool is_looked_up(const struct pattern *word, struct pattern_error *bad)
{
	if (word->text.n >= LIMIT_SEALED_LEAST && word->text.n <= LIMIT_SEALED_MOST)
		return true;
	bad->at = word->at;
	(void)snprintf(bad->msg, sizeof(bad->msg),
		       "a word of a sealed list has %u to %u bytes", LIMIT_SEALED_LEAST,
		       LIMIT_SEALED_MOST);
	return false;
}

static void seal_word(const struct pattern *word, const uint8_t key[SEAL_KEY],
		      struct arena *a, struct buf *sealed, struct buf *near)
{
	struct str_list forms = { (struct str[]){ word->text }, 1 };

	if (word->kind == PATTERN_WORD)
		inflect(word->text, a, &forms);
	for (size_t i = 0; i < forms.n && i < SEAL_FORMS; i++) {
		const struct str form = utf8_fold(forms.p[i], a);

		if (i)
			buf_char(sealed, '|');
		add_hex(sealed, key, form, SEAL_HEX);
		if (i < NEAR_FORMS)
			add_near(near, key, form);
	}
}

static bool seal_words(const struct pattern *p, const uint8_t key[SEAL_KEY],
		       struct arena *a, struct buf *sealed, struct buf *near,
		       struct pattern_error *bad)
{
	if (p->kind == PATTERN_WORD || p->kind == PATTERN_EXACT) {
		if (!is_looked_up(p, bad))
			return false;
		seal_word(p, key, a, sealed, near);
		return true;
	}
	if (p->kind != PATTERN_SEQ) {
		bad->at = p->at;
		(void)snprintf(bad->msg, sizeof(bad->msg),
			       "an entry of a sealed list is words only, in any case");
		return false;
	}
	for (size_t i = 0; i < p->n_kids; i++) {
		if (i)
			buf_char(sealed, ' ');
		if (!seal_words(p->kids[i], key, a, sealed, near, bad))
			return false;
	}
	return true;
}

bool policy_seal(struct str term, const uint8_t key[SEAL_KEY], struct arena *a,
		 struct buf *sealed, struct buf *near, struct pattern_error *bad)
{
	struct pattern *tree;

	return pattern_parse(term, a, &tree, bad) &&
	       seal_words(tree, key, a, sealed, near, bad);
}

/* ---- reading ---- */

static int hex_value(char c)
{
	if (ascii_is_digit((unsigned char)c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_hex(struct str s, size_t n)
{
	for (size_t i = 0; i < s.n; i++)
		if (hex_value(s.p[i]) < 0)
			return false;
	return s.n == n;
}

static bool load_key(const struct yaml *node, uint8_t key[SEAL_KEY])
{
	const struct str s = node ? node->value : STR_NULL;

	if (!node || !is_hex(s, 2 * SEAL_KEY))
		return false;
	for (size_t i = 0; i < SEAL_KEY; i++)
		key[i] =
			(uint8_t)(16 * hex_value(s.p[2 * i]) + hex_value(s.p[2 * i + 1]));
	return true;
}

/* One word: digests with | between. */
static struct pattern *sealed_word(struct loader *l, struct str word)
{
	struct pattern *p = ARENA_NEW(l->a, struct pattern);
	struct str rest = word, form;
	size_t n = 0;

	while (str_field(&rest, '|', &form) && n++ < SEAL_FORMS)
		if (!is_hex(form, SEAL_HEX))
			return NULL;
	if (!n)
		return NULL;
	p->kind = PATTERN_SEALED;
	p->text = str_slice(word, 0, SEAL_HEX);
	p->forms = word;
	return n <= SEAL_FORMS ? p : NULL;
}

/* An entry: words with blanks between. NULL: it is none. */
static struct pattern *sealed_entry(struct loader *l, struct str entry)
{
	struct pattern **kids = arena_array(l->a, SEAL_WORDS, sizeof(struct pattern *));
	struct pattern *all = ARENA_NEW(l->a, struct pattern);
	struct str rest = entry, word;

	while (str_field(&rest, ' ', &word)) {
		struct pattern *kid =
			all->n_kids < SEAL_WORDS ? sealed_word(l, word) : NULL;

		if (!kid)
			return NULL;
		kids[all->n_kids++] = kid;
	}
	if (!all->n_kids)
		return NULL;
	all->kind = PATTERN_SEQ;
	all->kids = kids;
	return all->n_kids == 1 ? kids[0] : all;
}

static int by_number(const void *pa, const void *pb)
{
	const uint32_t *a = pa, *b = pb;

	return (*a > *b) - (*a < *b);
}

static bool load_near(struct loader *l, struct str text, struct policy_list *list)
{
	struct str rest = text, word;

	list->near = arena_array(l->a, text.n / SEAL_NEAR_HEX + 1, sizeof(*list->near));
	while (str_field(&rest, ' ', &word)) {
		uint32_t n = 0;

		word = str_trim(word);
		if (!word.n)
			continue;
		if (!is_hex(word, SEAL_NEAR_HEX))
			return false;
		for (size_t i = 0; i < word.n; i++)
			n = n << 4 | (uint32_t)hex_value(word.p[i]);
		list->near[list->n_near++] = n;
	}
	if (list->n_near)
		qsort(list->near, list->n_near, sizeof(*list->near), by_number);
	return true;
}

static void trouble(struct loader *l, const struct yaml *map, const char *key,
		    const char *msg)
{
	(void)finding_add(l->f, FINDING_POLICY_LIST, l->s, load_key_at(map, key), "%s",
			  msg);
}

static void load_entry(struct loader *l, const struct yaml *one, struct map *seen,
		       struct policy_list *list)
{
	struct pattern *tree =
		one->kind == YAML_SCALAR ? sealed_entry(l, one->value) : NULL;

	if (!tree)
		(void)finding_add(l->f, FINDING_POLICY_LIST, l->s, one->at,
				  "this is no sealed entry; 'decorum seal' writes them");
	else if (!map_add(seen, one->value, 0))
		(void)finding_add(l->f, FINDING_POLICY_LIST, l->s, one->at,
				  "this entry is there already");
	else
		list->terms[list->n_terms++].pattern = (struct policy_pattern){
			.text = STR("(sealed)"), .at = one->at, .node = one, .tree = tree
		};
}

/* False: one key too many. */
static bool keep_key(struct loader *l, const uint8_t key[SEAL_KEY])
{
	for (size_t i = 0; i < l->n_seal_keys; i++)
		if (memcmp(l->seal_keys[i], key, SEAL_KEY) == 0)
			return true;
	if (l->n_seal_keys == LIMIT_SEAL_KEYS)
		return false;
	memcpy(l->seal_keys[l->n_seal_keys++], key, SEAL_KEY);
	return true;
}

void load_sealed(struct loader *l, const struct yaml *map, struct policy_list *list)
{
	const struct yaml *sealed = yaml_get(map, "sealed"),
			  *near = yaml_get(map, "near");
	struct map *seen = map_new(l->a);
	size_t n = sealed && sealed->kind == YAML_LIST ? sealed->n : 0;

	if (!sealed && !near && !yaml_get(map, "key"))
		return;
	list->sealed = true;
	if (!load_key(yaml_get(map, "key"), list->key))
		trouble(l, map, "key",
			"a sealed list has a key of 32 hex digits; 'decorum seal' makes "
			"one");
	else if (!keep_key(l, list->key))
		trouble(l, map, "key",
			"the sealed lists have too many different keys: begin this one "
			"with the key of another");
	if (!list->mask)
		trouble(l, map, "sealed",
			"a sealed list needs \"mask: true\": findings would show its "
			"words");
	if (near && near->kind == YAML_SCALAR && !load_near(l, near->value, list))
		trouble(l, map, "near", "this is not what 'decorum seal' writes here");
	for (size_t i = 0; i < n; i++)
		load_entry(l, sealed->items[i], seen, list);
}

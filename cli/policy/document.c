/* The Markdown of a policy: its head, its clauses and the text that each stands under. */
#include "policy/load.h"

static const char fence_name[] = "decorum";

/* ---- the head ---- */

static void check_licence(struct loader *l, const struct yaml *front)
{
	static const char *const owed[] = { "attribution", "changes" };
	const struct yaml *licence = yaml_get(front, "licence");

	if (!licence || !str_starts(licence->value, "CC-BY"))
		return;
	for (size_t i = 0; i < ARRAY_LEN(owed); i++) {
		if (yaml_str(front, owed[i]).n)
			continue;
		(void)finding_add(l->f, FINDING_POLICY_FRONT, l->s, licence->at,
				  "the licence %.*s asks for \"%s:\" too%s",
				  STR_ARG(load_clip(licence->value)), owed[i],
				  i ? " (\"none\" is an answer)"
				    : ": whose work is it based on, or who wrote it");
	}
}

static void load_head(struct loader *l, struct span at)
{
	const struct yaml *front =
		load_map(l, at, "the head of the policy", FINDING_POLICY_FRONT);

	if (!front)
		return;
	(void)load_check(l, front, front_schema, "the head of the policy",
			 FINDING_POLICY_FRONT);
	check_licence(l, front);
	l->out->title = yaml_str(front, "title");
	l->out->licence = yaml_str(front, "licence");
	l->out->attribution = yaml_str(front, "attribution");
	l->out->changes = yaml_str(front, "changes");
	if (yaml_str(front, "lang").n)
		l->out->lang = yaml_str(front, "lang");
}

static void head_of(struct loader *l, const struct front_matter *front, bool first)
{
	const struct span top = { 0, 0 };

	if (first && front->has) {
		load_head(l, front->front);
	} else if (first) {
		finding_add(l->f, FINDING_POLICY_FRONT, l->s, top,
			    "the policy has no name: start this file with the lines "
			    "\"---\", \"title: ...\", \"---\"")
			->level = LEVEL_ADVISE;
	} else if (front->has) {
		(void)finding_add(l->f, FINDING_POLICY_FRONT, l->s, front->front,
				  "only the first document, %.*s, has a head",
				  STR_ARG(l->out->sources[l->out->first]->path));
	}
}

/* ---- the block a clause stands in ---- */

static bool is_blank(struct str s)
{
	for (size_t i = 0; s.p && i < s.n; i++)
		if (!ascii_is_space((unsigned char)s.p[i]))
			return false;
	return true;
}

/* The bytes of a fenced block as one range, its lines' indentation included, so that
 * YAML sees the columns the author sees. False when something else stands between the
 * lines (the marks of a quotation). */
static bool fence_bytes(const struct source *s, const struct md *fence, struct span *at)
{
	uint32_t end;

	if (!fence->n_pieces)
		return false;
	at->start = fence->pieces[0].at.start;
	end = at->start;
	for (size_t i = 0; i < fence->n_pieces; i++) {
		const struct span piece = fence->pieces[i].at;

		if (!is_blank(str_slice(s->bytes, end, piece.start)))
			return false;
		end = piece.end;
	}
	at->end = end;
	while (at->start > fence->at.start &&
	       (s->bytes.p[at->start - 1] == ' ' || s->bytes.p[at->start - 1] == '\t'))
		at->start--;
	return true;
}

/* Code that starts like a clause: shown as code, it checks nothing. */
static bool is_like_clause(const struct md *block)
{
	for (size_t i = 0; i < block->n_pieces; i++) {
		const struct str line = str_trim(block->pieces[i].text);

		if (line.n)
			return str_starts(line, "clause:");
	}
	return false;
}

static void advise_fence(struct loader *l, const struct md *block)
{
	if (l->from->lean || !is_like_clause(block))
		return;
	(void)finding_add(
		l->f, FINDING_POLICY_ADVICE, l->s, block->at,
		"this looks like a clause and is shown as code: a clause stands "
		"between a line \"```%s\" and a line \"```\"",
		fence_name);
}

/* Is it a block of ours? One that nearly is gets a finding: it would be shown as code and
 * check nothing. */
static bool is_fence(struct loader *l, const struct md *block)
{
	const struct str ours = str_from(fence_name);
	struct str info, word;

	if (block->kind != MD_CODE_BLOCK)
		return false;
	info = str_trim(block->info);
	if (str_eq(info, ours))
		return true;
	word = info;
	(void)str_field(&info, ' ', &word);
	if (str_eq(word, ours) || str_nearest(word, &ours, 1).n)
		(void)finding_add(l->f, FINDING_POLICY_CLAUSE, l->s, block->at,
				  "a block named \"%.*s\" is not read; did you mean "
				  "\"```%s\"?",
				  STR_ARG(load_clip(block->info)), fence_name);
	else
		advise_fence(l, block);
	return false;
}

static bool is_our_fence(const struct md *block)
{
	return block->kind == MD_CODE_BLOCK && str_is(str_trim(block->info), fence_name);
}

/* The paragraph that a clause under `above` quotes, or NULL. */
static const struct md *text_block(const struct md *above)
{
	const struct md *last;

	while (above && above->kind != MD_PARAGRAPH) {
		if (above->kind != MD_LIST && above->kind != MD_ITEM &&
		    above->kind != MD_QUOTE)
			return NULL;
		last = NULL;
		for (const struct md *kid = above->first; kid; kid = kid->next)
			if (!is_our_fence(kid))
				last = kid;
		above = last;
	}
	return above;
}

/* ---- a clause ---- */

/* "sentence: 2" or "sentence: [2, 3]" as first and last; 0, 0 when it is not there. */
static bool sentence_numbers(struct loader *l, const struct yaml *map, uint64_t *first,
			     uint64_t *last)
{
	const struct yaml *node = yaml_get(map, "sentence");

	*first = *last = 0;
	for (size_t i = 0; i < load_count(node); i++) {
		uint64_t number = 0;

		if (!str_to_u64(load_item(node, i)->value, &number))
			return false; /* the schema has said it */
		if (i && number != *last + 1) {
			(void)finding_add(l->f, FINDING_POLICY_CLAUSE, l->s, node->at,
					  "the sentences of a clause are neighbours, in "
					  "order: [2, 3]");
			return false;
		}
		*first = i ? *first : number;
		*last = number;
	}
	return true;
}

static void quote_sentence(struct loader *l, const struct yaml *map,
			   const struct md *above, struct policy_clause *c)
{
	const struct md *block = text_block(above);
	uint64_t first, last;
	size_t n;

	if (!block) {
		(void)finding_add(
			l->f, FINDING_POLICY_CLAUSE, l->s, load_key_at(map, "clause"),
			"no sentence stands above this clause%s: put the block "
			"directly under the paragraph or list item that it keeps",
			above && above->kind == MD_HEADING ? ", only a heading" : "");
		return;
	}
	if (!sentence_numbers(l, map, &first, &last))
		first = last = 0;
	c->part = first > 0;
	if (sentence_of(block, (size_t)first, (size_t)last, l->a, &c->sentence,
			&c->sentence_at, &n)) {
		if (!c->sentence.n)
			(void)finding_add(l->f, FINDING_POLICY_CLAUSE, l->s, block->at,
					  "the paragraph above the clause has no words");
		return;
	}
	(void)finding_add(l->f, FINDING_POLICY_CLAUSE, l->s,
			  yaml_get(map, "sentence")->at,
			  "the paragraph above has %zu sentence%s", n, n == 1 ? "" : "s");
}

static void check_clause_id(struct loader *l, const struct yaml *map,
			    const struct policy_clause *c)
{
	struct clash clash;

	if (!c->id.n)
		return;
	if (!load_unique(l, l->clause_ids, c->id, yaml_get(map, "clause")->at, &clash))
		(void)finding_add(l->f, FINDING_POLICY_CLAUSE, clash.here.source,
				  clash.here.at,
				  "the clause \"%.*s\" is there already, at %.*s; give "
				  "this one another id",
				  STR_ARG(load_clip(c->id)), STR_ARG(clash.other));
}

/* Rules belong under `kept_by: rule`, those that guard under `kept_by: guard`. */
static void check_kept_by(struct loader *l, const struct yaml *map,
			  const struct policy_clause *c)
{
	const struct yaml *rules = yaml_get(map, "rules");

	if (!yaml_get(map, "kept_by"))
		return;
	if (c->kept_by == KEPT_RULE && !load_count(rules))
		(void)finding_add(
			l->f, FINDING_POLICY_CLAUSE, l->s, yaml_get(map, "kept_by")->at,
			"a clause kept by rule needs \"rules:\"; or say who keeps "
			"it: procedure, judgement, guard");
	else if (c->kept_by != KEPT_RULE && c->kept_by != KEPT_GUARD && rules)
		(void)finding_add(
			l->f, FINDING_POLICY_CLAUSE, l->s, load_key_at(map, "rules"),
			"rules need \"kept_by: rule\"; this clause is kept by %s",
			kept_by_name(c->kept_by));
}

static void check_guards(struct loader *l, const struct policy_clause *c)
{
	for (size_t i = 0; i < c->n_rules; i++) {
		const struct policy_rule *r = &l->rules.p[c->first_rule + i];
		const bool guards = r->kind == RULE_GUARD;

		if (guards != (c->kept_by == KEPT_GUARD))
			(void)finding_add(
				l->f, FINDING_POLICY_CLAUSE, l->s, r->at,
				guards ? "a rule with \"guard\" needs \"kept_by: guard\""
				       : "a clause kept by guard has no rules but those "
					 "with \"guard\"");
	}
}

static void load_clause(struct loader *l, const struct md *fence, const struct md *above)
{
	struct policy_clause c = { .source = l->s,
				   .at = fence->at,
				   .first_rule = l->rules.n };
	const struct yaml *map;
	struct span at;
	int kept_by;

	if (!fence_bytes(l->s, fence, &at)) {
		(void)finding_add(
			l->f, FINDING_POLICY_CLAUSE, l->s, fence->at,
			fence->n_pieces
				? "a clause cannot stand in a quotation: move the "
				  "block out of it"
				: "this block is empty: write \"clause:\" and "
				  "\"kept_by:\" in it");
		return;
	}
	map = load_map(l, at, "a clause", FINDING_POLICY_CLAUSE);
	if (!map)
		return;
	(void)load_check(l, map, clause_schema, "a clause", FINDING_POLICY_CLAUSE);
	c.id = yaml_str(map, "clause");
	kept_by = name_index(kept_by_names, yaml_str(map, "kept_by"));
	c.kept_by = kept_by < 0 ? yaml_get(map, "rules") ? KEPT_RULE : KEPT_JUDGEMENT
				: (enum kept_by)kept_by;
	check_clause_id(l, map, &c);
	if (kept_by >= 0)
		check_kept_by(l, map, &c);
	quote_sentence(l, map, above, &c);
	load_rules(l, map, l->clauses.n);
	c.n_rules = l->rules.n - c.first_rule;
	if (kept_by >= 0)
		check_guards(l, &c);
	*VEC_ADD(l->a, &l->clauses) = c;
}

/* ---- the document ---- */

/* Depth is bounded: source_markdown() refuses more than LIMIT_MARKDOWN_DEPTH. */
static void walk(struct loader *l, const struct md *parent)
{
	const struct md *above = NULL;

	for (const struct md *kid = parent->first; kid; kid = kid->next) {
		if (is_fence(l, kid)) {
			load_clause(l, kid, above);
			continue;
		}
		above = kid;
		if (kid->kind == MD_QUOTE || kid->kind == MD_LIST || kid->kind == MD_ITEM)
			walk(l, kid);
	}
}

void load_document(struct loader *l, const struct source *s, bool first, struct md **tree)
{
	struct diags d = { .a = l->a };
	const struct front_matter front = source_front_matter(s, &d);

	load_diags(l, &d, FINDING_POLICY_FRONT);
	head_of(l, &front, first);
	d = (struct diags){ .a = l->a };
	*tree = source_markdown(s, front.body, LIMIT_POLICY_PROSE, l->a, &d);
	load_diags(l, &d, FINDING_POLICY_TEXT);
	if (*tree)
		walk(l, *tree);
}

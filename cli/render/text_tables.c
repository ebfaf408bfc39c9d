/* What people look up, as plain text: word lists (named, never shown), limits. */
#include "render/plain.h"
#include "render/text.h"
#include "render/words.h"

static void item(struct text *t)
{
	const size_t before = wrap_push(&t->w, "- ", "  ");

	text_flush(t);
	wrap_pop(&t->w, before);
}

static void lists(struct text *t)
{
	if (!t->p->n_lists)
		return;
	text_title(t, STR("Word lists"), '=');
	for (size_t i = 0; i < t->p->n_lists; i++) {
		const struct policy_list *list = &t->p->lists[i];

		plain_add(&t->line, list->name);
		buf_printf(&t->line, " (%zu): ", list->n_terms);
		plain_add(&t->line, list->about);
		if (list->licence.n) {
			buf_cstr(&t->line, " Licence: ");
			plain_add(&t->line, list->licence);
		}
		item(t);
	}
	wrap_gap(&t->w);
}

static void choices(struct text *t)
{
	if (!t->p->n_choices)
		return;
	text_title(t, STR("What the policy leaves open"), '=');
	for (size_t i = 0; i < t->p->n_choices; i++) {
		const struct policy_choice *c = &t->p->choices[i];

		plain_add(&t->line, c->asks);
		buf_cstr(&t->line, " ");
		plain_add(&t->line, c->value);
		buf_cstr(&t->line, ". ");
		plain_add(&t->line, c->why);
		buf_cstr(&t->line, " (");
		plain_add(&t->line, c->clause);
		buf_cstr(&t->line, ")");
		item(t);
	}
	wrap_gap(&t->w);
}

static void network(struct text *t, const struct policy_network *n)
{
	for (size_t i = 0; i < n->n_limits; i++) {
		plain_add(&t->line, n->title.n ? n->title : n->name);
		buf_printf(&t->line, ": %u %s; ", n->limits[i].limit,
			   words_unit(n->limits[i].unit));
		plain_add(&t->line, n->limits[i].source);
		buf_cstr(&t->line, ", checked on ");
		plain_add(&t->line, n->limits[i].verified_on);
		item(t);
	}
}

static void networks(struct text *t)
{
	if (!t->p->n_networks)
		return;
	text_title(t, STR("Limits of the networks"), '=');
	for (size_t i = 0; i < t->p->n_networks; i++)
		network(t, &t->p->networks[i]);
	wrap_gap(&t->w);
}

void text_tables(struct text *t)
{
	choices(t);
	lists(t);
	networks(t);
}

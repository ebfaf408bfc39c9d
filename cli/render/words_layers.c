/* What the company, products and accounts change about a rule, each layer as a phrase. */
#include "render/words.h"

static void add_item(struct buf *out, bool *any, const char *text, struct str more)
{
	buf_cstr(out, *any ? ", " : ": ");
	buf_cstr(out, text);
	buf_str(out, more);
	*any = true;
}

static void add_change(struct buf *out, const struct overlay_change *c)
{
	const struct overlay_rule *to = &c->to;
	bool any = false;

	if (c->keys & OVERLAY_LEVEL)
		add_item(out, &any, words_level((enum level)to->level), STR_NULL);
	if (c->keys & OVERLAY_OFF)
		add_item(out, &any, to->off ? "switched off" : "switched on", STR_NULL);
	if (c->keys & OVERLAY_SHADOW)
		add_item(out, &any, to->shadow ? "on trial" : "no longer on trial",
			 STR_NULL);
	if (c->keys & OVERLAY_FROM)
		add_item(out, &any, "from ", to->from);
	if (c->keys & OVERLAY_UNTIL)
		add_item(out, &any, "until ", to->until);
}

static void add_layer(struct buf *out, const struct policy_change *c)
{
	const struct policy_overlay *o = c->of;

	if (o->layer == LAYER_COMPANY) {
		buf_cstr(out, "by the company");
	} else {
		buf_cstr(out, o->layer == LAYER_PRODUCT ? "for the product " : "for ");
		buf_str(out, o->target);
	}
	add_change(out, &c->change);
	if (str_trim(c->reason).n) {
		buf_cstr(out, " (");
		buf_str(out, str_trim(c->reason));
		buf_char(out, ')');
	}
}

size_t words_layers(const struct policy_rule *r, struct arena *a, struct str **out)
{
	size_t n = 0;
	struct buf words;

	for (const struct policy_change *c = r->layers; c; c = c->next)
		n++;
	*out = arena_array(a, n, sizeof(**out));
	n = 0;
	buf_init(&words, 0);
	for (const struct policy_change *c = r->layers; c; c = c->next) {
		add_layer(&words, c);
		(*out)[n++] = arena_str(a, buf_view(&words));
		buf_reset(&words);
	}
	buf_release(&words);
	return n;
}

/* The front matter of a post: from the map to the model, and what a schema cannot say. */
#include "post/load.h"

struct front {
	const struct source *s;
	const struct yaml *map;
	struct arena *a;
	struct post *out;
	struct findings *f;
};

#define BAD(l, where, ...)                                                               \
	(void)finding_add((l)->f, FINDING_POST_FRONT, (l)->s, (where), __VA_ARGS__)

static struct span at_of(const struct yaml *map, const char *key)
{
	const struct yaml *node = yaml_get(map, key);

	return node ? node->at : key_at(map, key);
}

/* ---- where it goes ---- */

/* The account's name, when nobody used it before; else a finding and NULL. */
static const struct yaml *fresh_account(struct front *l, const struct yaml *item,
					struct map *seen, const char *list)
{
	const struct yaml *account;
	uint32_t line;

	if (!is_map(item))
		return NULL;
	account = yaml_get(item, "account");
	if (!is_scalar(account) || !account->value.n)
		return NULL;
	if (map_get(seen, account->value, &line)) {
		BAD(l, account->at, "\"%.*s\" stands under \"%s\" already, in line %u",
		    STR_ARG(clip(account->value)), list, line);
		return NULL;
	}
	line = source_position(l->s, account->at.start).line;
	(void)map_add(seen, account->value, line);
	return account;
}

static void read_targets(struct front *l, struct map *seen)
{
	const struct yaml *list = yaml_get(l->map, "targets");
	const size_t n = is_list(list) ? list->n : 0;
	struct post *out = l->out;

	out->targets = arena_array(l->a, n, sizeof(*out->targets));
	for (size_t i = 0; i < n; i++) {
		const struct yaml *account =
			fresh_account(l, list->items[i], seen, "targets");
		const struct yaml *text;

		if (!account)
			continue;
		text = yaml_get(list->items[i], "text");
		out->targets[out->n_targets++] = (struct post_target){
			.account = account->value,
			.at = account->at,
			.text = is_scalar(text) && str_trim(text->value).n ? text : NULL,
		};
	}
}

static void check_omit(struct front *l, const struct yaml *item,
		       const struct yaml *account, const struct map *targets)
{
	uint32_t line;

	if (map_get(targets, account->value, &line))
		BAD(l, account->at,
		    "\"%.*s\" is a target too, in line %u: keep it in one of the two "
		    "lists",
		    STR_ARG(clip(account->value)), line);
	if (str_is(yaml_str(item, "reason"), "other") && !yaml_str(item, "note").n)
		BAD(l, at_of(item, "reason"),
		    "\"reason: other\" needs a \"note:\" that says which");
}

static void read_omits(struct front *l, const struct map *targets)
{
	const struct yaml *list = yaml_get(l->map, "omit");
	const size_t n = is_list(list) ? list->n : 0;
	struct map *seen = map_new(l->a);
	struct post *out = l->out;

	out->omits = arena_array(l->a, n, sizeof(*out->omits));
	for (size_t i = 0; i < n; i++) {
		const struct yaml *item = list->items[i];
		const struct yaml *account = fresh_account(l, item, seen, "omit");

		if (!account)
			continue;
		check_omit(l, item, account, targets);
		out->omits[out->n_omits++] = (struct post_omit){
			.account = account->value,
			.reason = yaml_str(item, "reason"),
			.at = account->at,
		};
	}
}

static void read_products(struct front *l)
{
	const struct yaml *list = yaml_get(l->map, "products");
	struct map *seen = map_new(l->a);

	l->out->n_products = strings_of(list, l->a, &l->out->products);
	for (size_t i = 0; i < item_count(list); i++) {
		const struct yaml *item = item_of(list, i);

		if (is_scalar(item) && item->value.n && !map_add(seen, item->value, 0))
			BAD(l, item->at, "the product \"%.*s\" is named twice",
			    STR_ARG(clip(item->value)));
	}
	if (!l->out->n_products && !l->out->n_targets)
		BAD(l, key_at(l->map, list ? "products" : "id"),
		    "a post says where it goes: \"products: [...]\" for every open "
		    "account "
		    "of these, or \"targets:\"");
}

/* ---- people ---- */

/* "none", or ids: not both. */
static void check_none(struct front *l, const struct yaml *list)
{
	for (size_t i = 0; is_list(list) && list->n > 1 && i < list->n; i++)
		if (is_scalar(list->items[i]) && str_is(list->items[i]->value, "none"))
			BAD(l, list->items[i]->at,
			    "\"none\" stands alone: leave it out, or the ids beside it");
}

/* ---- media ---- */

static struct str joined(struct front *l, const struct yaml *list)
{
	struct str all, *each;
	const size_t n = strings_of(list, l->a, &each);
	struct buf b;

	buf_init(&b, LIMIT_POST);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_cstr(&b, ", ");
		buf_str(&b, each[i]);
	}
	all = arena_str(l->a, buf_view(&b));
	buf_release(&b);
	return all;
}

static void check_alt(struct front *l, const struct yaml *item)
{
	const bool decorative = str_is(yaml_str(item, "decorative"), "true");
	const bool alt = str_trim(yaml_str(item, "alt")).n > 0;

	if (alt && decorative)
		BAD(l, key_at(item, "decorative"),
		    "this has an \"alt:\" and is \"decorative\": keep one of the two");
}

static void read_media(struct front *l)
{
	const struct yaml *list = yaml_get(l->map, "media");
	const size_t n = is_list(list) ? list->n : 0;
	struct post *out = l->out;

	out->media = arena_array(l->a, n, sizeof(*out->media));
	for (size_t i = 0; i < n; i++) {
		const struct yaml *item = list->items[i], *alt;

		if (!is_map(item))
			continue;
		check_alt(l, item);
		check_none(l, yaml_get(item, "people"));
		alt = yaml_get(item, "alt");
		out->media[out->n_media++] = (struct post_media){
			.file = yaml_str(item, "file"),
			.alt = yaml_str(item, "alt"),
			.people = joined(l, yaml_get(item, "people")),
			.licence = yaml_str(item, "licence"),
			.alt_node = is_scalar(alt) ? alt : NULL,
			.at = item->at,
		};
	}
}

/* ---- what kind of post ---- */

static void read_reply(struct front *l)
{
	const struct yaml *reply = yaml_get(l->map, "reply_to");
	struct str tone;

	if (!is_map(reply))
		return;
	l->out->is_reply = true;
	tone = yaml_str(reply, "tone");
	for (int i = 0; tone_names[i]; i++)
		if (str_is(tone, tone_names[i]))
			l->out->tone = (enum post_tone)(TONE_NEUTRAL + i);
}

static void read_corrects(struct front *l)
{
	const struct yaml *corrects = yaml_get(l->map, "corrects");

	l->out->is_correction = is_map(corrects);
	l->out->is_repost = is_map(yaml_get(l->map, "repost_of"));
	if (is_map(corrects) && l->out->id.n &&
	    str_eq(yaml_str(corrects, "post"), l->out->id))
		BAD(l, at_of(corrects, "post"),
		    "a post cannot correct itself: name the earlier one");
}

static void check_poll(struct front *l)
{
	const struct yaml *poll = yaml_get(l->map, "poll"), *options;
	struct map *seen;

	options = is_map(poll) ? yaml_get(poll, "options") : NULL;
	if (!is_list(options))
		return;
	if (options->n < 2)
		BAD(l, key_at(poll, "options"), "a poll has at least two options");
	seen = map_new(l->a);
	for (size_t i = 0; i < options->n; i++)
		if (is_scalar(options->items[i]) &&
		    !map_add(seen, options->items[i]->value, 0))
			BAD(l, options->items[i]->at, "this option is there twice");
}

static void add_beside(struct front *l, const struct yaml *text)
{
	if (is_scalar(text) && str_trim(text->value).n)
		l->out->beside[l->out->n_beside++] = text;
}

static void read_beside(struct front *l)
{
	const struct yaml *poll = yaml_get(l->map, "poll");
	const struct yaml *options = is_map(poll) ? yaml_get(poll, "options") : NULL;
	const size_t n = item_count(options);

	l->out->beside = arena_array(l->a, n + 1, sizeof(const struct yaml *));
	add_beside(l, yaml_get(l->map, "warning"));
	for (size_t i = 0; i < n; i++)
		add_beside(l, item_of(options, i));
}

static uint32_t keys_of(const struct yaml *item)
{
	return (yaml_get(item, "level") ? OVERLAY_LEVEL : 0u) |
	       (yaml_get(item, "off") ? OVERLAY_OFF : 0u) |
	       (yaml_get(item, "shadow") ? OVERLAY_SHADOW : 0u);
}

static void read_changes(struct front *l)
{
	const struct yaml *list = yaml_get(l->map, "overlay");
	const size_t n = is_list(list) ? list->n : 0;
	struct map *seen = map_new(l->a);

	l->out->changes = arena_array(l->a, n, sizeof(*l->out->changes));
	for (size_t i = 0; i < n; i++) {
		const struct yaml *item = list->items[i];
		struct post_change c = { .rule = yaml_str(item, "rule"),
					 .reason = yaml_str(item, "reason") };
		enum level level = LEVEL_NONE;

		if (!is_map(item) || !c.rule.n)
			continue;
		c.at = at_of(item, "rule");
		c.change.keys = keys_of(item);
		(void)level_from(yaml_str(item, "level"), &level);
		c.change.to.level = (uint32_t)level;
		c.change.to.off = str_is(yaml_str(item, "off"), "true");
		c.change.to.shadow = str_is(yaml_str(item, "shadow"), "true");
		if (!c.change.keys)
			BAD(l, c.at,
			    "this changes nothing: say \"level:\", \"off:\" or "
			    "\"shadow:\"");
		else if (!map_add(seen, c.rule, 0))
			BAD(l, c.at, "this rule is changed already");
		else
			l->out->changes[l->out->n_changes++] = c;
	}
}

static void check_time(struct front *l)
{
	const struct yaml *zone = yaml_get(l->map, "zone");

	if (is_scalar(zone) && zone->value.n && !is_zone(zone->value))
		BAD(l, zone->at,
		    "a time zone is named like \"Europe/London\", or \"UTC\"");
	if (yaml_get(l->map, "fold") && !yaml_get(l->map, "publish"))
		BAD(l, key_at(l->map, "fold"),
		    "\"fold:\" tells two equal times apart: it means nothing without "
		    "\"publish:\"");
}

/* ---- all of it ---- */

static void read_scalars(struct front *l)
{
	struct post *out = l->out;

	out->id = yaml_str(l->map, "id");
	out->id_at = at_of(l->map, "id");
	out->author = yaml_str(l->map, "author");
	out->author_at = at_of(l->map, "author");
	out->lang = yaml_str(l->map, "lang");
	out->publish = yaml_str(l->map, "publish");
	out->zone = yaml_str(l->map, "zone");
}

void post_front(const struct yaml *map, struct arena *a, struct post *out,
		struct findings *f)
{
	struct front l = { out->source, map, a, out, f };
	struct map *targets = map_new(a);

	out->front = map;
	(void)post_check(out->source, map, post_schema, "a post", FINDING_POST_FRONT, a,
			 f);
	read_scalars(&l);
	read_targets(&l, targets);
	read_omits(&l, targets);
	read_products(&l);
	read_media(&l);
	read_reply(&l);
	check_none(&l, yaml_get(map, "about"));
	read_corrects(&l);
	check_poll(&l);
	read_beside(&l);
	read_changes(&l);
	check_time(&l);
}

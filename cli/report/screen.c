#include "report/json.h"
#include "core/limits.h"

static struct str kept(json_t *value, struct arena *a)
{
	return arena_dup(a, json_string_value(value), json_string_length(value));
}

/* The id as it will be written back: a string or a number. */
static struct str id_text(json_t *id, struct arena *a)
{
	struct str text;
	char *dumped;

	if (!json_is_string(id) && !json_is_number(id))
		return STR("null");
	dumped = json_dumps(id, JSON_ENCODE_ANY | JSON_COMPACT);
	if (!dumped)
		return STR("null");
	text = arena_str(a, str_from(dumped));
	free(dumped);
	return text;
}

static bool optional(json_t *row, const char *key, struct arena *a, struct str *out,
		     struct str *why)
{
	json_t *value = json_object_get(row, key);

	*out = STR_NULL;
	if (!value || json_is_null(value))
		return true;
	if (!json_is_string(value)) {
		*why = arena_printf(a, "\"%s\" is not a string", key);
		return false;
	}
	*out = kept(value, a);
	return true;
}

static bool reply(json_t *row, struct arena *a, struct screen_line *out, struct str *why)
{
	json_t *to = json_object_get(row, "reply_to");
	json_t *tone = json_object_get(to, "tone");

	if (!to || json_is_null(to))
		return true;
	if (!json_is_object(to) && !json_is_string(to)) {
		*why = STR("\"reply_to\" is neither an object nor a string");
		return false;
	}
	out->has_reply = true;
	if (tone && !json_is_string(tone)) {
		*why = arena_printf(a, "\"reply_to.tone\" is not a string");
		return false;
	}
	out->hostile = tone && strcmp(json_string_value(tone), "hostile") == 0;
	if (!tone || out->hostile || strcmp(json_string_value(tone), "neutral") == 0 ||
	    strcmp(json_string_value(tone), "critical") == 0)
		return true;
	*why = STR("\"reply_to.tone\" is neither neutral, critical nor hostile");
	return false;
}

static bool read_row(json_t *row, struct arena *a, struct screen_line *out,
		     struct str *why)
{
	json_t *text = json_object_get(row, "text");

	if (!json_is_object(row)) {
		*why = STR("the line is not a JSON object");
		return false;
	}
	out->id = id_text(json_object_get(row, "id"), a);
	if (json_object_get(row, "id") && str_is(out->id, "null")) {
		*why = STR("\"id\" is neither a string nor a number");
		return false;
	}
	if (!json_is_string(text)) {
		*why = STR("\"text\" is missing or not a string");
		return false;
	}
	out->text = kept(text, a);
	if (!optional(row, "who", a, &out->who, why) ||
	    !optional(row, "network", a, &out->network, why) ||
	    !optional(row, "lang", a, &out->lang, why))
		return false;
	if (out->who.n && !str_is(out->who, "company") &&
	    !str_is(out->who, "associated") && !str_is(out->who, "personal")) {
		*why = STR("\"who\" is neither \"company\", \"associated\" nor "
			   "\"personal\"");
		return false;
	}
	return reply(row, a, out, why);
}

bool screen_read(struct str line, struct arena *a, struct screen_line *out,
		 struct str *why)
{
	json_error_t bad;
	json_t *row;
	bool good;

	*out = (struct screen_line){ .id = STR("null") };
	if (line.n > LIMIT_SCREEN_LINE) {
		*why = arena_printf(a, "the line is longer than %u bytes",
				    LIMIT_SCREEN_LINE);
		return false;
	}
	row = json_loadb(line.p ? line.p : "", line.n,
			 JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &bad);
	if (!row) {
		*why = arena_printf(a, "not JSON: %s at byte %d", bad.text, bad.position);
		return false;
	}
	good = read_row(row, a, out, why);
	json_decref(row);
	return good;
}

/* The id is JSON text already, so the line is put together around it. */
static void line_with_id(struct str id, json_t *rest, struct buf *out)
{
	struct buf body;

	buf_init(&body, 0);
	json_put(rest, &body);
	buf_cstr(out, "{\"id\":");
	buf_str(out, id);
	buf_char(out, ',');
	buf_str(out, str_slice(buf_view(&body), 1, body.n));
	buf_release(&body);
}

static json_t *names(const struct screen_moves *moves)
{
	json_t *all = json_array();

	for (size_t i = 0; i < moves->n; i++)
		json_array_append_new(all, json_text(moves->p[i]));
	return all;
}

void screen_write(struct str id, const struct findings *f, struct str text,
		  const struct screen_moves *moves, const struct report_options *o,
		  struct buf *out)
{
	json_t *row = json_object(), *findings = json_array();

	for (size_t i = 0; i < f->v.n; i++)
		json_array_append_new(
			findings,
			json_finding(&f->v.p[i], str_span(text, f->v.p[i].at), f, o));
	json_object_set_new(row, "verdict", json_string(level_name(findings_worst(f))));
	json_object_set_new(row, "findings", findings);
	if (moves)
		json_object_set_new(row, "moves", names(moves));
	if (f->dropped)
		json_object_set_new(row, "notShown",
				    json_integer((json_int_t)f->dropped));
	line_with_id(id, row, out);
}

void screen_error(struct str id, struct str why, struct buf *out)
{
	json_t *row = json_object();

	json_object_set_new(row, "error", json_text(why));
	line_with_id(id, row, out);
}

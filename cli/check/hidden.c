/* Characters that nobody sees or that pass for others. */
#include "check/shape.h"
#include "text/hidden.h"

static const char *what_of(enum hidden_class class)
{
	static const char *const what[HIDDEN_CLASSES] = {
		[HIDDEN_BIDI] = "turns the text around",
		[HIDDEN_ZERO_WIDTH] = "stands here and is not seen",
		[HIDDEN_CONTROL] = "is a control character",
		[HIDDEN_TAGS] = "belongs to tags that are not seen",
		[HIDDEN_MIXED_SCRIPT] = "is a letter of another alphabet in this word",
		[HIDDEN_LOOKALIKE_LINK] = "makes this address look like another one",
	};

	return what[class];
}

/* What nobody sees can go without a trace. */
static bool can_go(enum hidden_class class)
{
	return class == HIDDEN_ZERO_WIDTH || class == HIDDEN_TAGS || class == HIDDEN_BIDI;
}

void hidden_check(struct shape *sh, const struct shape_rule *r)
{
	const struct hidden_list *list = shape_hidden(sh);

	for (size_t i = 0; i < list->v.n; i++) {
		const struct hidden *h = &list->v.p[i];
		struct finding *f;

		if (h->class != (enum hidden_class)r->bound->what)
			continue;
		f = shape_tell(sh, r->rule, h->at,
			       arena_printf(sh->s->f->a, "U+%04X %s", (unsigned)h->cp,
					    what_of(h->class)));
		if (can_go(h->class))
			finding_add_fix(f, STR(""));
	}
}

#include "cmd/judge.h"
#include "core/limits.h"

struct screen {
	struct cmd *c;
	struct judge judge;
	struct report_options options;
	struct str lang; /* of texts that name none */
	struct arena item;
	size_t n;
};

static unsigned who_of(struct str name)
{
	if (str_is(name, "associated"))
		return CHECK_ASSOCIATED;
	return str_is(name, "personal") ? CHECK_PERSONAL : CHECK_COMPANY;
}

/* All but what a reply does. */
static struct check_context context_of(const struct screen *s,
				       const struct screen_line *in)
{
	return (struct check_context){
		.who = who_of(in->who),
		.reply = in->has_reply,
		.hostile = in->hostile,
		.lang = in->lang.n ? in->lang : s->lang,
		.network = in->network,
		.today = s->judge.today,
	};
}

static void answer(struct screen *s, struct str line)
{
	struct screen_line in;
	struct check_context ctx;
	struct check_moves moves = { .a = &s->item };
	struct diags d = { .a = &s->item };
	struct findings f;
	struct source source;
	struct view view;
	struct str why;

	arena_reset(&s->item);
	if (!screen_read(line, &s->item, &in, &why)) {
		screen_error(in.id, why, &s->c->out);
		return;
	}
	if (!source_init(&source, STR("<text>"), in.text, LIMIT_SCREEN_LINE, &s->item,
			 &d)) {
		screen_error(in.id, d.v.n ? d.v.p[0].msg : STR("the text cannot be read"),
			     &s->c->out);
		return;
	}
	ctx = context_of(s, &in);
	ctx.moves = in.has_reply ? &moves : NULL;
	findings_init(&f, &s->item);
	view_plain(in.text, &s->item, &view);
	check_view(s->judge.checker, &view, &source, &ctx, &f);
	findings_sort(&f);
	screen_write(in.id, &f, in.text,
		     in.has_reply ? &(struct screen_moves){ moves.v.p, moves.v.n } : NULL,
		     &s->options, &s->c->out);
}

/* The next line without its end; past the limit the rest is read and dropped, and
 * line->full is set. False at the end of input. */
static bool read_line(struct buf *line)
{
	int ch = getc_unlocked(stdin);

	buf_reset(line);
	if (ch == EOF)
		return false;
	for (; ch != EOF && ch != '\n'; ch = getc_unlocked(stdin))
		buf_char(line, (char)ch);
	return true;
}

static void answer_line(struct screen *s, const struct buf *line)
{
	s->n++;
	if (line->full)
		screen_error(STR("null"), STR("the line is longer than 8 MB"),
			     &s->c->out);
	else if (!str_trim(buf_view(line)).n)
		screen_error(STR("null"), STR("the line is empty"), &s->c->out);
	else
		answer(s, buf_view(line));
}

/* Every line of input gives one line of output, in order. */
static int stream(struct screen *s, struct err *e)
{
	struct buf line;
	int ret = 0;

	buf_init(&line, LIMIT_SCREEN_LINE);
	while (ret == 0 && read_line(&line)) {
		answer_line(s, &line);
		if (s->c->out.n > 256 * KIB && !cmd_flush(s->c))
			ret = err_set(e, ERR_IO, "stopped after %zu lines", s->n);
	}
	if (ret == 0 && ferror(stdin))
		ret = err_set(e, ERR_IO, "cannot read standard input");
	buf_release(&line);
	return ret;
}

int cmd_screen(struct cmd *c, int argc, const char **argv)
{
	struct screen s = { .c = c };
	int reveal = 0;
	struct poptOption table[] = { { "reveal", 0, POPT_ARG_NONE, &reveal, 0,
					"show masked words", NULL },
				      POPT_TABLEEND };
	const char **rest = NULL;
	struct workspace ws;
	struct tree tree = { 0 };
	struct err e;
	int ret = cmd_options(
		c, argc, argv, table, "[--reveal] < LINES",
		"Reads JSON Lines {\"id\", \"text\", \"who\"?, \"network\"?, "
		"\"lang\"?, \"reply_to\"?} from\nstandard input and writes one JSON "
		"line per input line, in order:\n{\"id\", \"verdict\", "
		"\"findings\": [...]}. A bad line gives an \"error\" line.\n",
		&rest);

	if (ret != CMD_GO)
		return ret;
	if (*rest)
		return cmd_usage(c,
				 "'%s' is not expected here: texts come from standard "
				 "input",
				 *rest);
	s.options.reveal = reveal;
	s.lang = STR("en");
	ret = workspace_find(c, ".", &ws, &e);
	tree.root = ws.root;
	if (ret == 0 && ws.found)
		s.lang = ws.set.lang;
	if (ret == 0)
		ret = judge_open(&s.judge, c, ws.found ? &ws : NULL, &tree, &e);
	if (ret == 0)
		ret = stream(&s, &e);
	judge_close(&s.judge);
	arena_release(&s.item);
	if (ret < 0)
		return cmd_fail(c, &e);
	return s.n ? EXIT_CLEAN : EXIT_NOTHING;
}

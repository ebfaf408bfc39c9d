/* A commit for reading: a strict parser of the raw object.
 *
 * What a signature covers is the commit without any signature header, and git takes
 * several such headers where libgit2 takes one. So the bytes are parsed here, and
 * whatever git itself would not have written makes the commit `odd`: its signature is
 * then never called good. Headers in the order git writes them:
 *
 *	tree ID LF
 *	parent ID LF             none, one or more
 *	author NAME <MAIL> SECONDS ZONE LF
 *	committer the same
 *	encoding NAME LF         at most one
 *	mergetag ...             a signed tag that was merged; lines go on after LF SPACE
 *	gpgsig ...               at most one
 *	LF MESSAGE
 */
#include "repo/git.h"

#include "core/buf.h"

enum place {
	AT_TREE,
	AT_PARENT,
	AT_AUTHOR,
	AT_COMMITTER,
	AT_ENCODING,
	AT_TAG,
	AT_SIGNATURE
};

struct reader {
	struct arena *a;
	struct repo_commit_info *out;
	struct buf payload;
	enum place place; /* the latest header seen */
	bool author, committer, tree;
	unsigned signatures;
};

static bool is_id(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_digit((unsigned char)s.p[i]) &&
		    (s.p[i] < 'a' || s.p[i] > 'f'))
			return false;
	return s.n == GIT_OID_HEXSZ;
}

/* One header: its first line and the lines after it that start with a blank. */
static bool take_header(struct str *rest, struct str *whole)
{
	size_t end = 0;

	do {
		size_t lf = str_chr(*rest, '\n', end);

		if (lf == SIZE_MAX)
			return false;
		end = lf + 1;
	} while (end < rest->n && rest->p[end] == ' ');
	*whole = str_slice(*rest, 0, end);
	*rest = str_slice(*rest, end, rest->n);
	return true;
}

/* The value of a header, its continuation blanks taken out. */
static struct str unfold(struct str value, struct arena *a)
{
	char *out = arena_alloc(a, value.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < value.n; i++) {
		out[n++] = value.p[i];
		if (value.p[i] == '\n' && i + 1 < value.n && value.p[i + 1] == ' ')
			i++;
	}
	return (struct str){ out, n };
}

/* "+0000" and the like; what git would print. */
static bool is_zone(struct str zone)
{
	if (zone.n != 5 || (zone.p[0] != '+' && zone.p[0] != '-'))
		return false;
	for (size_t i = 1; i < 5; i++)
		if (!ascii_is_digit((unsigned char)zone.p[i]))
			return false;
	return true;
}

/* NAME <MAIL> SECONDS ZONE, and nothing that could be read in two ways. */
static bool read_ident(struct str value, struct str *name, struct str *mail,
		       int64_t *when)
{
	size_t open = str_chr(value, '<', 0), close = str_chr(value, '>', 0), blank;
	struct str tail;
	uint64_t seconds;

	if (open == SIZE_MAX || close == SIZE_MAX || close < open || !open ||
	    value.p[open - 1] != ' ' || str_chr(value, '<', open + 1) != SIZE_MAX ||
	    str_chr(value, '>', close + 1) != SIZE_MAX)
		return false;
	*name = str_slice(value, 0, open - 1);
	*mail = str_slice(value, open + 1, close);
	tail = str_slice(value, close + 1, value.n);
	if (!str_starts(tail, " ") || str_trim(*name).n != name->n)
		return false;
	tail = str_slice(tail, 1, tail.n);
	blank = str_chr(tail, ' ', 0);
	if (blank == SIZE_MAX || !str_to_u64(str_slice(tail, 0, blank), &seconds) ||
	    seconds > INT64_MAX || (blank > 1 && tail.p[0] == '0'))
		return false;
	*when = (int64_t)seconds;
	return is_zone(str_slice(tail, blank + 1, tail.n));
}

static bool add_parent(struct repo_commit_info *out, struct str value)
{
	if (!is_id(value) || out->n_parents == ARRAY_LEN(out->parents))
		return false;
	out->parents[out->n_parents++] = value;
	return true;
}

/* A header at or after the place where git writes it; later ones must not come before. */
static bool in_place(struct reader *rd, enum place place, bool once)
{
	bool ok = once ? rd->place < place : rd->place <= place;

	rd->place = place > rd->place ? place : rd->place;
	return ok;
}

/* False: git would not have written it. */
static bool read_plain(struct reader *rd, struct str key, struct str value)
{
	struct repo_commit_info *out = rd->out;

	if (str_chr(value, '\n', 0) != SIZE_MAX && !str_is(key, "mergetag"))
		return false;
	if (str_is(key, "tree")) {
		bool first = !rd->tree;

		rd->tree = true;
		return first && rd->place == AT_TREE && is_id(value);
	}
	if (str_is(key, "parent"))
		return in_place(rd, AT_PARENT, false) && add_parent(out, value);
	if (str_is(key, "author") && !rd->author) {
		rd->author = read_ident(value, &out->author_name, &out->author_email,
					&out->author_time);
		return in_place(rd, AT_AUTHOR, true) && rd->author;
	}
	if (str_is(key, "committer") && !rd->committer) {
		rd->committer = read_ident(value, &out->committer_name,
					   &out->committer_email, &out->committer_time);
		return in_place(rd, AT_COMMITTER, true) && rd->committer;
	}
	if (str_is(key, "encoding"))
		return in_place(rd, AT_ENCODING, true) && value.n;
	return str_is(key, "mergetag") && in_place(rd, AT_TAG, false);
}

static void read_header(struct reader *rd, struct str whole)
{
	size_t blank = str_chr(whole, ' ', 0);
	struct str key = str_slice(whole, 0, blank), value;

	if (blank == SIZE_MAX) {
		rd->out->odd = true;
		buf_str(&rd->payload, whole);
		return;
	}
	value = str_slice(whole, blank + 1, whole.n);
	if (str_is(key, "gpgsig") || str_is(key, "gpgsig-sha256")) {
		if (rd->signatures++ || !in_place(rd, AT_SIGNATURE, true) ||
		    key.n != strlen("gpgsig"))
			rd->out->odd = true;
		else
			rd->out->signature = unfold(value, rd->a);
		return;
	}
	buf_str(&rd->payload, whole);
	if (!read_plain(rd, key, str_slice(value, 0, value.n - 1)))
		rd->out->odd = true;
}

static int read_commit(struct reader *rd, struct str raw, struct err *e)
{
	struct str rest = raw, whole;

	while (rest.n && rest.p[0] != '\n') {
		if (!take_header(&rest, &whole))
			return err_set(e, ERR_INVALID, "it ends inside a header");
		read_header(rd, whole);
	}
	buf_str(&rd->payload, rest);
	rd->out->message = str_slice(rest, 1, rest.n);
	if (!rest.n || !rd->tree || !rd->author || !rd->committer ||
	    memchr(raw.p, '\0', raw.n))
		rd->out->odd = true;
	return 0;
}

int repo_commit_read(struct repo *r, const char *rev, struct arena *a,
		     struct repo_commit_info *out, struct err *e)
{
	struct reader rd = { .a = a, .out = out };
	git_odb_object *object = NULL;
	char id[GIT_OID_HEXSZ + 1];
	git_oid oid;
	int ret = repo_commit_of(r, rev, &oid, e);

	*out = (struct repo_commit_info){ 0 };
	if (ret < 0)
		return ret;
	ret = repo_object(r, &oid, GIT_OBJECT_COMMIT, LIMIT_COMMIT, &object, e);
	if (ret < 0)
		return err_wrap(e, "commit %s", rev);
	out->id = arena_str(a, str_from(git_oid_tostr(id, sizeof(id), &oid)));
	buf_init(&rd.payload, LIMIT_COMMIT);
	ret = read_commit(
		&rd,
		arena_dup(a, git_odb_object_data(object), git_odb_object_size(object)),
		e);
	out->payload = arena_str(a, buf_view(&rd.payload));
	buf_release(&rd.payload);
	git_odb_object_free(object);
	return ret < 0 ? err_wrap(e, "commit %.12s", id) : 0;
}

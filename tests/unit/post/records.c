/* Permissions and corrections, and what is kept of a post. */
#include "post_test.h"

static struct records records;

static const struct source *file(struct world *w, const char *path, const char *text)
{
	struct source *s = ARENA_NEW(&w->a, struct source);
	struct diags d = { .a = &w->a };

	assert_true(source_init(s, str_from(path), str_from(text), LIMIT_REGISTRY, &w->a,
				&d));
	if (!w->f.a)
		findings_init(&w->f, &w->a);
	return s;
}

static const struct permission *permit(struct world *w, const char *text)
{
	records = (struct records){ 0 };
	records_add_permission(&records, file(w, "permissions/c-1.yaml", text), &w->r,
			       &w->a, &w->f);
	return records_permission(&records, STR("c-1"));
}

#define EVIDENCE                                                                         \
	"evidence:\n  digest: "                                                          \
	"sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"      \
	"  uri: op://a/b\n"
#define CONSENT(what)                                                                    \
	"kind: consent\nwhat: " what "\nwhere: everywhere\npurpose: tea\n"               \
	"given_on: 2026-11-02\n" EVIDENCE

static void a_permission_is_known_by_the_name_of_its_file(void **state)
{
	struct world *w = *state;
	const struct permission *p = permit(
		w,
		CONSENT("{posts: launch, media: [media/a.png]}") "expires: 2027-01-01\n");

	said_nothing(w);
	assert_non_null(p);
	assert_false(p->repost || p->broken || p->everything);
	assert_true(p->everywhere);
	assert_str(p->given_on, "2026-11-02");
	assert_str(p->expires, "2027-01-01");
	assert_null(records_permission(&records, STR("c-2")));
	assert_null(records_permission(&(struct records){ 0 }, STR("c-1")));
}

static void two_files_of_one_name_are_found(void **state)
{
	struct world *w = *state;

	(void)permit(w, CONSENT("general"));
	records_add_permission(&records,
			       file(w, "permissions/old/c-1.yaml",
				    CONSENT("general") "expires: 2027-01-01\n"),
			       &w->r, &w->a, &w->f);
	said_once(w);
	said(w, "posts/record", "there already, in permissions/c-1.yaml", "");
	assert_int_equal(records.permissions.n, 1);
	assert_int_equal(records_permission(&records, STR("c-1"))->expires.n, 0);
}

static void who_it_is_does_not_stand_in_a_permission(void **state)
{
	static const char *const keys[] = {
		"name",  "Full-Name", "first_name", "e-mail",
		"Phone", "person",    "address",    "birthday"
	};
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
		const struct str text = arena_printf(
			&w->a, CONSENT("general") "%s: Ada Smith\n", keys[i]);
		const struct finding *f;

		w->f.v.n = 0;
		assert_true(permit(w, text.p)->broken);
		f = said(w, "posts/record-name", "in the vault", "Ada Smith");
		assert_true(f->mask);
	}
}

static void what_a_permission_is_for_must_be_said(void **state)
{
	struct world *w = *state;

	assert_true(permit(w, CONSENT("{}"))->broken);
	said(w, "posts/record", "for nothing", "what");
	assert_true(permit(w, CONSENT("{posts: []}"))->broken);
	assert_true(permit(w, CONSENT("{urls: ['https://x.com/1']}"))->broken);
	said(w, "posts/record", "goes with \"kind: repost\"", "urls");
	assert_true(permit(w, CONSENT("{media: [../a.png]}"))->broken);
	assert_true(permit(w, CONSENT("genral"))->broken);
	said(w, "posts/record", "did you mean \"general\"", "genral");
}

static void evidence_is_a_digest_and_a_place(void **state)
{
	struct world *w = *state;

	assert_true(permit(w, "kind: repost\nwhat: general\nwhere: everywhere\n"
			      "purpose: a\ngiven_on: 2026-11-02\n"
			      "evidence: {digest: sha256:12, uri: hunter2}\n")
			    ->broken);
	said(w, "posts/record", "64 digits", "sha256:12");
	assert_true(said(w, "posts/record", "no place in a vault", "hunter2")->mask);
}

static void vaults_of_the_settings_count(void **state)
{
	static const struct str vaults[] = { { "safe:", 5 } };
	struct world *w = *state;

	w->r.vaults = vaults;
	w->r.n_vaults = 1;
	assert_true(registry_allows(&w->r, STR("safe:a")));
	assert_false(registry_allows(&w->r, STR("safe:")));
	assert_false(registry_allows(&w->r, STR("op://a")));
	assert_true(registry_knows(STR("op://a")));
	add(w, "products.yaml", PRODUCTS);
	add(w, "accounts/a.yaml", ACCOUNT("x", "credential: safe:social/a\n"));
	ready(w);
	said_nothing(w);
}

static void days_of_a_permission_follow_each_other(void **state)
{
	struct world *w = *state;

	assert_true(permit(w, CONSENT("general") "expires: 2026-11-01\n")->broken);
	said(w, "posts/record", "before the permission was given", "2026-11-01");
	w->f.v.n = 0;
	assert_true(permit(w, CONSENT("general") "withdrawn_on: 2026-11-01\n")->broken);
	said_once(w);
}

static void hostile_records_are_refused(void **state)
{
	static const char *const bad[] = { "",
					   "- a\n",
					   "a: &x 1\nb: *x\n",
					   "kind: consent\nkind: repost\n",
					   "kind: !!str consent\n",
					   "kind: [consent]\nwhat: [a]\nwhere: [b]\n",
					   "evidence: a\nwhat: {posts: {a: b}}\n" };
	struct world *w = *state;

	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		w->f.v.n = 0;
		assert_true(permit(w, bad[i])->broken);
		assert_true(w->f.v.n > 0);
		records_add_correction(&records, file(w, "corrections/a.yaml", bad[i]),
				       &w->a, &w->f);
		assert_int_equal(records.corrections.n, 0);
	}
}

static void a_correction_names_the_post(void **state)
{
	struct world *w = *state;

	records = (struct records){ 0 };
	records_add_correction(&records,
			       file(w, "corrections/a.yaml",
				    "wrong: {post: launch, what: a, found_on: "
				    "2026-11-20, by: p-a}\nowed: tea-x\n"),
			       &w->a, &w->f);
	said_nothing(w);
	assert_int_equal(records.corrections.n, 1);
	assert_str(records.corrections.p[0].post, "launch");
	assert_int_equal(records.corrections.p[0].n_owed, 1);
	records_add_correction(&records,
			       file(w, "corrections/B c.yaml",
				    "wrong: {post: launch, what: a, found_on: "
				    "2026-11-20}\n"),
			       &w->a, &w->f);
	said(w, "posts/record", "the name of this file is its id", "");
	assert_int_equal(records.corrections.n, 1);
}

static void a_post_names_its_permissions(void **state)
{
	struct world *w = *state;
	struct str *ids;

	load(w, POST(HEAD "about: [c-1, c-2]\nmedia: [{file: a.png, people: c-3}, {file: "
			  "b.png, people: none, licence: 'permission:p-1'}, "
			  "x]\nrepost_of: {url: 'https://x.com/1', "
			  "permission: r-1}\n",
		     "Hi.\n"));
	assert_int_equal(post_permissions(&w->p, &w->a, &ids), 5);
	assert_str(ids[0], "c-1");
	assert_str(ids[2], "c-3");
	assert_str(ids[3], "p-1");
	assert_str(ids[4], "r-1");
}

/* ---- facts ---- */

static struct post_facts facts_of(struct world *w, const char *text)
{
	struct post_facts facts;

	load(w, text);
	post_facts_of(&w->p, NULL, 0, true, true, &w->a, &facts);
	return facts;
}

static void facts_outlive_the_post(void **state)
{
	struct world *w = *state;
	const struct post_facts f = facts_of(
		w, POST(HEAD "publish: 2026-11-25 09:30\ncorrects: {post: old, what: a}\n"
			     "reply_to: {url: 'https://x.com/1', tone: hostile}\n",
			"Four words are here.\n"));

	assert_true(f.timed && f.is_reply && f.hostile);
	assert_int_equal(f.minute, (int64_t)20782 * 1440 + 9 * 60 + 30);
	assert_str(f.corrects, "old");
	assert_str(f.reply_url, "https://x.com/1");
	assert_int_equal(f.n_shingles, 2);
	assert_str(str_span(f.source->bytes, f.publish_at), "2026-11-25 09:30");
	assert_str(str_span(f.source->bytes, f.corrects_at), "old");
	assert_int_equal(str_find(f.source->bytes, STR("Four"), 0), SIZE_MAX);
}

static void case_and_punctuation_make_no_other_text(void **state)
{
	struct world *w = *state;
	const struct post_facts a = facts_of(w, POST(HEAD, "One two, THREE four!\n"));
	const struct post_facts b = facts_of(w, POST(HEAD, "one -- two three\nFour\n"));

	assert_int_equal(a.n_shingles, 2);
	assert_int_equal(b.n_shingles, 2);
	assert_memory_equal(a.shingles, b.shingles, 2 * sizeof(*a.shingles));
	assert_int_equal(facts_of(w, POST(HEAD, "Hi.\n")).n_shingles, 1);
	assert_int_equal(facts_of(w, POST(HEAD "media: [{file: a}]\n", "")).n_shingles,
			 0);
}

/* ---- a glance ---- */

static void a_glance_reads_plain_heads(void **state)
{
	const struct post_brief b = post_brief_of(
		STR("---\r\nid: 'a' # x\r\nauthor:   p-a\npublish: 2026-11-25 09:30\n"
		    "corrects:\n  post: b\n---\nid: c\n"));

	(void)state;
	assert_str(b.id, "a");
	assert_str(b.author, "p-a");
	assert_str(b.publish, "2026-11-25 09:30");
	assert_true(b.corrects);
	assert_false(b.unsure);
	assert_int_equal(post_brief_of(STR("id: a\n")).id.n, 0);
}

static void a_glance_knows_when_it_cannot_tell(void **state)
{
	static const char *const odd[] = {
		"---\n{id: a}\n---\n",
		"---\n\"id\": a\n---\n",
		"---\nid: >\n  a\n---\n",
		"---\nid: \"a\\x41\"\n---\n",
		"---\nid:\n  a\n---\n",
		"---\nauthor: a\n b\n---\n",
		"---\npublish : 2026-11-25 09:30\n---\n",
		"---\n? id\n: a\n---\n",
		"---\nid: [a]\n---\n",
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(odd); i++)
		if (!post_brief_of(str_from(odd[i])).unsure)
			fail_msg("not unsure: %s", odd[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_permission_is_known_by_the_name_of_its_file),
		TEST(two_files_of_one_name_are_found),
		TEST(who_it_is_does_not_stand_in_a_permission),
		TEST(what_a_permission_is_for_must_be_said),
		TEST(evidence_is_a_digest_and_a_place),
		TEST(vaults_of_the_settings_count),
		TEST(days_of_a_permission_follow_each_other),
		TEST(hostile_records_are_refused),
		TEST(a_correction_names_the_post),
		TEST(a_post_names_its_permissions),
		TEST(facts_outlive_the_post),
		TEST(case_and_punctuation_make_no_other_text),
		TEST(a_glance_reads_plain_heads),
		TEST(a_glance_knows_when_it_cannot_tell),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

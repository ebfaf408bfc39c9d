/* The only file that knows which pack is built into the program, and libhunspell. */
#include "text/spell.h"

#include "core/digest.h"
#include "core/embed.h"
#include "core/file.h"
#include "core/limits.h"
#include "text/pack.h"
#include "text/suggest.h"
#include "text/utf8.h"

#include <hunspell/hunspell.h>
#include <iconv.h>

enum { TAG_MAX = 16, TEXT_MAX = 4 * WORDFORM_MAX, DICTIONARY_MAX = 64 * MIB };

extern const struct embedded pack_en[];

struct speller {
	struct arena a;
	struct pack pack;
	uint32_t dialects;
	struct str version;
	/* Of a language without a pack: */
	Hunhandle *hunspell;
	iconv_t to, from; /* the dictionary's encoding */
	bool converts;
};

/* ---- language tags ---- */

/* A tag as BCP 47 writes it: "de-AT". Scripts and variants are not told apart. */
struct tag {
	char language[4], region[4]; /* region: empty if none is given */
};

static bool read_tag(struct str lang, struct tag *tag)
{
	struct str rest = lang, part;

	*tag = (struct tag){ 0 };
	if (lang.n > 3 * TAG_MAX || !str_field(&rest, '-', &part) || part.n < 2 ||
	    part.n > 3)
		return false;
	for (size_t i = 0; i < part.n; i++) {
		if (!ascii_is_alpha((unsigned char)part.p[i]))
			return false;
		tag->language[i] = ascii_lower(part.p[i]);
	}
	while (str_field(&rest, '-', &part)) {
		for (size_t i = 0; i < part.n; i++)
			if (!ascii_is_alnum((unsigned char)part.p[i]))
				return false;
		if (part.n != 2 || tag->region[0])
			continue;
		tag->region[0] = (char)(ascii_lower(part.p[0]) - 32);
		tag->region[1] = (char)(ascii_lower(part.p[1]) - 32);
	}
	return true;
}

/* ---- the pack of the program ---- */

static int open_english(struct speller *s, const struct tag *tag, struct err *e)
{
	const struct str bytes = { pack_en[0].bytes, pack_en[0].n };
	struct digest digest;
	char name[TAG_MAX];
	int ret = pack_open_trusted(bytes, &s->pack, e);

	if (ret < 0)
		return ret;
	(void)snprintf(name, sizeof(name), "%s-%s", tag->language, tag->region);
	s->dialects = pack_dialect(&s->pack, str_from(name));
	if (!s->dialects) /* "en", and dialects that we cannot tell apart */
		s->dialects = pack_all(&s->pack);
	pack_digest(&s->pack, digest.bytes);
	s->version = digest_hex(&digest, &s->a);
	return 0;
}

/* ---- libhunspell ---- */

/* The region whose dictionary stands for a language without one. */
static const char *region_of(const struct tag *tag, char own[4])
{
	static const char *const usual[][2] = {
		{ "cs", "CZ" }, { "da", "DK" }, { "el", "GR" }, { "he", "IL" },
		{ "hi", "IN" }, { "ko", "KR" }, { "nb", "NO" }, { "nn", "NO" },
		{ "sl", "SI" }, { "sv", "SE" }, { "uk", "UA" }, { "vi", "VN" },
	};

	if (tag->region[0])
		return tag->region;
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (strcmp(tag->language, usual[i][0]) == 0)
			return usual[i][1];
	for (size_t i = 0; i < 2; i++)
		own[i] = (char)(tag->language[i] - 32);
	own[2] = '\0';
	return own;
}

/* The path of an .aff file without its suffix, or NULL. */
static char *find_dictionary(struct arena *a, const struct tag *tag)
{
	static const char folder[] = "/usr/share/hunspell";
	char own[4];
	const char *region = region_of(tag, own);
	struct str bases[] = {
		arena_printf(a, "%s/%s_%s", folder, tag->language, region),
		arena_printf(a, "%s/%s", folder, tag->language),
	};

	for (size_t i = 0; i < ARRAY_LEN(bases); i++) {
		/* Debian makes some of them links to one dictionary. */
		const char *aff = arena_printf(a, "%s.aff", bases[i].p).p;
		const char *dic = arena_printf(a, "%s.dic", bases[i].p).p;

		if (file_kind(aff, NULL) != FILE_NONE &&
		    file_kind(dic, NULL) != FILE_NONE)
			return arena_cstr(a, bases[i]);
	}
	return NULL;
}

/* Languages and what Debian's packages of their dictionaries end in. */
static const char *const packages[][2] = {
	{ "af", "af" },    { "an", "an" },   { "ar", "ar" },   { "be", "be" },
	{ "bg", "bg" },    { "bn", "bn" },   { "bo", "bo" },   { "br", "br" },
	{ "bs", "bs" },    { "ca", "ca" },   { "cs", "cs" },   { "da", "da" },
	{ "de", "de-de" }, { "dz", "dz" },   { "el", "el" },   { "es", "es" },
	{ "eu", "eu" },    { "fr", "fr" },   { "gd", "gd" },   { "gl", "gl" },
	{ "gu", "gu" },    { "gug", "gug" }, { "he", "he" },   { "hi", "hi" },
	{ "hr", "hr" },    { "hu", "hu" },   { "id", "id" },   { "is", "is" },
	{ "it", "it" },    { "kk", "kk" },   { "kmr", "kmr" }, { "ko", "ko" },
	{ "lo", "lo" },    { "lt", "lt" },   { "lv", "lv" },   { "ml", "ml" },
	{ "mn", "mn" },    { "nb", "no" },   { "ne", "ne" },   { "nl", "nl" },
	{ "nn", "no" },    { "no", "no" },   { "oc", "oc" },   { "pl", "pl" },
	{ "pt", "pt-pt" }, { "ro", "ro" },   { "ru", "ru" },   { "si", "si" },
	{ "sk", "sk" },    { "sl", "sl" },   { "sr", "sr" },   { "sv", "sv" },
	{ "sw", "sw" },    { "te", "te" },   { "th", "th" },   { "tr", "tr" },
	{ "uk", "uk" },    { "uz", "uz" },   { "vi", "vi" },
};

/* The package of a language that is not installed; NULL: none is known. */
static const char *package_of(const struct tag *tag)
{
	static const char *const regional[][2] = { { "deAT", "de-at" },
						   { "deCH", "de-ch" },
						   { "ptBR", "pt-br" } };
	char name[sizeof(tag->language) + sizeof(tag->region)];

	(void)snprintf(name, sizeof(name), "%s%s", tag->language, tag->region);
	for (size_t i = 0; i < ARRAY_LEN(regional); i++)
		if (strcmp(name, regional[i][0]) == 0)
			return regional[i][1];
	for (size_t i = 0; i < ARRAY_LEN(packages); i++)
		if (strcmp(tag->language, packages[i][0]) == 0)
			return packages[i][1];
	return NULL;
}

/* "en, de, fr": English is built in. */
static struct str installed(struct arena *a)
{
	struct str list = STR("en");

	for (size_t i = 0; i < ARRAY_LEN(packages); i++) {
		struct tag tag = { .region = "" };

		memcpy(tag.language, packages[i][0], strlen(packages[i][0]));
		if (find_dictionary(a, &tag))
			list = arena_printf(a, "%.*s, %s", STR_ARG(list), tag.language);
	}
	return list;
}

static int not_found(struct arena *a, const struct tag *tag, struct err *e)
{
	const char *package = package_of(tag);

	err_set(e, ERR_NOT_FOUND, "there is no dictionary for \"%s%s%s\", only for: %.*s",
		tag->language, tag->region[0] ? "-" : "", tag->region,
		STR_ARG(installed(a)));
	return package ? err_hint(e, "install the package hunspell-%s", package)
		       : ERR_NOT_FOUND;
}

static int open_converters(struct speller *s, struct err *e)
{
	const char *encoding = Hunspell_get_dic_encoding(s->hunspell);

	if (strcmp(encoding, "UTF-8") == 0)
		return 0;
	s->to = iconv_open(encoding, "UTF-8");
	s->from = iconv_open("UTF-8", encoding);
	if (s->to != (iconv_t)-1 && s->from != (iconv_t)-1) {
		s->converts = true;
		return 0;
	}
	if (s->to != (iconv_t)-1)
		(void)iconv_close(s->to);
	if (s->from != (iconv_t)-1)
		(void)iconv_close(s->from);
	return err_set(e, ERR_INVALID, "the dictionary has the unknown encoding %s",
		       encoding);
}

static int open_hunspell(struct speller *s, const struct tag *tag, struct err *e)
{
	const char *base = find_dictionary(&s->a, tag);

	if (!base)
		return not_found(&s->a, tag, e);
	s->hunspell = Hunspell_create(arena_printf(&s->a, "%s.aff", base).p,
				      arena_printf(&s->a, "%s.dic", base).p);
	if (!s->hunspell)
		return err_set(e, ERR_IO, "cannot load the dictionary %s.dic", base);
	return open_converters(s, e);
}

/* `text` in another encoding, NUL behind it; false if it does not fit or exist there. */
static bool convert(iconv_t how, struct str text, char *out, size_t room)
{
	char *from = (char *)(uintptr_t)text.p, *to = out;
	size_t from_n = text.n, to_n = room - 1;

	(void)iconv(how, NULL, NULL, NULL, NULL);
	if (iconv(how, &from, &from_n, &to, &to_n) == (size_t)-1 || from_n)
		return false;
	*to = '\0';
	return true;
}

static bool hunspell_knows(const struct speller *s, struct str word)
{
	char text[TEXT_MAX];

	if (word.n >= sizeof(text) || memchr(word.p, '\0', word.n))
		return false;
	if (s->converts && !convert(s->to, word, text, sizeof(text)))
		return false;
	if (!s->converts) {
		memcpy(text, word.p, word.n);
		text[word.n] = '\0';
	}
	return Hunspell_spell(s->hunspell, text) != 0;
}

static enum spell_result hunspell_check(const struct speller *s, struct str word)
{
	char title[TEXT_MAX];
	struct wordform w;
	size_t n;

	if (!wordform_of(word, &w))
		return SPELL_UNKNOWN;
	if (hunspell_knows(s, w.text))
		return SPELL_OK;
	n = wordform_title(w.key, title, sizeof(title));
	if (hunspell_knows(s, w.key) || hunspell_knows(s, (struct str){ title, n }))
		return SPELL_CASE;
	return SPELL_UNKNOWN;
}

static size_t hunspell_suggest(const struct speller *s, struct str word, struct arena *a,
			       struct str *out, size_t most)
{
	char text[TEXT_MAX];
	struct wordform w;
	char **list = NULL;
	size_t n = 0;
	int found;

	if (!wordform_of(word, &w) || memchr(w.text.p, '\0', w.text.n))
		return 0;
	if (s->converts && !convert(s->to, w.text, text, sizeof(text)))
		return 0;
	found = Hunspell_suggest(s->hunspell, &list,
				 s->converts ? text : arena_cstr(a, w.text));
	for (int i = 0; i < found && n < most; i++) {
		const struct str one = str_from(list[i]);

		if (!s->converts)
			out[n++] = arena_str(a, one);
		else if (convert(s->from, one, text, sizeof(text)))
			out[n++] = arena_str(a, str_from(text));
	}
	Hunspell_free_list(s->hunspell, &list, found);
	return n;
}

/* ---- the door ---- */

int speller_open(struct str lang, struct speller **out, struct err *e)
{
	struct speller *s;
	struct tag tag;
	int ret;

	*out = NULL;
	if (!read_tag(lang, &tag)) {
		err_set(e, ERR_INVALID, "\"%.*s\" is no language tag",
			(int)(lang.n < TAG_MAX ? lang.n : TAG_MAX), lang.p ? lang.p : "");
		return err_hint(e, "write en-GB, en-US, en, de, fr-CA ...");
	}
	s = calloc(1, sizeof(*s));
	if (!s)
		return err_set(e, ERR_IO, "out of memory");
	if (strcmp(tag.language, "en") == 0)
		ret = open_english(s, &tag, e);
	else
		ret = open_hunspell(s, &tag, e);
	if (ret < 0)
		speller_close(s);
	else
		*out = s;
	return ret;
}

void speller_close(struct speller *s)
{
	if (!s)
		return;
	if (s->converts) {
		(void)iconv_close(s->to);
		(void)iconv_close(s->from);
	}
	if (s->hunspell)
		Hunspell_destroy(s->hunspell);
	pack_release(&s->pack);
	arena_release(&s->a);
	free(s);
}

static bool has_variant(const struct speller *s, struct str word)
{
	struct arena a = { 0 };
	struct str variant;
	const size_t n = suggest_variants(&s->pack, s->dialects, word, &a, &variant, 1);

	arena_release(&a);
	return n > 0;
}

/* "un-install": "UN" is a word, but what is meant is "uninstall". */
static bool is_joined_word(const struct speller *s, struct str word)
{
	char text[WORDFORM_MAX];
	size_t n = 0;

	if (word.n > sizeof(text))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (word.p[i] != '-')
			text[n++] = word.p[i];
	return n < word.n &&
	       pack_accepts(&s->pack, pack_all(&s->pack), (struct str){ text, n });
}

enum spell_result speller_check(const struct speller *s, struct str word)
{
	if (s->hunspell)
		return hunspell_check(s, word);
	if (pack_accepts(&s->pack, s->dialects, word))
		return SPELL_OK;
	if (pack_accepts(&s->pack, pack_all(&s->pack), word))
		return has_variant(s, word) ? SPELL_DIALECT : SPELL_OK;
	if (pack_accepts_caseless(&s->pack, pack_all(&s->pack), word) &&
	    !is_joined_word(s, word))
		return SPELL_CASE;
	return SPELL_UNKNOWN;
}

void speller_near(const struct speller *s, struct str word, struct arena *a,
		  struct spell_near *out)
{
	struct suggest_near near;

	*out = (struct spell_near){ .word = STR_NULL };
	if (s->hunspell)
		return;
	suggest_one_slip(&s->pack, word, a, &near);
	*out = (struct spell_near){ near.word, near.name, near.band, near.name_band };
}

unsigned speller_band(const struct speller *s, struct str word)
{
	struct pack_entry e;
	struct wordform w;

	if (s->hunspell || !wordform_of(word, &w) || !pack_find(&s->pack, w.key, &e))
		return 0;
	return e.band;
}

unsigned speller_pos(const struct speller *s, struct str fold)
{
	struct pack_entry e;

	return !s->hunspell && pack_find(&s->pack, fold, &e) ? e.tags : 0;
}

size_t speller_suggest(const struct speller *s, struct str word, struct arena *a,
		       struct str *out, size_t most)
{
	if (s->hunspell)
		return hunspell_suggest(s, word, a, out, most);
	return suggest_words(&s->pack, s->dialects, word, a, out, most);
}

struct str speller_version(const struct speller *s)
{
	return s->version;
}

/* What was found out about words before. Most words of most texts are the same few
 * thousand; to ask a dictionary costs ten times as much as to remember its answer. An
 * answer depends on the word alone, so what is remembered changes nothing but the time.
 * A word has one place, and the newer one takes it. */
#include "check/scan.h"

enum { MEMO_BITS = 13, MEMO_BYTES = 24 };

/* A word in zeros up to its size, which no other word of that length can be. */
struct memo_word {
	uint64_t text[MEMO_BYTES / 8];
	const struct speller *speller;
	uint8_t n, result;
};

struct memo {
	struct memo_word words[1 << MEMO_BITS];
};

static uint32_t place_of(const uint64_t text[MEMO_BYTES / 8], size_t n)
{
	uint64_t h = n;

	for (size_t i = 0; i < MEMO_BYTES / 8; i++)
		h = (h ^ text[i]) * 0x9e3779b97f4a7c15u;
	return (uint32_t)(h >> (64 - MEMO_BITS));
}

static bool is_same(const struct memo_word *m, const uint64_t text[MEMO_BYTES / 8],
		    size_t n)
{
	return m->n == n && m->text[0] == text[0] && m->text[1] == text[1] &&
	       m->text[2] == text[2];
}

enum spell_result memo_spelling(struct checker *c, const struct speller *sp,
				struct str word)
{
	uint64_t text[MEMO_BYTES / 8] = { 0 };
	struct memo_word *m;

	if (word.n > MEMO_BYTES || !word.n)
		return speller_check(sp, word);
	if (!c->memo)
		c->memo = ARENA_NEW(&c->own, struct memo);
	memcpy(text, word.p, word.n);
	m = &c->memo->words[place_of(text, word.n)];
	if (m->speller != sp || !is_same(m, text, word.n)) {
		memcpy(m->text, text, sizeof(text));
		m->n = (uint8_t)word.n;
		m->speller = sp;
		m->result = (uint8_t)speller_check(sp, word);
	}
	return (enum spell_result)m->result;
}

void memo_forget(struct checker *c)
{
	if (c->memo)
		memset(c->memo, 0, sizeof(*c->memo));
}

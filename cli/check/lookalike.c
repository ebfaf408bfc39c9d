#include "check/lookalike.h"

struct like {
	uint32_t cp;
	char letters[3];
};

/* Digits and signs in the shape of letters. */
static const struct like signs[] = {
	{ '!', "i" },  { '$', "s" },  { '(', "c" },    { '+', "t" },  { '0', "o" },
	{ '1', "il" }, { '2', "z" },  { '3', "e" },    { '4', "a" },  { '5', "s" },
	{ '6', "gb" }, { '7', "t" },  { '8', "b" },    { '9', "g" },  { '@', "a" },
	{ '|', "li" }, { 0xa1, "i" }, { 0xa2, "c" },   { 0xa3, "l" }, { 0xa5, "y" },
	{ 0xa7, "s" }, { 0xb5, "u" }, { 0x20ac, "e" },
};

/* Letters of other scripts that look like Latin ones; sorted. By their shape, not by
 * their sound: capital Greek Eta is an H, small eta an n. */
static const struct like letters_like[] = {
	{ 0x0180, "b" }, { 0x0192, "f" }, { 0x0251, "a" },  { 0x0261, "g" },
	{ 0x0262, "g" }, { 0x026a, "i" }, { 0x0274, "n" },  { 0x0280, "r" },
	{ 0x028f, "y" }, { 0x029c, "h" }, { 0x029f, "l" },  { 0x0391, "a" },
	{ 0x0392, "b" }, { 0x0395, "e" }, { 0x0396, "z" },  { 0x0397, "h" },
	{ 0x0399, "i" }, { 0x039a, "k" }, { 0x039c, "m" },  { 0x039d, "n" },
	{ 0x039f, "o" }, { 0x03a1, "p" }, { 0x03a4, "t" },  { 0x03a5, "y" },
	{ 0x03a7, "x" }, { 0x03b1, "a" }, { 0x03b2, "b" },  { 0x03b5, "e" },
	{ 0x03b7, "n" }, { 0x03b9, "i" }, { 0x03ba, "k" },  { 0x03bd, "v" },
	{ 0x03bf, "o" }, { 0x03c1, "p" }, { 0x03c3, "o" },  { 0x03c4, "t" },
	{ 0x03c5, "u" }, { 0x03c7, "x" }, { 0x03c9, "w" },  { 0x03f2, "c" },
	{ 0x03f3, "j" }, { 0x0405, "s" }, { 0x0406, "i" },  { 0x0408, "j" },
	{ 0x0410, "a" }, { 0x0412, "b" }, { 0x0415, "e" },  { 0x0417, "e" },
	{ 0x0418, "n" }, { 0x041a, "k" }, { 0x041c, "m" },  { 0x041d, "h" },
	{ 0x041e, "o" }, { 0x0420, "p" }, { 0x0421, "c" },  { 0x0422, "t" },
	{ 0x0423, "y" }, { 0x0425, "x" }, { 0x042f, "r" },  { 0x0430, "a" },
	{ 0x0432, "b" }, { 0x0433, "r" }, { 0x0435, "e" },  { 0x0437, "e" },
	{ 0x0438, "u" }, { 0x043a, "k" }, { 0x043c, "m" },  { 0x043d, "h" },
	{ 0x043e, "o" }, { 0x0440, "p" }, { 0x0441, "c" },  { 0x0442, "t" },
	{ 0x0443, "y" }, { 0x0445, "x" }, { 0x044f, "r" },  { 0x0455, "s" },
	{ 0x0456, "i" }, { 0x0458, "j" }, { 0x04ae, "y" },  { 0x04af, "y" },
	{ 0x04ba, "h" }, { 0x04bb, "h" }, { 0x04c0, "il" }, { 0x04cf, "il" },
	{ 0x0501, "d" }, { 0x051b, "q" }, { 0x051d, "w" },  { 0x0555, "o" },
	{ 0x057d, "u" }, { 0x0585, "o" }, { 0x1d00, "a" },  { 0x1d04, "c" },
	{ 0x1d05, "d" }, { 0x1d07, "e" }, { 0x1d0a, "j" },  { 0x1d0b, "k" },
	{ 0x1d0d, "m" }, { 0x1d0f, "o" }, { 0x1d18, "p" },  { 0x1d1b, "t" },
	{ 0x1d1c, "u" }, { 0x1d20, "v" }, { 0x1d21, "w" },  { 0x1d22, "z" },
};

/* The base letters of U+00C0 to U+017F; '.' for none. */
static const char accented[] =
	"aaaaaaaceeeeiiiidnooooo.ouuuuyts"
	"aaaaaaaceeeeiiiidnooooo.ouuuuyty"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
	"nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
_Static_assert(sizeof(accented) - 1 == 0x180 - 0xc0, "a letter for each of them");

static const struct like *find(const struct like *table, size_t n, uint32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (table[middle].cp == cp)
			return &table[middle];
		if (table[middle].cp < cp)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static enum look one_letter(char letter, char letters[3])
{
	letters[0] = letter;
	letters[1] = '\0';
	return letter == '.' ? LOOK_NONE : LOOK_LIKE;
}

/* Alphabets in other clothes: full-width, in circles, mathematical. */
static enum look dressed(uint32_t cp, char letters[3])
{
	if (cp >= 0xff21 && cp <= 0xff3a)
		return one_letter((char)('a' + (cp - 0xff21)), letters);
	if (cp >= 0xff41 && cp <= 0xff5a)
		return one_letter((char)('a' + (cp - 0xff41)), letters);
	if (cp >= 0x24b6 && cp <= 0x24e9)
		return one_letter((char)('a' + (cp - 0x24b6) % 26), letters);
	if (cp >= 0x1d400 && cp <= 0x1d6a3)
		return one_letter((char)('a' + (cp - 0x1d400) % 26), letters);
	return LOOK_NONE;
}

static bool parts_letters(uint32_t cp)
{
	return cp == '-' || cp == '.' || cp == '_' || cp == '~' || cp == '\'' ||
	       cp == 0xb7 || (cp >= 0x2010 && cp <= 0x2015) || cp == 0x2019 ||
	       cp == 0x2022 || (cp >= 0x300 && cp <= 0x36f) ||
	       (cp >= 0x200b && cp <= 0x200d) || cp == 0xad ||
	       (cp >= 0x20d0 && cp <= 0x20f0) || (cp >= 0xfe00 && cp <= 0xfe0f);
}

enum look lookalike(uint32_t cp, char letters[3])
{
	const struct like *like;

	if (cp < 0x80 && ascii_is_alpha((unsigned char)cp)) {
		(void)one_letter(ascii_lower((char)cp), letters);
		return LOOK_LETTER;
	}
	if (parts_letters(cp))
		return LOOK_DROP;
	if (cp == '*')
		return LOOK_WILD;
	if (cp < 0x80 && lookalike_is_no_sign((char)cp))
		return LOOK_NONE;
	like = find(signs, ARRAY_LEN(signs), cp);
	if (!like && cp >= letters_like[0].cp)
		like = find(letters_like, ARRAY_LEN(letters_like), cp);
	if (like) {
		memcpy(letters, like->letters, sizeof(like->letters));
		return LOOK_LIKE;
	}
	if (cp >= 0xc0 && cp < 0x180)
		return one_letter(accented[cp - 0xc0], letters);
	return dressed(cp, letters);
}

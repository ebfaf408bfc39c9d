/* network/network.h: how a network shows and counts a post. No code per network: a
 * profile says it all (policy/networks.yaml, compiled into the bundle). */
#ifndef NETWORK_NETWORK_H
#define NETWORK_NETWORK_H

#include "post/post.h"
#include "text/view.h"

enum count_unit {
	COUNT_BYTE,
	COUNT_CODE_POINT,
	COUNT_UTF16,
	COUNT_GRAPHEME,
	COUNT_WEIGHTED
};

struct count_range {
	uint32_t first, last, weight; /* code points */
};
struct count_limit {
	enum count_unit unit;
	uint32_t limit;
};
struct network_profile {
	struct str name, title;
	struct count_limit limits[4];
	size_t n_limits;
	uint32_t weight_default, weight_scale, emoji_weight;
	struct count_range ranges[8];
	size_t n_ranges;
	uint32_t url_count;
	bool bare_domains, mention_local, emoji_bytes, nfc;
	uint32_t max_links;
};

/* The text as posted of one part of a post: Markdown lowered (emphasis marks dropped,
 * links written out as "text (url)" or as the url alone when they say the same, list
 * items as "• text" or "1. text", headings as lines, paragraphs parted by a blank line,
 * images and HTML dropped), with the way back to the source. */
void network_view(const struct post *p, const struct post_part *part, struct arena *a,
		  struct view *out);
/* The text of a target's override: it is posted as it stands. */
void network_view_override(const struct post *p, const struct post_target *t,
			   struct arena *a, struct view *out);
/* Any YAML scalar of `s` that people will read, as it stands but for blank space around
 * it: an override, an alt text, an answer of a poll. */
void network_view_scalar(const struct source *s, const struct yaml *text, struct arena *a,
			 struct view *out);

struct network_count {
	uint64_t count, limit; /* in the unit of the limit that leaves least room */
	enum count_unit unit;
	bool valid;     /* all limits hold and the text is not blank; the caller
			   compares `links` with max_links */
	size_t fit_end; /* view offset up to which the text fits: a grapheme
			   boundary; text.n when all of it fits */
	size_t links;
};
void network_count(struct str text, const struct network_profile *p, struct arena *a,
		   struct network_count *out);

/* Links as the networks see them: with http:// or https:// and, where `bare` is set,
 * domains that end in a known top-level domain. In order, not overlapping. */
struct network_links {
	struct span *p; /* in the text */
	size_t n;
};
void network_links(struct str text, bool bare, struct arena *a,
		   struct network_links *out);

#endif

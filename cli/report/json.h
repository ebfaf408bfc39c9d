/* report/json.h: private to the room: jansson, with our strings. */
#ifndef REPORT_JSON_H
#define REPORT_JSON_H

#include "report/report.h"

#include <jansson.h>

json_t *json_text(struct str s);
/* One compact line; takes over `value`. */
void json_put(json_t *value, struct buf *out);
/* Where the words of masked findings touch those of `f`, stars: another rule's finding
 * about the same words would give them away. `text` are the words of `f`. */
struct str report_masked(const struct finding *f, struct str text,
			 const struct findings *all, struct buf *out);
/* What a finding says wherever it stands. `text`: the words it marks; `all`: the findings
 * whose masks count. */
json_t *json_finding(const struct finding *f, struct str text, const struct findings *all,
		     const struct report_options *o);

#endif

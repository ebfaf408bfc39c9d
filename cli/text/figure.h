/* text/figure.h: amounts, percentages and numbers in a form in which equal ones are equal:
 * "£1,000,000", "GBP 1m" and "1 million pounds". */
#ifndef TEXT_FIGURE_H
#define TEXT_FIGURE_H

#include "text/token.h"

enum figure_kind { FIGURE_NUMBER, FIGURE_MONEY, FIGURE_PERCENT };

struct figure {
	enum figure_kind kind;
	bool known;	 /* false: which figure it is cannot be told ("half a million",
			    "5-10%"): it is equal to none */
	bool minus;
	char unit[4];	 /* of money: "GBP" */
	int exponent;	 /* of ten */
	uint64_t digits; /* no zero at their end */
	uint32_t end;	 /* the token behind it */
};

/* The figure whose first token is `i`; false when there is none. */
bool figure_at(const struct view *v, const struct tokens *t, uint32_t i,
	       struct figure *out);
/* By kind, unit and size; 0 for equal ones. Only of known figures. */
int figure_compare(const struct figure *a, const struct figure *b);

/* Is the token a part of a date, which says when and not how much: the year of "in 2026",
 * "September 2026" and "Q3 2026", the day of "30 September" and "May 1st", "2026-09-30"? */
bool figure_is_date(const struct view *v, const struct tokens *t, uint32_t i);

#endif

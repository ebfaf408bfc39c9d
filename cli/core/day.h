/* core/day.h: calendar days and wall times, without any zone. */
#ifndef CORE_DAY_H
#define CORE_DAY_H

#include "core/str.h"

enum { DAY_MINUTES = 24 * 60 };

/* "2026-11-25", the first ten bytes of `s`: days since 1970-01-01. False when there is
 * no such day. */
bool day_parse(struct str s, int64_t *day);
/* "2026-11-25 09:30" or the day alone: minutes since 1970-01-01 00:00. False when there
 * is no such time. */
bool day_minute(struct str s, int64_t *minute);

#endif

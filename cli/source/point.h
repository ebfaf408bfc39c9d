/* source/point.h: one code point as UTF-8. Private to the room. */
#ifndef SOURCE_POINT_H
#define SOURCE_POINT_H

#include "core/str.h"

/* Write `cp` (at most 0x1FFFFF) and return its length. */
size_t point_encode(uint32_t cp, char out[4]);

#endif

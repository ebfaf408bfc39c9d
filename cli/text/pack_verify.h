/* text/pack_verify.h: every offset of a pack that came from outside. */
#ifndef TEXT_PACK_VERIFY_H
#define TEXT_PACK_VERIFY_H

#include "text/pack.h"

/* Header and sections are read already. NULL if readers may trust the bytes, else what
 * is wrong. */
const char *pack_verify(const struct pack *p);

#endif

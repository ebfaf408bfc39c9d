/* core/map.h: strings to numbers. */
#ifndef CORE_MAP_H
#define CORE_MAP_H

#include "core/arena.h"

struct map;

/* Lives in `a`, keys are borrowed: they must live as long as the map. */
struct map *map_new(struct arena *a);
/* Set key to value. True if the key is new; false (and no change) if it is there. */
bool map_add(struct map *m, struct str key, uint32_t value);
bool map_get(const struct map *m, struct str key, uint32_t *value);

#endif

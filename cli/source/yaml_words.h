/* source/yaml_words.h: libyaml's complaints in plain words. Private to the room. */
#ifndef SOURCE_YAML_WORDS_H
#define SOURCE_YAML_WORDS_H

#include "core/str.h"

const char *yaml_words(const char *problem);
/* When the text ends inside something: what is open, or NULL. */
const char *yaml_words_open(const char *context);
const char *yaml_words_id(const char *problem, const char *context);

#endif

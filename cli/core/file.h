/* core/file.h: whole files and folders. Paths are used as given; nothing here
 * follows a symbolic link at the last component unless it says so. */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/arena.h"
#include "core/err.h"

enum file_kind { FILE_NONE, FILE_REGULAR, FILE_FOLDER, FILE_LINK, FILE_OTHER };

/* What is at `path`, without following a link; *size may be NULL. What is there but
 * cannot be looked at is FILE_OTHER. */
enum file_kind file_kind(const char *path, uint64_t *size);

/* All bytes of a regular file, copied into `a`. A link, a folder, a device or more
 * than `cap` bytes is an error that says so. `path` "-" reads standard input. */
int file_read(const char *path, size_t cap, struct arena *a, struct str *out,
	      struct err *e) MUST_CHECK;

/* A private read-only mapping; *out is valid until file_unmap(). An empty file
 * gives an empty str. */
int file_map(const char *path, size_t cap, struct str *out, struct err *e) MUST_CHECK;
void file_unmap(struct str mapped);

/* Write a temporary file beside `path`, sync it, rename it over: old or new bytes,
 * never a part. `mode` as for chmod. */
int file_write(const char *path, struct str bytes, unsigned mode,
	       struct err *e) MUST_CHECK;
/* The same, but ERR_EXISTS when something is at `path` already. */
int file_create(const char *path, struct str bytes, unsigned mode,
		struct err *e) MUST_CHECK;
/* To a path that the user named as the place for output: links are followed, a device or
 * a pipe is written into; a regular file is replaced as by file_write(). */
int file_put(const char *path, struct str bytes, unsigned mode, struct err *e) MUST_CHECK;
/* Make the folder and its parents. */
int file_make_folders(const char *path, struct err *e) MUST_CHECK;
/* Make the parents of a file's path. */
int file_make_parents(const char *path, struct err *e) MUST_CHECK;

struct file_list {
	struct str *paths;     /* relative to the root, '/' between, sorted by bytes */
	enum file_kind *kinds; /* FILE_REGULAR or FILE_LINK or FILE_OTHER */
	size_t n;
};
/* Everything below root/sub (folders themselves are not listed; links are listed,
 * never followed; entries starting with '.' are left out). A missing folder gives
 * an empty list, one that cannot be read an error, as does a link in `sub`. ERR_LIMIT
 * past 200,000 entries or 32 levels. */
int file_walk(const char *root, const char *sub, struct arena *a, struct file_list *out,
	      struct err *e) MUST_CHECK;

/* ERR_INVALID, which names it, when a component of `path` below `root` is a link. */
int file_no_links(const char *root, struct str path, struct arena *a,
		  struct err *e) MUST_CHECK;

/* root + '/' + path, in `a`. */
char *file_join(struct arena *a, const char *root, struct str path);

#endif

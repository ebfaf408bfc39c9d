#include "core/file.h"
#include "core/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIPE_ROOM = 64 * 1024, WALK_MAX = 200000, WALK_DEPTH = 32, PATH_MOST = 4096 };

static enum file_kind kind_of(const struct stat *st)
{
	if (S_ISREG(st->st_mode))
		return FILE_REGULAR;
	if (S_ISDIR(st->st_mode))
		return FILE_FOLDER;
	return S_ISLNK(st->st_mode) ? FILE_LINK : FILE_OTHER;
}

enum file_kind file_kind(const char *path, uint64_t *size)
{
	struct stat st;

	/* What cannot be looked at is there all the same: whoever reads it hears why. */
	if (lstat(path, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR ? FILE_NONE : FILE_OTHER;
	if (size)
		*size = st.st_size > 0 ? (uint64_t)st.st_size : 0;
	return kind_of(&st);
}

int file_no_links(const char *root, struct str path, struct arena *a, struct err *e)
{
	for (size_t at = 0; at < path.n; at++) {
		const size_t end = str_chr(path, '/', at);
		const struct str part = str_slice(path, 0, end);

		if (file_kind(file_join(a, root, part), NULL) == FILE_LINK)
			return err_set(e, ERR_INVALID, "%.*s is a symbolic link",
				       STR_ARG(part));
		if (end == SIZE_MAX)
			break;
		at = end;
	}
	return 0;
}

static int too_large(struct err *e, const char *path, size_t cap)
{
	return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, cap);
}

struct reading {
	const char *name;
	int fd;
	size_t room; /* what may be enough: a size may be out of date, a pipe has none */
	size_t cap;
	size_t size; /* of a regular file, or 0 */
};

static int read_all(struct reading r, struct arena *a, struct str *out, struct err *e)
{
	size_t n = 0;
	char *bytes = arena_raw(a, r.room);

	for (;;) {
		ssize_t got;

		if (n == r.room) {
			char *grown = arena_raw(a, r.room * 2);

			memcpy(grown, bytes, n);
			bytes = grown;
			r.room *= 2;
		}
		got = read(r.fd, bytes + n, r.room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, errno, "cannot read %s", r.name);
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > r.cap)
			return too_large(e, r.name, r.cap);
		if (n == r.size) /* there was room for more */
			break;
	}
	*out = (struct str){ bytes, n };
	return 0;
}

/* Open a regular file, following no link at the last component. */
static int open_regular(const char *path, size_t cap, uint64_t *size, struct err *e)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0 && errno == ELOOP)
		return err_set(e, ERR_INVALID, "%s is a symbolic link", path);
	if (fd < 0)
		return err_errno(e, errno, "cannot open %s", path);
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		(void)close(fd);
		return err_set(e, ERR_INVALID, "%s is not a regular file", path);
	}
	if (st.st_size > 0 && (uint64_t)st.st_size > cap) {
		(void)close(fd);
		return too_large(e, path, cap);
	}
	*size = (uint64_t)st.st_size;
	return fd;
}

int file_read(const char *path, size_t cap, struct arena *a, struct str *out,
	      struct err *e)
{
	struct reading r = { "standard input", STDIN_FILENO, PIPE_ROOM, cap, 0 };
	uint64_t size = 0;
	int ret;

	if (strcmp(path, "-") == 0)
		return read_all(r, a, out, e);
	r.name = path;
	r.fd = open_regular(path, cap, &size, e);
	if (r.fd < 0)
		return r.fd;
	if (size) /* one more byte, to see the end without growing */
		r.room = (size_t)size + 1;
	r.size = (size_t)size;
	ret = read_all(r, a, out, e);
	(void)close(r.fd);
	return ret;
}

int file_map(const char *path, size_t cap, struct str *out, struct err *e)
{
	uint64_t size = 0;
	void *p;
	int fd = open_regular(path, cap, &size, e);

	if (fd < 0)
		return fd;
	*out = STR("");
	if (size) {
		p = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED) {
			int why = errno;

			(void)close(fd);
			return err_errno(e, why, "cannot map %s", path);
		}
		*out = (struct str){ p, size };
	}
	(void)close(fd);
	return 0;
}

void file_unmap(struct str mapped)
{
	if (mapped.n)
		(void)munmap((void *)(uintptr_t)mapped.p, mapped.n);
}

static int write_all(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t put = write(fd, bytes.p, bytes.n);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return errno;
		bytes = str_slice(bytes, (size_t)put, bytes.n);
	}
	return fsync(fd) < 0 && errno != EINVAL ? errno : 0;
}

static void folder_of(const char *path, char folder[PATH_MOST])
{
	const char *slash = strrchr(path, '/');

	if (slash)
		(void)snprintf(folder, PATH_MOST, "%.*s",
			       slash == path ? 1 : (int)(slash - path), path);
	else
		(void)snprintf(folder, PATH_MOST, ".");
}

/* The rename is durable only when the folder is synced too. */
static void sync_folder_of(const char *path)
{
	char folder[PATH_MOST];
	int fd;

	folder_of(path, folder);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

/* A file being written. Where the system can, it has no name until it is whole, so that
 * nothing of it is left behind if we are killed; else a temporary one beside `path`. */
struct draft {
	const char *path;
	char temp[PATH_MOST];
	int fd;
	bool named;
};

static int open_draft(struct draft *d, struct err *e)
{
	char folder[PATH_MOST];

	if ((size_t)snprintf(d->temp, sizeof(d->temp), "%s.XXXXXX", d->path) >=
	    sizeof(d->temp))
		return err_set(e, ERR_LIMIT, "the path is too long: %s", d->path);
	folder_of(d->path, folder);
	/* Only through /proc can it be given a name later. */
	d->fd = access("/proc/self/fd", X_OK) < 0
			? -1
			: open(folder, O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
	if (d->fd < 0) {
		d->fd = mkostemp(d->temp, O_CLOEXEC);
		d->named = true;
	}
	return d->fd < 0 ? err_errno(e, errno, "cannot write beside %s", d->path) : 0;
}

/* Give the draft a name; errno. */
static int name_draft(const struct draft *d, const char *name)
{
	char self[64];

	if (d->named)
		return link(d->temp, name) < 0 ? errno : 0;
	(void)snprintf(self, sizeof(self), "/proc/self/fd/%d", d->fd);
	return linkat(AT_FDCWD, self, AT_FDCWD, name, AT_SYMLINK_FOLLOW) < 0 ? errno : 0;
}

/* Over what is there: a name beside it first, since only a rename replaces. */
static int replace_by_draft(struct draft *d)
{
	for (int tries = 0; !d->named && tries < 100; tries++) {
		int why;

		(void)snprintf(d->temp, sizeof(d->temp), "%s.%08lx", d->path,
			       (unsigned long)getpid() * 100 + (unsigned long)tries);
		why = name_draft(d, d->temp);
		if (why && why != EEXIST)
			return why;
		d->named = !why;
	}
	return d->named && rename(d->temp, d->path) == 0 ? 0 : errno;
}

static int put_draft(struct draft *d, bool fresh)
{
	int why = d->named && !fresh ? EEXIST : name_draft(d, d->path);

	return why == EEXIST && !fresh ? replace_by_draft(d) : why;
}

static int put_file(const char *path, struct str bytes, unsigned mode, bool fresh,
		    struct err *e)
{
	struct draft d = { .path = path };
	int why, ret = open_draft(&d, e);

	if (ret < 0)
		return ret;
	why = write_all(d.fd, bytes);
	if (!why && fchmod(d.fd, mode) < 0)
		why = errno;
	if (!why)
		why = put_draft(&d, fresh);
	if (close(d.fd) < 0 && !why)
		why = errno;
	if (d.named && (why || fresh))
		(void)unlink(d.temp);
	if (why == EEXIST)
		return err_set(e, ERR_EXISTS, "%s exists already", path);
	if (why)
		return err_errno(e, why, "cannot write %s", path);
	sync_folder_of(path);
	return 0;
}

int file_write(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	return put_file(path, bytes, mode, false, e);
}

int file_create(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	return put_file(path, bytes, mode, true, e);
}

static int make_folders(const char *path, size_t n, struct err *e)
{
	char part[PATH_MOST];

	if (n >= sizeof(part))
		return err_set(e, ERR_LIMIT, "the path is too long: %s", path);
	for (size_t i = 1; i <= n; i++) {
		if (i < n && path[i] != '/')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0777) < 0 && errno != EEXIST)
			return err_errno(e, errno, "cannot make the folder %s", part);
	}
	if (n && file_kind(part, NULL) != FILE_FOLDER) {
		struct stat st;

		if (stat(part, &st) < 0 || !S_ISDIR(st.st_mode))
			return err_set(e, ERR_EXISTS, "%s is in the way: not a folder",
				       part);
	}
	return 0;
}

int file_make_folders(const char *path, struct err *e)
{
	return make_folders(path, strlen(path), e);
}

int file_make_parents(const char *path, struct err *e)
{
	const char *slash = strrchr(path, '/');

	return slash && slash != path ? make_folders(path, (size_t)(slash - path), e) : 0;
}

struct entry {
	struct str path;
	enum file_kind kind;
};

struct walk {
	struct arena *a;
	const char *root;
	VEC(struct entry) found;
	size_t seen;
};

static int cannot_list(struct walk *w, struct str sub, struct err *e)
{
	return err_errno(e, errno, "cannot list %s", file_join(w->a, w->root, sub));
}

static int walk_folder(struct walk *w, int fd, struct str sub, unsigned depth,
		       struct err *e);

/* What the folder `fd` says of its name, or else the file itself; false: errno. */
static bool kind_in(int fd, const struct dirent *d, enum file_kind *kind)
{
	struct stat st;

	if (d->d_type == DT_REG || d->d_type == DT_DIR || d->d_type == DT_LNK) {
		*kind = d->d_type == DT_REG   ? FILE_REGULAR
			: d->d_type == DT_DIR ? FILE_FOLDER
					      : FILE_LINK;
		return true;
	}
	if (fstatat(fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return false;
	*kind = kind_of(&st);
	return true;
}

/* One name in the folder `fd`; a folder is walked in turn, a link never followed. */
static int walk_name(struct walk *w, int fd, struct str sub, const struct dirent *d,
		     unsigned depth, struct err *e)
{
	struct str path = sub.n ? arena_printf(w->a, "%.*s/%s", STR_ARG(sub), d->d_name)
				: arena_str(w->a, str_from(d->d_name));
	enum file_kind kind;
	int below;

	if (++w->seen > WALK_MAX || depth > WALK_DEPTH)
		return err_set(e, ERR_LIMIT, "%s holds more files than we take",
			       file_join(w->a, w->root, sub));
	if (!kind_in(fd, d, &kind))
		return errno == ENOENT ? 0 : cannot_list(w, path, e);
	if (kind != FILE_FOLDER) {
		*VEC_ADD(w->a, &w->found) = (struct entry){ path, kind };
		return 0;
	}
	below = openat(fd, d->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (below < 0)
		return errno == ENOENT ? 0 : cannot_list(w, path, e);
	return walk_folder(w, below, path, depth + 1, e);
}

/* Takes `fd` over. */
static int walk_folder(struct walk *w, int fd, struct str sub, unsigned depth,
		       struct err *e)
{
	const struct dirent *d;
	DIR *dir = fdopendir(fd);
	int ret = 0;

	if (!dir) {
		ret = cannot_list(w, sub, e);
		(void)close(fd);
		return ret;
	}
	while (ret == 0 && (errno = 0, d = readdir(dir)))
		if (d->d_name[0] != '.')
			ret = walk_name(w, fd, sub, d, depth, e);
	if (ret == 0 && errno)
		ret = cannot_list(w, sub, e);
	(void)closedir(dir);
	return ret;
}

static int entry_order(const void *a, const void *b)
{
	return str_cmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

int file_walk(const char *root, const char *sub, struct arena *a, struct file_list *out,
	      struct err *e)
{
	struct walk w = { .a = a, .root = root };
	int fd, ret = file_no_links(root, str_from(sub), a, e);

	*out = (struct file_list){ 0 };
	if (ret < 0)
		return ret;
	fd = open(file_join(a, root, str_from(sub)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? 0 : cannot_list(&w, str_from(sub), e);
	ret = walk_folder(&w, fd, str_from(sub), 0, e);
	if (ret < 0)
		return ret;
	if (w.found.n)
		qsort(w.found.p, w.found.n, sizeof(*w.found.p), entry_order);
	out->paths = arena_array(a, w.found.n, sizeof(*out->paths));
	out->kinds = arena_array(a, w.found.n, sizeof(*out->kinds));
	out->n = w.found.n;
	for (size_t i = 0; i < w.found.n; i++) {
		out->paths[i] = w.found.p[i].path;
		out->kinds[i] = w.found.p[i].kind;
	}
	return 0;
}

char *file_join(struct arena *a, const char *root, struct str path)
{
	if (path.n == 0)
		return arena_cstr(a, str_from(root));
	if (root[0] == '\0' || path.p[0] == '/')
		return arena_cstr(a, path);
	return arena_cstr(a, arena_printf(a, "%s%s%.*s", root,
					  str_ends(str_from(root), "/") ? "" : "/",
					  STR_ARG(path)));
}

/* Into what is there and is no regular file: a device, a pipe. */
static int write_through(const char *path, struct str bytes, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	int ret = fd < 0 ? err_errno(e, errno, "cannot open %s", path) : 0;

	while (ret == 0 && bytes.n) {
		ssize_t put = write(fd, bytes.p, bytes.n);

		if (put < 0 && errno != EINTR)
			ret = err_errno(e, errno, "cannot write %s", path);
		else if (put > 0)
			bytes = str_slice(bytes, (size_t)put, bytes.n);
	}
	if (fd >= 0 && close(fd) < 0 && ret == 0)
		ret = err_errno(e, errno, "cannot write %s", path);
	return ret;
}

int file_put(const char *path, struct str bytes, unsigned mode, struct err *e)
{
	char full[PATH_MAX];

	if (!realpath(path, full))
		return errno == ENOENT ? file_write(path, bytes, mode, e)
				       : err_errno(e, errno, "cannot write %s", path);
	return file_kind(full, NULL) == FILE_REGULAR ? file_write(full, bytes, mode, e)
						     : write_through(full, bytes, e);
}

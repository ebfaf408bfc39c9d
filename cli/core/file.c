#include "core/file.h"
#include "core/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { WALK_MAX = 200000, WALK_DEPTH = 32 };

enum file_kind file_kind(const char *path, uint64_t *size)
{
	struct stat st;

	if (lstat(path, &st) < 0)
		return FILE_NONE;
	if (size)
		*size = st.st_size > 0 ? (uint64_t)st.st_size : 0;
	if (S_ISREG(st.st_mode))
		return FILE_REGULAR;
	if (S_ISDIR(st.st_mode))
		return FILE_FOLDER;
	return S_ISLNK(st.st_mode) ? FILE_LINK : FILE_OTHER;
}

static int too_large(struct err *e, const char *path, size_t cap)
{
	return err_set(e, ERR_LIMIT, "%s is larger than %zu bytes", path, cap);
}

/* Read to the end of `fd`: a size from stat() may be out of date or 0 for a pipe. */
static int read_all(int fd, const char *path, size_t cap, struct arena *a,
		    struct str *out, struct err *e)
{
	size_t room = 64 * 1024, n = 0;
	char *bytes = arena_alloc(a, room);

	for (;;) {
		ssize_t got;

		if (n == room) {
			char *grown = arena_alloc(a, room * 2);

			memcpy(grown, bytes, n);
			bytes = grown;
			room *= 2;
		}
		got = read(fd, bytes + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return err_errno(e, errno, "cannot read %s", path);
		if (got == 0)
			break;
		n += (size_t)got;
		if (n > cap)
			return too_large(e, path, cap);
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
	uint64_t size;
	int fd, ret;

	if (strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, "standard input", cap, a, out, e);
	fd = open_regular(path, cap, &size, e);
	if (fd < 0)
		return fd;
	ret = read_all(fd, path, cap, a, out, e);
	(void)close(fd);
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

/* The rename is durable only when the folder is synced too. */
static void sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[4096];
	int fd;

	if (!slash)
		(void)snprintf(folder, sizeof(folder), ".");
	else
		(void)snprintf(folder, sizeof(folder), "%.*s",
			       slash == path ? 1 : (int)(slash - path), path);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return;
	(void)fsync(fd);
	(void)close(fd);
}

static int put_file(const char *path, struct str bytes, unsigned mode, bool fresh,
		    struct err *e)
{
	char temp[4096];
	int fd, why;

	if ((size_t)snprintf(temp, sizeof(temp), "%s.XXXXXX", path) >= sizeof(temp))
		return err_set(e, ERR_LIMIT, "the path is too long: %s", path);
	fd = mkostemp(temp, O_CLOEXEC);
	if (fd < 0)
		return err_errno(e, errno, "cannot write beside %s", path);
	why = write_all(fd, bytes);
	if (!why && fchmod(fd, mode) < 0)
		why = errno;
	if (close(fd) < 0 && !why)
		why = errno;
	if (!why && fresh && link(temp, path) < 0)
		why = errno;
	if (!why && !fresh && rename(temp, path) < 0)
		why = errno;
	if (why || fresh)
		(void)unlink(temp);
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
	char part[4096];

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

static int walk_folder(struct walk *w, struct str sub, unsigned depth, struct err *e)
{
	char *folder = file_join(w->a, w->root, sub);
	const struct dirent *d;
	DIR *dir = opendir(folder);
	int ret = 0;

	if (!dir)
		return errno == ENOENT ? 0 : err_errno(e, errno, "cannot list %s", folder);
	while (ret == 0 && (errno = 0, d = readdir(dir))) {
		struct str path;
		enum file_kind kind;

		if (d->d_name[0] == '.')
			continue;
		if (++w->seen > WALK_MAX || depth > WALK_DEPTH) {
			ret = err_set(e, ERR_LIMIT, "%s holds more files than we take",
				      folder);
			break;
		}
		path = sub.n ? arena_printf(w->a, "%.*s/%s", STR_ARG(sub), d->d_name)
			     : arena_str(w->a, str_from(d->d_name));
		kind = file_kind(file_join(w->a, w->root, path), NULL);
		if (kind == FILE_FOLDER)
			ret = walk_folder(w, path, depth + 1, e);
		else if (kind != FILE_NONE)
			*VEC_ADD(w->a, &w->found) = (struct entry){ path, kind };
	}
	if (ret == 0 && errno)
		ret = err_errno(e, errno, "cannot list %s", folder);
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
	enum file_kind top = file_kind(file_join(a, root, str_from(sub)), NULL);
	int ret;

	*out = (struct file_list){ 0 };
	if (top == FILE_LINK)
		return err_set(e, ERR_INVALID, "%s/%s is a symbolic link", root, sub);
	ret = walk_folder(&w, str_from(sub), 0, e);
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
	return arena_cstr(a, arena_printf(a, "%s%s%.*s", root, str_ends(str_from(root), "/")
								  ? "" : "/",
					  STR_ARG(path)));
}

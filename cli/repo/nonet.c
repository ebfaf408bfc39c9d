/* libgit2 is started here, without its network code.
 *
 * Debian's libgit2.a reaches its TLS, SSH and HTTP parts through the few names below.
 * Because this file defines them first, the linker never takes those parts: no CA
 * bundle is read at start, no socket function is in the program, and neither libssh2,
 * http_parser nor Kerberos is needed (docs/decisions/static-libraries.md). repo_start()
 * lives here so that whoever opens a repository pulls this file in before libgit2.a.
 *
 * With the shared library none of this applies, and interposing would break it. */
#include "repo/git.h"

#ifdef STATIC_GIT2

#include <git2/sys/stream.h>
#include <git2/sys/transport.h>

/* Internal to libgit2 1.5: no header declares them. */
extern bool git_http__expect_continue;
int git_mbedtls_stream_global_init(void);
int git_mbedtls__set_cert_location(const char *file, const char *folder);
int git_mbedtls_stream_new(git_stream **out, const char *host, const char *port);
int git_mbedtls_stream_wrap(git_stream **out, git_stream *in, const char *host);
int git_socket_stream_new(git_stream **out, const char *host, const char *port);
int git_transport_ssh_global_init(void);
int http_parser_parse_url(const char *url, size_t n, int is_connect, void *parts);

bool git_http__expect_continue;

static int no_network(void)
{
	git_error_set_str(GIT_ERROR_NET, "this program has no network code");
	return GIT_ERROR;
}

int git_mbedtls_stream_global_init(void)
{
	return 0;
}
int git_transport_ssh_global_init(void)
{
	return 0;
}

int git_mbedtls__set_cert_location(const char *file, const char *folder)
{
	(void)file;
	(void)folder;
	return no_network();
}

int git_mbedtls_stream_new(git_stream **out, const char *host, const char *port)
{
	(void)host;
	(void)port;
	*out = NULL;
	return no_network();
}

int git_mbedtls_stream_wrap(git_stream **out, git_stream *in, const char *host)
{
	(void)in;
	(void)host;
	*out = NULL;
	return no_network();
}

int git_socket_stream_new(git_stream **out, const char *host, const char *port)
{
	(void)host;
	(void)port;
	*out = NULL;
	return no_network();
}

int git_smart_subtransport_http(git_smart_subtransport **out, git_transport *owner,
				void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return no_network();
}

int git_smart_subtransport_git(git_smart_subtransport **out, git_transport *owner,
			       void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return no_network();
}

int git_smart_subtransport_ssh(git_smart_subtransport **out, git_transport *owner,
			       void *param)
{
	(void)owner;
	(void)param;
	*out = NULL;
	return no_network();
}

/* Non-zero: not a URL. Only remotes and submodules ask, and we touch neither. */
int http_parser_parse_url(const char *url, size_t n, int is_connect, void *parts)
{
	(void)url;
	(void)n;
	(void)is_connect;
	(void)parts;
	return 1;
}

#endif

static bool is_true(const char *value)
{
	return value && *value && strcmp(value, "0") != 0 &&
	       strcmp(value, "false") != 0 && strcmp(value, "no") != 0 &&
	       strcmp(value, "off") != 0;
}

/* libgit2 1.5 does not know GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM and GIT_CONFIG_NOSYSTEM:
 * take the places they rule out from its search path. env.c adds the named files. */
static int obey_config_env(void)
{
	int code = 0;

	if (is_true(repo_env("GIT_CONFIG_NOSYSTEM")) || repo_env("GIT_CONFIG_SYSTEM"))
		code = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM,
					"");
	if (code < 0 || !repo_env("GIT_CONFIG_GLOBAL"))
		return code;
	code = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_XDG, "");
	if (code < 0)
		return code;
	return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_GLOBAL, "");
}

/* The reasons are in docs/internals/git.md. The last three are libgit2's defaults; they
 * are said again because the program relies on them. */
static int set_options(void)
{
	int code = git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);

	if (code >= 0)
		code = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_OBJECT_CREATION, 1);
	if (code >= 0)
		code = git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 1);
	if (code >= 0)
		code = git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 1);
	return code < 0 ? code : obey_config_env();
}

int repo_start(struct err *e)
{
	int code = git_libgit2_init();

	if (code < 0)
		return repo_failed(code, e, "cannot start libgit2");
	code = set_options();
	if (code >= 0)
		return 0;
	(void)repo_failed(code, e, "cannot set up libgit2");
	repo_stop();
	return e->code;
}

void repo_stop(void)
{
	(void)git_libgit2_shutdown();
}

#include "repo_test.h"

/* Sanitizers bring network functions of their own, and so does the shared library. */
#if defined(STATIC_GIT2) && !defined(SANITIZED)

static bool is_network(struct str name)
{
	static const char *const names[] = {
		"socket",      "connect",       "bind",        "listen",   "accept",
		"accept4",     "sendto",        "sendmsg",     "recvfrom", "recvmsg",
		"getaddrinfo", "gethostbyname", "getnameinfo", "res_query"
	};
	struct str plain = str_slice(name, 0, str_chr(name, '@', 0));

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(plain, names[i]))
			return true;
	return false;
}

static void the_program_has_no_network_code(void **state)
{
	char self[4096];
	struct str out, line;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	size_t seen = 0;

	(void)state;
	assert_true(n > 0);
	self[n] = '\0';
	out = RUN("nm", "--undefined-only", "--format=posix", self);
	while (str_line(&out, &line)) {
		struct str name = str_slice(line, 0, str_chr(line, ' ', 0));

		if (is_network(name))
			fail_msg("%.*s is in the program", STR_ARG(name));
		seen++;
	}
	assert_true(seen > 50); /* nm did print the functions of libc */
}

#endif

static void a_remote_in_the_settings_does_no_harm(void **state)
{
	struct repo *r;

	(void)state;
	enter_new_repository();
	(void)GIT("remote", "add", "origin", "https://example.com/x.git");
	r = open_here();
	assert_string_equal(staged_text(r), "");
	repo_close(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#if defined(STATIC_GIT2) && !defined(SANITIZED)
		cmocka_unit_test(the_program_has_no_network_code),
#endif
		cmocka_unit_test(a_remote_in_the_settings_does_no_harm),
	};

	return cmocka_run_group_tests(tests, begin, end);
}

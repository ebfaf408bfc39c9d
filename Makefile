# decorum. `make help` lists the targets.
#
# VARIANT=default|asan|release|cover|fuzz  same tree, other flags, other folder
# CC=gcc|clang  STATIC=1|0 (link the libraries into the program, or share them)
VARIANT ?= default
CC = gcc
STATIC ?= 1
BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
VERSION := 0.1.0

OUT := $(BUILD)/$(VARIANT)
GEN := $(BUILD)/gen
ifeq ($(VARIANT),default)
PROGRAM := $(BUILD)/decorum
else
PROGRAM := $(OUT)/decorum
endif

# ---- flags ----

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wundef -Wformat=2 -Wvla
ifeq ($(WERROR),1)
WARN += -Werror
endif
CFLAGS_default := -O2 -g -D_FORTIFY_SOURCE=2
CFLAGS_release := -O2 -g -flto=auto -D_FORTIFY_SOURCE=2
CFLAGS_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
CFLAGS_cover := -O0 -g --coverage
CFLAGS_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all -DFUZZING
ifeq ($(VARIANT),fuzz)
CC := clang
endif
STD := -std=gnu11 -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -fstack-protector-strong -fPIE
CPPFLAGS += -Icli -I$(GEN) -DDECORUM_VERSION='"$(VERSION)"'
ALL_CFLAGS = $(STD) $(WARN) $(CFLAGS_$(VARIANT)) $(CFLAGS)
ALL_LDFLAGS = $(CFLAGS_$(VARIANT)) -pie -Wl,-z,relro,-z,now $(LDFLAGS)

# ---- libraries (docs/decisions/static-libraries.md) ----

ifeq ($(STATIC),1)
lib = -l:lib$(1).a
LIB_cxx := -l:libstdc++.a -static-libgcc
LIB_git2 := -l:libgit2.a -l:libmbedcrypto.a -l:libpcre2-8.a -l:libz.a
CPPFLAGS += -DSTATIC_GIT2
else
lib = -l$(1)
LIB_cxx := -lstdc++
LIB_git2 := -lgit2
endif
LIBS_core := $(call lib,crypto)
LIBS_text := $(call lib,utf8proc) $(call lib,pcre2-8) $(call lib,hunspell) $(LIB_cxx)
LIBS_source := $(call lib,yaml) $(call lib,cmark)
LIBS_repo := $(LIB_git2)
LIBS_report := $(call lib,jansson)
LIBS_cmd := $(call lib,popt)
LIBS_all := $(LIBS_cmd) $(LIBS_report) $(LIBS_repo) $(LIBS_source) $(LIBS_text) \
	$(LIBS_core) -lm -lpthread -ldl

# ---- rooms ----

ROOMS := core text source finding repo policy post network bundle check record report \
	render cmd
# What a room's unit tests link: the room and all below it.
CLOSURE_core := core
CLOSURE_text := text core
CLOSURE_source := source $(CLOSURE_text)
CLOSURE_finding := finding $(CLOSURE_source)
CLOSURE_repo := repo core
CLOSURE_policy := policy $(CLOSURE_finding)
CLOSURE_post := post $(CLOSURE_finding)
CLOSURE_network := network $(CLOSURE_post)
CLOSURE_bundle := bundle $(CLOSURE_policy)
CLOSURE_check := check bundle policy network $(CLOSURE_post)
CLOSURE_record := record repo $(CLOSURE_finding)
CLOSURE_report := report $(CLOSURE_finding)
CLOSURE_render := render $(CLOSURE_policy)

room_objects = $(patsubst cli/%.c,$(OUT)/cli/%.o,$(call room_sources,$(1))) \
	$(EXTRA_$(1))
# Build tools (mk*.c) have a main of their own and belong to no room library.
room_sources = $(filter-out cli/$(1)/mk%.c,$(wildcard cli/$(1)/*.c))
EXTRA_text = $(OUT)/gen/pack.o
EXTRA_policy = $(OUT)/gen/policy_default.o
EXTRA_cmd = $(OUT)/gen/starter.o $(OUT)/gen/hooks.o $(OUT)/gen/bundle_default.o

.PHONY: all
all: $(PROGRAM)

define room_library
$(OUT)/lib$(1).a: $(call room_objects,$(1))
	@mkdir -p $$(@D)
	@rm -f $$@
	ar rcsD $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room_library,$(r))))

ROOM_LIBS := $(patsubst %,$(OUT)/lib%.a,$(ROOMS))
$(PROGRAM): $(ROOM_LIBS)
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $(call room_objects,cmd) \
		-Wl,--start-group $(filter-out %/libcmd.a,$(ROOM_LIBS)) -Wl,--end-group $(LIBS_all)

# Objects made with other flags or another compiler are made again.
FLAGS_NOW := $(CC) $(CPPFLAGS) $(ALL_CFLAGS)
$(OUT)/flags: always
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(FLAGS_NOW))' | cmp -s - $@ || echo '$(subst ','\'',$(FLAGS_NOW))' > $@
.PHONY: always
always:

$(OUT)/cli/%.o: cli/%.c $(OUT)/flags
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# ---- what is generated ----

# The word pack, from the installed Hunspell dictionaries (docs/formats/wordpack.md).
DICTIONARIES ?= /usr/share/hunspell
WORDNET ?= /usr/share/wordnet
$(GEN)/mkpack: cli/text/mkpack.c $(filter-out cli/text/speller.c cli/text/mk%.c,$(call room_sources,text)) $(call room_sources,core) $(wildcard cli/text/*.h)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(STD) -O2 -o $@ $(filter %.c,$^) $(LIBS_text) $(LIBS_core) -lm
$(GEN)/en.pack: $(GEN)/mkpack $(wildcard $(DICTIONARIES)/en_[UG][SB].*)
	$(GEN)/mkpack -o $@ -w $(WORDNET) $(DICTIONARIES)/en_US $(DICTIONARIES)/en_GB
$(GEN)/pack.S: $(GEN)/en.pack tests/support/embed
	sh tests/support/embed pack_en . $(GEN)/en.pack > $@

# What bundles depend on besides the policy: the code that compiles it. Changed only when
# that code is, whatever the times of its files.
COMPILER := $(sort $(wildcard $(foreach r,core text source finding policy bundle,cli/$(r)/*.[ch])))
$(GEN)/cmd/compiler.h: $(COMPILER) Makefile
	@mkdir -p $(@D)
	@{ echo $(VERSION); cat $(COMPILER); } | sha256sum | \
		sed 's/^\(.\{16\}\).*/#define DECORUM_COMPILER "\1"/' > $@.new
	@cmp -s $@.new $@ && rm $@.new || mv $@.new $@
$(OUT)/cli/cmd/policy_files.o lint-cli/cmd/policy_files.c: $(GEN)/cmd/compiler.h

POLICY_FILES := $(shell find policy -type f ! -name '.*' ! -name LICENSE 2>/dev/null | LC_ALL=C sort)
$(GEN)/policy_default.S: $(POLICY_FILES) tests/support/embed
	@mkdir -p $(@D)
	sh tests/support/embed policy_files policy $(POLICY_FILES) > $@

STARTER_FILES := $(shell find cli/cmd/starter -type f 2>/dev/null | LC_ALL=C sort)
$(GEN)/starter.S: $(STARTER_FILES) tests/support/embed
	@mkdir -p $(@D)
	sh tests/support/embed starter_files cli/cmd/starter $(STARTER_FILES) > $@

# The default policy, compiled by the same code that `decorum compile` runs.
$(GEN)/mkbundle: cli/bundle/mkbundle.c $(foreach r,$(CLOSURE_bundle),$(call room_sources,$(r))) $(wildcard cli/*/*.h) $(GEN)/policy_default.S $(GEN)/pack.S
	$(CC) $(CPPFLAGS) $(STD) -O2 -o $@ $(filter %.c %.S,$^) $(LIBS_source) $(LIBS_text) $(LIBS_core) -lm
$(GEN)/default.bundle: $(GEN)/mkbundle
	$(GEN)/mkbundle $@
$(GEN)/bundle_default.S: $(GEN)/default.bundle tests/support/embed
	sh tests/support/embed bundle_default . $(GEN)/default.bundle > $@

$(OUT)/gen/%.o: $(GEN)/%.S
	@mkdir -p $(@D)
	$(CC) -c -o $@ $<
$(OUT)/gen/policy_default.o: $(POLICY_FILES)
$(OUT)/gen/starter.o: $(STARTER_FILES)

HOOK_FILES := $(wildcard hooks/*)
$(GEN)/hooks.S: $(HOOK_FILES) tests/support/embed
	@mkdir -p $(@D)
	sh tests/support/embed hook_files hooks $(HOOK_FILES) > $@
$(OUT)/gen/hooks.o: $(HOOK_FILES)

# ---- install ----

.PHONY: install
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/doc/decorum
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/decorum
	install -m 644 docs/man/*.1 $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 README.md LICENSE $(DESTDIR)$(PREFIX)/share/doc/decorum
	install -m 644 policy/LICENSE $(DESTDIR)$(PREFIX)/share/doc/decorum/LICENSE.policy

# ---- packages ----

NEED := gcc g++ libc6-dev libgit2-dev libmbedtls-dev zlib1g-dev libyaml-dev \
	libpcre2-dev libhunspell-dev libcmark-dev libutf8proc-dev libpopt-dev uthash-dev \
	libjansson-dev libssl-dev hunspell-en-us hunspell-en-gb wordnet-base
NEED_RUN := git openssh-client age
NEED_TEST := perl mandoc bats libcmocka-dev libmd4c-dev gnupg gpgv jq unicode-data
NEED_LINT := clang clang-tidy clang-format cppcheck shellcheck codespell
NEED_ASAN := libclang-rt-14-dev

.PHONY: deps deps-test deps-lint
deps:
	@sh tests/support/packages $(NEED) $(NEED_RUN)
deps-test:
	@sh tests/support/packages $(NEED) $(NEED_RUN) $(NEED_TEST)
deps-lint:
	@sh tests/support/packages $(NEED) $(NEED_RUN) $(NEED_TEST) $(NEED_LINT) $(NEED_ASAN)

.PHONY: demo
demo: deps
	@echo "building decorum, which takes a minute or so ..."
	@$(MAKE) -s --no-print-directory -j$(JOBS) all
	@sh tests/support/demo $(abspath $(PROGRAM)) $(abspath $(BUILD))/demo

# ---- tests ----

JOBS ?= $(shell nproc)
UNIT_SOURCES := $(wildcard tests/unit/*/*.c)
UNIT_TESTS := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(UNIT_SOURCES))

UNIT_LIBS_source := -lmd4c
define unit_test
$(OUT)/unit/$(1)/%: tests/unit/$(1)/%.c $(foreach r,$(CLOSURE_$(1)),$(OUT)/lib$(r).a)
	@mkdir -p $$(@D)
	$(CC) $(CPPFLAGS) -Itests/support $(ALL_CFLAGS) -MMD -MP $(ALL_LDFLAGS) -o $$@ $$< \
		-Wl,--start-group $(foreach r,$(CLOSURE_$(1)),$(OUT)/lib$(r).a) -Wl,--end-group \
		-lcmocka $(UNIT_LIBS_$(1)) $(LIBS_all)
endef
$(foreach r,$(filter-out cmd,$(ROOMS)),$(eval $(call unit_test,$(r))))

.PHONY: units unit-%
units: $(UNIT_TESTS)
# One room's unit tests, built and run: make unit-text
unit-%:
	@$(MAKE) --no-print-directory $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/$*/*.c))
	prove --exec tests/support/run-test $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/$*/*.c))

# Fuzz targets: replayed over their corpus by `test`, run for real by `fuzz`.
FUZZ_NAMES := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_REPLAYS := $(patsubst %,$(OUT)/fuzz/replay_%,$(FUZZ_NAMES))
FUZZ_LIBS := $(patsubst %,$(OUT)/lib%.a,$(filter-out cmd,$(ROOMS)))
$(OUT)/fuzz/replay_%: tests/fuzz/fuzz_%.c tests/support/replay.c $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(FUZZ_LIBS) -Wl,--end-group $(LIBS_all)
$(OUT)/fuzz/fuzz_%: tests/fuzz/fuzz_%.c $(FUZZ_LIBS)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(FUZZ_LIBS) -Wl,--end-group $(LIBS_all)

.PHONY: test test-run
test: deps-test
	@$(MAKE) --no-print-directory -j$(JOBS) test-build
	@$(MAKE) --no-print-directory test-run
.PHONY: test-build
test-build: all units $(FUZZ_REPLAYS) $(BUILD)/bench/quality
test-run:
	@DECORUM=$(abspath $(PROGRAM)) OUT=$(abspath $(OUT)) prove -j$(JOBS) \
		--exec tests/support/run-test $(UNIT_TESTS) $(FUZZ_REPLAYS) \
		$(sort $(wildcard tests/cases/*.t)) $(sort $(wildcard tests/flows/*.bats))
.PHONY: accept
accept: all $(OUT)/unit/bundle/seeds
	@ACCEPT=1 $(OUT)/unit/bundle/seeds >/dev/null 2>&1
	@DECORUM=$(abspath $(PROGRAM)) ACCEPT=1 sh tests/support/run-cases tests/cases
	@sh tests/support/readme-transcript $(abspath $(PROGRAM)) > $(BUILD)/transcript
	@sed -i -e '/^```console$$/,/^```$$/{/^```$$/r $(BUILD)/transcript' -e 'd}' README.md

FUZZ_SECONDS ?= 60
.PHONY: fuzz
fuzz: deps-lint
	@$(MAKE) --no-print-directory -j$(JOBS) VARIANT=fuzz $(patsubst %,$(BUILD)/fuzz/fuzz/fuzz_%,$(FUZZ_NAMES))
	@for name in $(FUZZ_NAMES); do \
		mkdir -p $(BUILD)/corpus/$$name; \
		$(BUILD)/fuzz/fuzz/fuzz_$$name -max_total_time=$(FUZZ_SECONDS) -max_len=16384 \
			-timeout=10 $(BUILD)/corpus/$$name tests/fuzz/corpus/$$name || exit 1; \
	done

.PHONY: memcheck cover bench
memcheck: deps-lint all units
	@sh tests/support/packages valgrind
	@for t in $(UNIT_TESTS); do valgrind -q --error-exitcode=9 --leak-check=full $$t || exit 1; done
cover: deps-lint
	@sh tests/support/packages gcovr
	@$(MAKE) --no-print-directory VARIANT=cover test
	gcovr -r . --object-directory $(BUILD)/cover --exclude tests
bench: deps-test all $(BUILD)/bench/cpu $(BUILD)/bench/open $(BUILD)/bench/match
	@sh tests/bench/run $(abspath $(PROGRAM)) $(abspath $(BUILD))/bench/cpu \
		$(abspath $(BUILD))/bench/open
	@echo
	@$(BUILD)/bench/match
# How well the default policy judges labelled sets: make bench-quality DATA=FOLDER
# (docs/quality.md says which). Without the folder: what the project ships.
.PHONY: bench-quality
bench-quality: deps-test all $(BUILD)/bench/quality
	@DECORUM=$(abspath $(PROGRAM)) sh tests/bench/quality $(DATA)
$(BUILD)/bench/quality: $(wildcard tests/bench/quality*.c) tests/bench/quality.h $(OUT)/libcore.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $(filter %.c,$^) $(OUT)/libcore.a -ljansson -lm
$(BUILD)/bench/cpu: tests/bench/cpu.c
	@mkdir -p $(@D)
	$(CC) -O2 -Wall -Wextra -o $@ $<
$(BUILD)/bench/open: tests/bench/open.c $(foreach r,$(CLOSURE_bundle),$(OUT)/lib$(r).a)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS_all)
# The matcher alone, against each rule as a regular expression of its own.
$(BUILD)/bench/match: tests/bench/match.c tests/bench/as_regex.c tests/bench/as_regex.h $(foreach r,$(CLOSURE_check),$(OUT)/lib$(r).a)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) $(ALL_LDFLAGS) -o $@ $(filter %.c,$^) \
		-Wl,--start-group $(filter %.a,$^) -Wl,--end-group $(LIBS_all)

# ---- the shape of the code ----

C_FILES := $(wildcard cli/*/*.c tests/unit/*/*.c tests/fuzz/*.c tests/support/*.c tests/bench/*.c)
H_FILES := $(filter-out cli/finding/catalogue.h,$(wildcard cli/*/*.h))
SCRIPTS := $(wildcard hooks/* tests/support/embed tests/support/packages tests/support/demo \
	tests/support/readme-transcript tests/support/run-* tests/support/screen-lines \
	tests/support/swap-actors tests/cases/*.t tests/bench/run tests/bench/quality) .ci/run

.PHONY: layers headers fmt fmt-check
layers:
	@perl tests/support/layers
headers:
	@for h in $(H_FILES); do \
		for cc in gcc clang; do \
			command -v $$cc >/dev/null || continue; \
			$$cc $(CPPFLAGS) $(STD) -Wall -Wextra -Werror -Wno-unused-function -fsyntax-only -x c $$h \
				|| { echo "$$h does not compile alone"; exit 1; }; \
		done; \
	done
	@echo "$(words $(H_FILES)) headers compile alone"
fmt:
	clang-format -i $(C_FILES) $(wildcard cli/*/*.h)

.PHONY: lint lint-c lint-rest
lint: deps-lint
	@$(MAKE) --no-print-directory $(GEN)/pack.S
	@$(MAKE) --no-print-directory -j$(JOBS) layers headers lint-rest $(patsubst %,lint-%,$(wildcard cli/*/*.c))
lint-cli/%.c: cli/%.c
	@gcc $(CPPFLAGS) $(STD) $(WARN) -Werror -fanalyzer -O1 -c -o /dev/null $<
	@clang $(CPPFLAGS) $(STD) $(WARN) -Werror -fsyntax-only $<
	@clang-tidy --quiet --warnings-as-errors='*' $< -- $(CPPFLAGS) $(STD) 2>/dev/null
lint-rest:
	@cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
		--error-exitcode=1 --suppressions-list=.cppcheck -Icli -DDECORUM_VERSION='""' cli
	@shellcheck $(SCRIPTS)
	@for page in docs/man/*.1; do mandoc -T lint -W warning $$page || exit 1; done
	@codespell -q 3 -I .codespell-words --skip "cli/text/*,cli/check/*,tld.c" README.md docs cli hooks Makefile
	@echo "lint: clean"

.PHONY: clean help
clean:
	rm -rf $(BUILD)
help:
	@echo "make            build $(PROGRAM)"
	@echo "make demo       install what is missing, build, run the main job in build/demo"
	@echo "make test       install what is missing, build, run all tests"
	@echo "make install    PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)"
	@echo "make deps       install the missing Debian packages (root or sudo)"
	@echo "make lint       gcc, clang, analyzers, shellcheck, man pages, spelling"
	@echo "make layers     who includes whom, checked against cli/LAYERS"
	@echo "make headers    every header compiles alone"
	@echo "make fmt        format the code"
	@echo "make accept     rewrite the expected outputs of tests/cases"
	@echo "make fuzz       every fuzz target for FUZZ_SECONDS=$(FUZZ_SECONDS)"
	@echo "make memcheck   unit tests under valgrind;  make cover  coverage"
	@echo "make bench-quality DATA=FOLDER   how well labelled texts are judged (docs/quality.md)"
	@echo "make bench      CPU times and ratios;  make unit-ROOM  one room's unit tests"
	@echo "variants        VARIANT=asan|release|cover|fuzz  CC=clang  STATIC=0"

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

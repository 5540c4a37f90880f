/* What the tests of definition share: a workflow loaded from a text, and what was found in it. */
#ifndef CASEWAY_TESTS_DEFINITION_SUPPORT_H
#define CASEWAY_TESTS_DEFINITION_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "definition/definition.h"

struct loaded {
    struct arena arena;
    struct findings findings;
    struct source source;
    const struct node *root;
    const struct definition *definition;
};

/* Reads BYTES as a tree, or as a workflow too. What is loaded is unloaded by its test. */
void load_tree_of(struct loaded *loaded, struct text bytes);
void load_tree(struct loaded *loaded, const char *yaml);
void load(struct loaded *loaded, const char *yaml);
/* A file under tests/, named by its path from the root of the sources. */
void load_file(struct loaded *loaded, const char *path);
void unload(struct loaded *loaded);

/* A workflow of PART, and of one atomic state where PART has no states. */
void load_part(struct loaded *loaded, const char *part);

/* All findings as they are printed. */
const char *found(struct loaded *loaded);
/* One finding, at LINE and COLUMN, whose message holds WORDS; the test fails, and shows all, when there is
 * none. */
void assert_found(struct loaded *loaded, unsigned line, unsigned column, const char *words);
/* The same, and its hint holds HINT. */
void assert_hint(struct loaded *loaded, unsigned line, unsigned column, const char *words, const char *hint);
void assert_nothing_found(struct loaded *loaded);
void assert_text(struct text text, const char *expected);

#endif

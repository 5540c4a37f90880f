/* `caseway plugin`: what its subcommands share. Private to this room.
 *
 *   plugin.c         the command, and which subcommand it is
 *   plugin_new.c     a new plugin's folder (plugin_words.c: what stands in its files)
 *   plugin_check.c   what is wrong in it
 *   plugin_test.c    its tests
 *   plugin_run.c     one rule of a live case
 *   plugin_list.c    what is installed
 *   plugin_bench.c   what its rules cost
 *   plugin_moves.c   live cases on older versions
 *   plugin_shadow.c  a new version beside the installed one */
#ifndef CASEWAY_CLI_PLUGIN_H
#define CASEWAY_CLI_PLUGIN_H

#include "cli/sources.h"

struct plugin_verb {
    const char *name;
    const char *options; /* that it takes, joined by blanks; "json" and those of all commands aside */
    size_t least, most;  /* operands behind it */
    int (*run)(struct cli *cli);
};

int plugin_new(struct cli *cli);
int plugin_check(struct cli *cli);
int plugin_test(struct cli *cli);
int plugin_run(struct cli *cli);
int plugin_list(struct cli *cli);
int plugin_bench(struct cli *cli);
int plugin_moves(struct cli *cli);
int plugin_move(struct cli *cli);
int plugin_shadow(struct cli *cli);
int plugin_differences_of(struct cli *cli);
int plugin_promote(struct cli *cli);
int plugin_drop(struct cli *cli);

/* What stands behind the subcommand. */
static inline size_t plugin_operands(const struct cli *cli)
{
    return cli->operands.count - 1;
}

static inline const char *plugin_operand(const struct cli *cli, size_t index)
{
    return cli->operands.at[index + 1];
}

/* Folders of plugins. */
struct plugin_folders {
    VECTOR(const char *)
    list;
};

/* Those that the operands name (a name below the site's plugins/, or a folder), or without one all of the
 * site's. CLI_REFUSED or CLI_FAILED, and it is said, when one is not there. */
int plugin_find(struct cli *cli, struct plugin_folders *folders);
/* Adds FOLDER's plugin, and the workflows and plugins that it leans on. */
int plugin_gather(struct cli *cli, struct sources *sources, const char *folder);
/* Adds the tests of the plugin in FOLDER to SOURCES, and their paths to TESTS, an array. */
int plugin_add_tests(struct cli *cli, struct sources *sources, const char *folder, struct json *tests);
/* "rbkc", of "plugins/rbkc". */
struct text plugin_name(const char *folder);

#endif

/* Clauses of the statechart: a workflow, what happens to one case of it, and how it must stand after each
 * step. The expressions are real ones; the case is read from its document before each step. */
#ifndef CASEWAY_TESTS_SCENARIO_CLAUSES_H
#define CASEWAY_TESTS_SCENARIO_CLAUSES_H

#include <stddef.h>

enum { CLAUSE_STEPS = 10 };

struct step {
    /* An event's name; a command as JSON with ' for "; or "+3 days": what time brings until then. */
    const char *does;
    const char *in;  /* the active atomic states, joined by a blank */
    const char *log; /* the text field `log`, which actions append to; NULL: not looked at, and it goes on */
    const char
        *unmet; /* it is refused: the codes, joined by a blank; or "unknown", "failed: …"; NULL: it is done */
};

struct clause {
    const char *name;
    const char *yaml; /* what follows the fields: log, n (a number, 0) and item (a list of {name, n}) */
    struct step steps[CLAUSE_STEPS];
};

/* Appends X to the log: an action. The log is emptied before each step that looks at it. */
#define SAY(x) "{assign: {log: '= data.log .. \"" x "\"'}}"

/* Steps: DOES leads to IN; it leads there and says LOG; it is not done, because of UNMET, and IN stays. */
#define IS(does, in)                                                                                         \
    {                                                                                                        \
        does, in, NULL, NULL                                                                                 \
    }
#define SAYS(does, in, log)                                                                                  \
    {                                                                                                        \
        does, in, log, NULL                                                                                  \
    }
#define NOT(does, in, unmet)                                                                                 \
    {                                                                                                        \
        does, in, NULL, unmet                                                                                \
    }

/* Runs them all; each is a test of its own. The exit status of the program. */
int clauses_run(const char *suite, const struct clause *clauses, size_t count);

#endif

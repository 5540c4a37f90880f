/* The workings of the generator, shared by the files that write a workflow: generator.c (the tree of states),
 * generator_states.c (what stands in a state, and where its transitions lead), generator_work.c (tasks,
 * deadlines, milestones). */
#ifndef CASEWAY_TESTS_SIM_GENERATING_H
#define CASEWAY_TESTS_SIM_GENERATING_H

#include "generator.h"

enum kind { ATOMIC, COMPOUND, PARALLEL, EACH, FINAL, SHALLOW, DEEP };
/* Each of the states that may have states can bring three more beyond the limit: a child, a final, a history.
 */
enum { DEPTH_LIMIT = 4, CHILD_LIMIT = 5, COUNTERS = 4, STATE_ROOM = 4 * GENERATED_STATES + 4 };

struct made {
    enum kind kind;
    int parent; /* -1: the root */
    int strand; /* the EACH it is inside of; -1 */
    int depth;
    int children[CHILD_LIMIT + 2];
    int child_count;
    struct text name, path;
};

struct making {
    struct arena *arena;
    const struct random *random;
    struct buffer out;
    struct made states[STATE_ROOM];
    int count, tasks, deadlines, milestones;
};

int below(struct making *making, int limit);
bool chance(struct making *making, int percent);
bool is_history(const struct made *state);
bool has_states(enum kind kind);
/* A state with all that is in it, at that depth of the file. */
void write_state(struct making *making, int index, int depth);

void indent(struct making *making, int depth);
/* Perhaps a task, a deadline, a milestone. */
void write_work(struct making *making, bool in_strand, int depth);

#endif

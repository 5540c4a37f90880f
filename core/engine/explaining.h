/* The workings of an explanation, shared by the files that make one. Private to engine/.
 *
 *   explain.c        what there is to ask about, and asking it of a moment
 *   explain_own.c    the engine's own events
 *   explain_task.c   what follows from the acts on tasks
 *   explain_asked.c  what waits for the answers to a form
 *   explain_when.c   when what is refused can be done
 *   explain_json.c   the explanation as JSON */
#ifndef CASEWAY_ENGINE_EXPLAINING_H
#define CASEWAY_ENGINE_EXPLAINING_H

#include "engine/explain.h"
#include "engine/planning.h"

/* An event, or an act on a task, that is asked about. */
struct target {
    struct text event;
    const struct event_declaration *declared; /* NULL: nothing declares it */
    const struct task *task;                  /* and then `verb` is its act */
    struct text verb;
    const struct field *list; /* told to this list's item alone; NULL: to all */
    uint32_t item;
};

struct explaining {
    struct planning planning; /* its subject and its `now` are what is asked about */
    struct command command;
    struct given given;
    struct plan plan;
    struct explanation *explanation;
    VECTOR(struct target)
    targets; /* as the explanation's events */
};

/* An explanation of SUBJECT, which is only read, begins. */
void explaining_init(struct explaining *explaining, struct arena *arena, const struct world *world,
                     const struct subject *subject, const struct explain_request *request,
                     const struct rules *rules);
/* Each question starts with plugins and a budget of its own. */
void explaining_begin(struct explaining *explaining);
void explaining_end(struct explaining *explaining);
/* What TARGET would run into at AT; its reasons stay in the explaining's plan until the next is asked. Within
 * begin and end. */
void explaining_ask(struct explaining *explaining, const struct target *target, instant at,
                    struct explained *explained);
/* The engine's own events (explain_own.c). */
enum own {
    OWN_NOT,         /* it is the workflow's */
    OWN_MOVES_ALONE, /* what the workflow's transitions require is asked; it moves nothing where none takes it
                      */
    OWN_REOPENS,
    OWN_ASKED /* whatever stands against it is unmet */
};
enum own explain_own(struct planning *planning, struct text event);
/* Whether EVENT, one of the engine's own that the workflow declares, is told of as the case stands. */
bool explain_own_is_told(const struct subject *subject, struct text event);
/* Those that are told of whether declared or not: the name of the one at INDEX; NULL behind the last. */
const char *explain_own_always(const struct subject *subject, size_t index);
/* What stands against what TARGET, an act on a task that may be done, triggers; ENABLED is that. */
void explain_follows(struct explaining *explaining, const struct target *target,
                     const struct explained *explained, struct enabled_set *enabled);
/* Leaves out what waits for the answers to the forms of EXPLAINED; if ALONE, only what reads nothing besides.
 */
void explain_drop_asked(struct plan *plan, const struct explained *explained, bool alone);
/* Tells `when` of the events, each within a begin and end of its own. */
void explain_whens(struct explaining *explaining, size_t *left);
/* Tells `when` of a command that was refused because it is not its time, once its rules have ended. DOCUMENT
 * is the subject's. */
void explain_refused(struct planning *planning, const struct json *document);

#endif

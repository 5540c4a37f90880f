/* The workings of an explanation, shared by the files that make one. Private to engine/.
 *
 *   explain.c        what there is to ask about, and asking it of a moment
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
/* Tells `when` of the events, each within a begin and end of its own. */
void explain_whens(struct explaining *explaining, size_t *left);
/* Tells `when` of a command that was refused because it is not its time, once its rules have ended. DOCUMENT
 * is the subject's. */
void explain_refused(struct planning *planning, const struct json *document);

#endif

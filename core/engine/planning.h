/* The workings of a plan, shared by the files of engine/ that make one. Private to engine/.
 *
 * - plan.c: a command becomes a plan; what kind of event it is, and the order in which things are settled
 * - select.c: which transitions an event enables, which of them conflict (SCXML D, selectTransitions)
 * - enter.c: which states a transition exits and enters (SCXML D, computeEntrySet and computeExitSet)
 * - step.c: the microstep and the macrostep; strands begin (SCXML D, microstep and mainEventLoop)
 * - actions.c: executable content
 * - require.c: roles, requirements, open tasks, exceptions
 * - answers.c: a form's answers are checked, written, kept as a record; fields.c: one field's value
 * - tasks.c: tasks open, are worked on, end; work.c: settles the open ones that a command leaves
 * - deadlines.c: deadlines open, are computed, met, missed; timers.c: after, send
 * - settle.c: what follows at the end of every macrostep: tasks, deadlines, milestones
 * - closing.c: closes and reopens a case; moving.c: takes one from one area to another
 * - links.c, merging.c: events about other records; episodes.c: what an `open` finds of the same person
 *
 * Everything works on `planning`, whose subject is changed in place: a refused plan throws it away and reads
 * it anew. */
#ifndef CASEWAY_ENGINE_PLANNING_H
#define CASEWAY_ENGINE_PLANNING_H

#include "engine/links.h"
#include "engine/nodes.h"
#include "engine/plan.h"

/* A transition that is enabled, and the node that it leaves from. */
struct enabled {
    const struct transition *transition;
    struct node_id source;
};

struct enabled_set {
    VECTOR(struct enabled)
    list;
};

struct node_set {
    VECTOR(struct node_id)
    list;
};

/* An event that waits in the internal queue. */
struct queued {
    struct text name;
    struct json data;
    const struct field *list; /* it concerns this list's item alone; NULL: everybody */
    uint32_t item;
};

/* A repeating task that was done or skipped: it opens again once the transitions are through. */
struct repeating {
    const struct task *task;
    uint32_t item;
};

/* What the plan has changed so far: a formula is asked again only when something that it reads is among it
 * (LANGUAGE 28). */
struct touched {
    bool everything; /* the subject is new to this world: its rules and calendars may differ */
    bool states, tasks, milestones, owner; /* configuration; any task; any milestone; area or worker */
    bool links;
    bool area; /* the calendar may be another: every date is asked anew */
    bool data; /* any field: `fields` tells which, by index */
    bool *fields;
    bool *forms; /* by index: a record was kept */
};

/* A task that the command has settled. */
struct settled {
    const struct task *task;
    uint32_t item;
    bool left; /* its state is */
};

/* A message to be written once all else is settled. */
struct notification {
    const struct message *message;
    const struct field *list;
    uint32_t item;
    struct event event; /* at which it was asked for */
};

struct planning {
    struct arena *arena;
    const struct world *world;
    const struct definition *definition;
    struct subject *subject;
    const struct command *command;
    const struct given *given;
    const struct rules *rules;
    struct plan *plan;
    struct event event;             /* the one that is being taken */
    const struct field *event_list; /* … told to this list's item `event_item` alone; NULL: to all */
    uint32_t event_item;
    struct text actor;
    role_set roles;
    instant now; /* when it happened */
    VECTOR(struct queued)
    queue;
    size_t queue_head;
    VECTOR(struct queued)
    sent; /* events sent without delay: they come after all internal ones */
    size_t sent_head;
    VECTOR(struct notification)
    notifications;
    VECTOR(struct repeating)
    repeats;
    VECTOR(struct settled)
    settled;
    VECTOR(struct node_id)
    stood; /* the atomic states that were active before all this; none of a case that is closed */
    struct touched touched;
    size_t steps;
    const struct plugin *raiser; /* the one that raised an event last; NULL: none did */
    bool only_asks;              /* nothing is done: a guard that fails raises nothing */
    bool *guards_failed;         /* by the transition's index: it has raised its error; NULL: none has */
    bool answering;              /* a value is somebody's answer, not the workflow's own */
    bool given_up;               /* a timer that failed passes without any effect */
    bool failed;                 /* plan->failure says why: nothing more is done */
};

/* --- plan.c --- */
/* What all plans begin with: COMMAND on SUBJECT, whose plan becomes PLAN. Nobody's roles, no time. */
struct planning planning_of(struct arena *arena, const struct world *world, struct subject *subject,
                            const struct command *command, const struct given *given,
                            const struct rules *rules, struct plan *plan);
/* Sets out for EVENT, which happened at HAPPENED; and comes to the end: the documents, their difference, the
 * outcome. */
void planning_begin(struct planning *planning, struct text event, instant happened);
struct plan *planning_finish(struct planning *planning, const struct json *document, bool done);
/* Settles what was DONE, and writes its messages; whether it still stands. */
bool planning_settle(struct planning *planning, bool done);
/* The subject as it stood; and its first-level values made its own, so that changing them leaves the document
 * alone. */
void planning_put_back(struct planning *planning, const struct json *document);
void planning_unshare(struct arena *arena, struct subject *subject);
/* A copy of SUBJECT that can be planned on. */
struct subject *planning_copy(struct arena *arena, const struct subject *subject);
/* The roles that COMMAND's actor acts in. */
role_set planning_roles(const struct definition *definition, const struct command *command);
/* --- planning.c --- */
/* Ends the plan as failed, once; gives false so that `return planning_fail(…)` reads well. */
bool planning_fail(struct planning *planning, const struct error *error);
/* Adds to a list in the plan's notes ("dropped", "guards", "log", "transitions"). */
void planning_note(struct planning *planning, const char *list, struct json note);
/* What expressions may read when asked on behalf of NODE. */
struct scope planning_scope(const struct planning *planning, struct node_id node);
struct scope planning_scope_item(const struct planning *planning, const struct field *list, uint32_t item);
/* The value of EXPRESSION. A plugin that fails fails the plan, unless its manifest lets events go on; what
 * fails otherwise is its caller's matter. */
enum status planning_evaluate(struct planning *planning, const struct expression *expression,
                              const struct scope *scope, struct value *value, struct error *error);
/* A condition; failing inside counts as no, and the notes say so (LANGUAGE 23). planning_ask tells beside
 * that it failed, and why. */
enum status planning_ask(struct planning *planning, const struct expression *expression,
                         const struct scope *scope, const char *what, bool *holds, struct error *error);
bool planning_holds(struct planning *planning, const struct expression *expression, const struct scope *scope,
                    const char *what);
/* The list whose strands STATE is in, or has; NULL. */
const struct field *strand_list(const struct definition *definition, uint16_t state);
/* Whether an event told to ITEM of LIST (NULL: to all) concerns what belongs to STATE in strand STRAND. */
bool strand_is_meant(const struct definition *definition, const struct field *list, uint32_t item,
                     uint16_t state, uint32_t strand);
/* The item of LIST that the present event is told to; 0 when it is told to all, or to another list's. */
uint32_t planning_item(const struct planning *planning, const struct field *list);
/* Puts an event into the internal queue. */
void planning_raise(struct planning *planning, struct text name, struct json data, const struct field *list,
                    uint32_t item);
/* ", and the plugin NAME raises events in it": of a round that does not end; empty: none did. */
struct text planning_raiser(const struct planning *planning);
/* Raises `error.execution` for what stands on LINE (SCXML 5.9, 5.10); gives the event's data: line, message.
 */
struct json planning_raise_error(struct planning *planning, uint32_t line, const struct error *error);
struct unmet *planning_unmet(struct planning *planning, const char *code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* --- touched.c --- */
void touched_begin(struct planning *planning);
void touch_field(struct planning *planning, const struct field *field);
void touch_form(struct planning *planning, const struct form *form);
/* Whether EXPRESSION may give something else now than before the plan. NULL never does. */
bool is_touched(const struct planning *planning, const struct expression *expression);
/* Which facts that EXPRESSION reads did it, as they stand in it: "item.expected_date"; LIST is the one whose
 * item `item` is there. */
struct text touched_facts(const struct planning *planning, const struct expression *expression,
                          const struct field *list);

/* --- take.c --- */
bool take_open(struct planning *planning);
/* The fields of a case that begins, as the workflow has them before anybody answers. */
void take_defaults(struct planning *planning);
/* Any other event; false when it is refused. */
bool take(struct planning *planning);
/* Whether the present event, of an open case, is the workflow's own although the engine has one of its name.
 */
bool take_is_the_workflows(const struct planning *planning, struct text event);
/* What is asked when VERB is said of TASK. */
void task_ask_forms(struct planning *planning, const struct task *task, struct text verb);
/* The statechart hears of the present event: chooses, checks, runs. MOVES: one that nothing takes is done all
 * the same and moves nothing. */
bool run_event(struct planning *planning, bool moves);

/* --- closing.c --- */
/* Keeps where the case stands, before anything moves it. */
void case_remember(struct planning *planning);
/* A root final was entered: all that was open ends, and where the case stood before is kept. */
void case_close(struct planning *planning);
/* Whether `reopen` of a closed case is possible, by which transitions; what stands against it is unmet. */
bool case_may_reopen(struct planning *planning, struct enabled_set *enabled);
/* Does it; false when it is refused. */
bool case_reopen(struct planning *planning);

/* --- select.c --- */
/* selectTransitions(event), or selectEventlessTransitions() when EVENT is NULL; conflicts removed. */
void select_transitions(struct planning *planning, const struct event *event, struct enabled_set *enabled);
enum taken { TAKEN_NOWHERE, TAKEN_BY_INACTIVE, TAKEN_BY_ACTIVE };
/* Which states have the event at all, whatever their guards say. */
enum taken select_taken(const struct planning *planning, struct text event);
/* Whether the strand ITEM of EACH has, or its states have, a transition for EVENT now. */
bool select_strand_takes(const struct planning *planning, uint16_t each, uint32_t item, struct text event);

/* --- enter.c --- */
struct entry_set {
    struct node_set enter;
    struct node_set by_default; /* compound states that are entered by their initial transition */
    VECTOR(struct {
        struct node_id parent;
        const struct block *actions;
    })
    histories; /* what is done after the entry of PARENT, because its history remembered nothing */
};
void enter_targets(struct planning *planning, const struct enabled_set *enabled, struct entry_set *set);
/* A single state and all that begins with it. */
void enter_node(struct planning *planning, struct node_id node, struct entry_set *set);
/* What a history below ABOVE remembers: NODES, all that is between, and what begins beside them. */
void enter_again(struct planning *planning, const struct node_id *nodes, size_t count, struct node_id above,
                 struct entry_set *set);
/* computeExitSet for one transition: active nodes in document order. */
void exit_nodes(const struct planning *planning, const struct enabled *enabled, struct node_set *set);

/* --- step.c --- */
void step_enter(struct planning *planning, struct entry_set *set);
void step_exit(struct planning *planning, const struct node_set *set);
/* Runs ENABLED, then all that follows from it, until nothing more happens. */
void step_macro(struct planning *planning, const struct enabled_set *enabled);
/* The first configuration. */
void step_begin(struct planning *planning);

/* --- actions.c --- */
void actions_run(struct planning *planning, const struct block *block, struct node_id node);
/* What plugins want done at POINT of STATE ("state.entered", its path). */
void actions_hook(struct planning *planning, const char *point, struct text state, struct node_id node);
/* effects.c: does what plugins want at NODE. What one of them wants is done whole or not at all: when it
 * cannot be, the plan fails, or goes on without it, as its manifest has it. False when the plan failed. */
bool effects_apply(struct planning *planning, const struct effects *effects, struct node_id node);
/* Asks a workflow's template for its text. */
struct text template_fill(struct planning *planning, const struct template *template,
                          const struct scope *scope);
/* The value of an operand; JSON null for an absent one. */
enum status operand_value(struct planning *planning, const struct operand *operand, const struct scope *scope,
                          struct json *value, struct error *error);
/* How long from now, or when: what a `due`, an `after` or a warning gives. */
enum status due_value(struct planning *planning, const struct when_due *due, const struct scope *scope,
                      struct value *value, struct error *error);

/* --- require.c --- */
/* Adds every requirement of ENABLED that is not met to the plan's unmet; true when all are, or are let
 * through. */
bool require_all(struct planning *planning, const struct enabled_set *enabled);
/* An exception that the command makes cannot end before the day it happens. */
bool require_until(struct planning *planning);
bool require_roles(struct planning *planning, role_set allowed);
/* "Worker or Programme lead". */
struct text roles_words(struct arena *arena, const struct definition *definition, role_set roles);

/* --- fields.c, fields_list.c --- */
/* The value that FIELD takes of GIVEN (any JSON); false with a sentence when it can't. A list merges into
 * what is there. */
bool field_take(struct planning *planning, const struct field *field, const struct json *given,
                struct json *value, struct text *sentence);
bool field_take_list(struct planning *planning, const struct field *field, const struct json *given,
                     struct json *value, struct text *sentence);
/* Writes it (null takes it away), for the item of the field's list where it has one. */
void field_write(struct planning *planning, const struct field *field, uint32_t item, struct json value);
const struct json *field_read(const struct subject *subject, const struct field *field, uint32_t item);

/* --- answers.c --- */
/* Checks the event's data against its forms; writes the fields; keeps the records. False, with the unmet,
 * when an answer is not valid. EXTRA names keys that are allowed besides (NULL-ended), for the engine's own
 * events. */
bool answers_take(struct planning *planning, const char *const *extra);
/* What FIELD takes as an answer of somebody: as field_take, but whom it names must be there. */
bool answer_take(struct planning *planning, const struct field *field, const struct json *given,
                 struct json *value, struct text *sentence);

/* --- tasks.c --- */
void tasks_open_for(struct planning *planning, struct node_id node);
void tasks_close_for(struct planning *planning, struct node_id node);
/* Opens what its `when` now allows. */
void tasks_settle(struct planning *planning);
/* Reads "task.NAME.VERB"; false when it is none of a task that exists. */
bool task_act_read(const struct definition *definition, struct text event, const struct task **task,
                   struct text *verb);
/* Checks a task's act (open? role? not_by?), adding to unmet; then does it. */
bool task_act_check(struct planning *planning, const struct task *task, struct text verb);
void task_act_do(struct planning *planning, const struct task *task, struct text verb);
/* Opens repeating tasks again, or starts the wait for their next time. */
void tasks_repeat(struct planning *planning);
/* Whether the actor may say that it is done: roles, four eyes; what stands against it is unmet. */
bool task_may_be_done(struct planning *planning, const struct task *task, uint32_t item);
void task_end(struct planning *planning, struct task_state *state, enum task_end end);
void task_open(struct planning *planning, const struct task *task, uint32_t item);
struct node_id task_node(const struct definition *definition, const struct task *task, uint32_t item);

/* --- work.c --- */
/* Settles the open tasks that the command names (`tasks`); false when it says what cannot be. */
bool work_settle(struct planning *planning);
/* NODE is left, and the work there with it. */
void work_left(struct planning *planning, struct node_id node);
/* Whether all that was settled has been left; what has not is unmet. */
bool work_is_left(struct planning *planning);

/* --- deadlines.c --- */
void deadlines_open_for(struct planning *planning, struct node_id node);
void deadlines_void_for(struct planning *planning, struct node_id node);
void deadline_open_task(struct planning *planning, const struct task *task, uint32_t item);
void deadline_end_task(struct planning *planning, const struct task *task, uint32_t item,
                       enum deadline_status how);
/* What EVENT meets is met, judged against its value before the event. */
void deadlines_meet(struct planning *planning, struct text event, const struct field *list, uint32_t item);
/* Computes every open deadline anew. */
void deadlines_settle(struct planning *planning);
struct ledger_line *deadline_write_ledger(struct planning *planning, const struct deadline_state *state,
                                          const char *change, struct moment before, struct moment after);
/* The calendar by which the case's days are counted. */
const struct calendar *planning_calendar(const struct planning *planning);

/* Overrides an open one: DUE is its date from now on; DATE_NONE: it is over. */
void deadline_override(struct planning *planning, struct deadline_state *state, date due);

/* --- deadline_acts.c --- */
/* Reads "deadline.NAME.overridden"; false when it is none of a deadline that exists. */
bool deadline_act_read(const struct definition *definition, struct text event, struct text *name);
/* Checks the act, and does it; false when it is refused. */
bool deadline_act(struct planning *planning, struct text name);

/* --- deadline_points.c --- */
/* Its due date is new: all points lie ahead again; a warning that is overtaken does not come. */
void deadline_set_points(struct planning *planning, struct deadline_state *state);
/* The case is in another area, whose rules may say otherwise how long before it is warned of, and when it is
 * late; what has been told stays told. Of one that is open. */
void deadline_renew_points(struct planning *planning, struct deadline_state *state);
/* Passes the point of STATE that comes at AT; gives the event that says so. */
struct text deadline_pass(struct planning *planning, struct deadline_state *state, instant at);
/* The same, when time brings it: the event is the plan's. */
struct text deadline_point(struct planning *planning, struct deadline_state *state, instant at);

/* --- timers.c --- */
void timers_start_for(struct planning *planning, struct node_id node);
void timers_stop_for(struct planning *planning, struct node_id node);
void timer_start(struct planning *planning, struct timer timer);
void timers_cancel(struct planning *planning, struct text id);

/* --- settle.c --- */
/* Tasks, deadlines, milestones; runs what these raise; until nothing more happens. */
void settle(struct planning *planning);
/* Writes the messages, once all is settled. */
void settle_messages(struct planning *planning);

/* --- waiting.c --- */
/* Stops what waits and may not go any more; and has OUTGOING, the entry's message NUMBER, wait for its time.
 */
void waiting_settle(struct planning *planning);
void waiting_begin(struct planning *planning, const struct outgoing *outgoing, const struct field *list,
                   size_t number);

#endif

/* The telling of a scenario: what the files of it share. Private to this room.
 *
 *   play.c         the story: what it begins with, people, cases, steps in their order
 *   play_step.c    one step: who acts, on which case, when; the command
 *   play_area.c    who is held to an area
 *   play_calendar.c  free days that become known
 *   play_answer.c  what is answered
 *   play_value.c   YAML typed by the workflow; values in words, all alike
 *   holding.c      what stands after a step, gathered once; the table of what can be stated
 *   hold_*.c       one function for each key that states something
 *
 * A play lives as long as one scenario_play() and belongs to it; everything is in its arena. */
#ifndef CASEWAY_WORKBENCH_PLAYING_H
#define CASEWAY_WORKBENCH_PLAYING_H

#include "workbench/play.h"
#include "workbench/trial.h"

struct difference {
    struct place place;
    struct text what, expected, stood;
};

/* A name of the scenario, and the record that it stands for. */
struct named {
    struct text name, reference;
    struct text workflow, area; /* of a case that is still to be opened */
    bool is_open;
};

struct play_user {
    struct text name, roles, area;
};

struct play {
    struct arena *arena;
    const struct play_options *options; /* `lent` */
    struct play_options lent;           /* its world may change on the way */
    const struct scenario *whole;       /* that was asked for; `scenario` may be one that it begins with */
    struct trial trial;
    VECTOR(struct named *)
    names;
    VECTOR(struct play_user)
    users;
    struct text present; /* the case of the step before; empty: none */
    size_t played;
    int64_t outbox; /* the last message that a step has had */

    /* The step that is told, or was told last. */
    const struct scenario *scenario;
    const struct step *step;
    struct text word, sentence; /* the last that was said */
    VECTOR(struct difference)
    differences;
    struct json told;

    enum status status; /* an operating failure ends it */
    struct error *error;
};

/* What holds of a story wherever it is told: its own, or as the beginning of another. */
struct setting {
    struct text workflow, area;           /* of every case, whatever the scenario says; may be empty */
    struct text workflow_else, area_else; /* where it says nothing */
    struct named *as;                     /* the case that its first `open` makes; NULL */
};

/* Who acts in a step. */
struct acting {
    struct text actor, roles;
    bool all_roles;
    struct text area; /* that a user is held to; empty: none */
};

/* What became of a step's event. */
struct happened {
    bool any;
    struct text event;
    struct json answer; /* as every front end gives it */
    struct text error;  /* of `failed` */
};

void play_differs(struct play *play, struct place place, struct text what, struct text expected,
                  struct text stood);
/* Whether ACTING, who is held to an area, may not do what happens to a case of AREA that is offered to
 * OFFERED (empty: to none); HAPPENED has the refusal then (play_area.c). */
bool play_is_elsewhere(struct play *play, const struct acting *acting, struct text area, struct text offered,
                       struct happened *happened);
/* The record that NAME stands for, or NAME itself. */
struct text play_reference(const struct play *play, struct text name);
struct named *play_named(const struct play *play, struct text name);
struct named *play_name(struct play *play, struct text name);
/* False: the time does not come to rest, and a difference says so; or it failed. */
bool play_time(struct play *play, struct place place, instant until);
/* Runs COMMAND; false when it failed operationally. What fires at the same moment has happened then too. */
bool play_command(struct play *play, const struct command *command, struct job *job);
/* The free days that STEP says are known from here on (play_calendar.c). */
bool play_calendar(struct play *play, const struct step *step);
/* Tells STEP; false when it does not hold. */
bool play_step(struct play *play, const struct setting *setting, const struct step *step);
/* The setting's workflow and area, or the scenario's, or what is otherwise. */
struct text setting_workflow(const struct play *play, const struct setting *setting);
struct text setting_area(const struct play *play, const struct setting *setting);

/* What did not hold, as the answer has it; and an answer without. */
struct json play_failures(struct play *play);
struct json play_answer(struct arena *arena, struct text file, struct text title, bool ok);

/* --- values ---------------------------------------------------------------------------------- */

/* NODE as data of an event or a statement about data: typed by FIELD, which may be NULL; names of the
 * scenario stand for their records where a person is meant. */
struct json play_value(const struct play *play, const struct field *field, const struct node *node);
/* All answers of DATA to EVENT, each typed by its form, else by the workflow's field of that name. */
struct json play_data(const struct play *play, const struct definition *definition, struct text event,
                      const struct node *data);
/* A value, an instant (in the site's zone) and a moment in words; "none" where there is nothing. */
struct text value_shown(const struct play *play, const struct json *value);
struct text instant_shown(const struct play *play, instant at);
struct text moment_shown(const struct play *play, struct moment moment);
struct text node_shown(const struct play *play, const struct node *node);
/* Whether MOMENT is SAID: a date (an instant on that day too), or an instant. */
bool moment_is(const struct play *play, struct moment moment, struct text said);
bool instant_is(const struct play *play, instant at, struct text said);
bool node_is_none(const struct node *node);

#endif

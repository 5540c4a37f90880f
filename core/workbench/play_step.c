/* One step of a story: time passes, somebody acts on a case, and what the step states is held. */
#include "workbench/holding.h"

#include "engine/moving.h"

static struct text text_at(const struct step *step, const char *key)
{
    const struct node *node = node_get(step->node, key);
    return node && node->kind == NODE_SCALAR ? text_trim(node->scalar) : (struct text){0};
}

static struct place place_of(const struct step *step, const char *key)
{
    const struct node *node = node_get(step->node, key);
    return node ? node->place : step->place;
}

/* --- time ------------------------------------------------------------------------------ */

static bool wait_for(struct play *play, const struct setting *setting, const struct step *step)
{
    const struct world *world = play->options->world;
    const struct definition *definition = world_current(world, setting_workflow(play, setting));
    struct duration duration;
    struct error error;
    struct text wait = text_at(step, "wait");
    if (wait.size == 0 || duration_read(wait, &duration, &error) != STATUS_OK) {
        return true; /* it was read before */
    }
    instant now = play->trial.clock.at;
    instant until = instant_add(world_calendar(world, definition ? definition->calendar : (struct text){0}),
                                world->zone, now, duration);
    if (until == INSTANT_NONE || until < now) {
        play_differs(play, place_of(step, "wait"), TEXT("wait"), wait,
                     TEXT("time goes only on, and no further than the year 9999"));
        return false;
    }
    return play_time(play, place_of(step, "wait"), until);
}

/* Moves the clock to the time at KEY, unless that is behind it; then only an event may say so. */
static bool move_to(struct play *play, const struct step *step, const char *key, bool may_be_past)
{
    instant at = instant_read(play->options->world->zone, text_at(step, key));
    if (!node_get(step->node, key)) {
        return true;
    }
    if (at < play->trial.clock.at && !may_be_past) {
        play_differs(play, place_of(step, key), text_of(key), instant_shown(play, at),
                     text_printf(play->arena, "it is %.*s already",
                                 TEXT_ARGS(instant_shown(play, play->trial.clock.at))));
        return false;
    }
    return play_time(play, place_of(step, key), at);
}

static bool pass(struct play *play, const struct setting *setting, const struct step *step)
{
    bool acts = node_get(step->node, "event") != NULL;
    const char *typed = node_get(step->node, "recorded") ? "recorded" : "at";
    return wait_for(play, setting, step) && move_to(play, step, "until", false) &&
           move_to(play, step, typed, acts) && play_calendar(play, step);
}

/* --- who ----------------------------------------------------------------------------------- */

static const struct play_user *user_of(const struct play *play, struct text name)
{
    vector_each(const struct play_user, user, &play->users)
    {
        if (text_equal(user->name, name)) {
            return user;
        }
    }
    return NULL;
}

static role_set roles_of(const struct definition *definition, struct text names)
{
    role_set roles = 0;
    struct text name;
    while (definition && names.size && text_split(&names, ' ', &name)) {
        roles |= definition_role(definition, name);
    }
    return roles;
}

static struct text nobody(struct play *play, struct text actor)
{
    struct text *names = arena_array(play->arena, struct text, play->users.count);
    for (size_t i = 0; i < play->users.count; i++) {
        names[i] = play->users.at[i].name;
    }
    struct text near = text_nearest(actor, names, play->users.count);
    return near.size ? text_printf(play->arena, "there is nobody of that name; did you mean “%.*s”?",
                                   TEXT_ARGS(near))
                     : TEXT("there is nobody of that name in `people`, and no such role");
}

/* The one role that the step says, of those that the actor has. */
static bool narrow(struct play *play, const struct step *step, const struct definition *definition,
                   struct acting *acting)
{
    struct text role = text_at(step, "role");
    role_set wanted = roles_of(definition, role);
    if (role.size == 0) {
        return true;
    }
    if (definition &&
        (wanted == 0 || (!acting->all_roles && (wanted & ~roles_of(definition, acting->roles))))) {
        play_differs(play, place_of(step, "role"), TEXT("role"), role,
                     wanted == 0
                         ? TEXT("the workflow has no such role")
                         : text_printf(play->arena, "%.*s does not have it", TEXT_ARGS(acting->actor)));
        return false;
    }
    acting->roles = role;
    acting->all_roles = false;
    return true;
}

static bool find_actor(struct play *play, const struct step *step, const struct definition *definition,
                       struct acting *acting)
{
    struct text actor = text_at(step, "actor");
    const struct play_user *user = user_of(play, actor);
    *acting = (struct acting){.actor = actor, .all_roles = true};
    if (user) {
        *acting = (struct acting){.actor = actor, .roles = user->roles, .area = user->area};
    } else if (actor.size && roles_of(definition, actor)) {
        *acting = (struct acting){.actor = actor, .roles = actor};
    } else if (actor.size && play->users.count) {
        play_differs(play, place_of(step, "actor"), TEXT("actor"), actor, nobody(play, actor));
        return false;
    }
    return narrow(play, step, definition, acting);
}

/* --- what ------------------------------------------------------------------------------------ */

/* The case that a step is about, as far as that is known before its event. */
struct about {
    struct text reference; /* empty: a case that is to be opened and has no name, or none */
    struct named *named;   /* the name that it has or gets; NULL */
    const struct definition *definition;
    struct text workflow, area;
    struct text offered; /* the area that it is offered to; empty: to none */
};

static void copy_text(struct play *play, const struct step *step, struct json *object, const char *key)
{
    struct text text = text_at(step, key);
    if (text.size) {
        json_set(play->arena, object, text_of(key), json_string(text));
    }
}

static void set_override(struct play *play, const struct step *step, struct json *object)
{
    const struct node *node = node_get(step->node, "override");
    struct json override = json_object();
    if (!node) {
        return;
    }
    if (node->kind == NODE_SCALAR) {
        override = json_string(text_trim(node->scalar));
    }
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        json_set(play->arena, &override, node->entries[i].key,
                 json_string(text_trim(node->entries[i].value.scalar)));
    }
    json_set(play->arena, object, TEXT("override"), override);
}

static struct json command_json(struct play *play, const struct step *step, const struct about *about,
                                const struct acting *acting)
{
    static const char *const texts[] = {"event", "of", "key", "at", "recorded"};
    struct json object = json_object();
    const struct node *data = node_get(step->node, "data"), *tasks = node_get(step->node, "tasks");
    int64_t version;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        copy_text(play, step, &object, texts[i]);
    }
    json_set(play->arena, &object, TEXT("actor"), json_string(acting->actor));
    json_set(play->arena, &object, TEXT("case"), json_string(about->reference));
    json_set(play->arena, &object, TEXT("role"), json_string(acting->roles));
    if (text_is(text_at(step, "event"), "open")) {
        json_set(play->arena, &object, TEXT("workflow"), json_string(about->workflow));
        json_set(play->arena, &object, TEXT("area"), json_string(about->area));
    } else {
        copy_text(play, step, &object, "workflow");
        copy_text(play, step, &object, "area");
    }
    if (data) {
        struct json typed = play_data(play, about->definition, text_at(step, "event"), data);
        json_set(play->arena, &object, TEXT("data"), typed);
    }
    if (tasks && scenario_settles_tasks(tasks)) {
        json_set(play->arena, &object, TEXT("tasks"), node_to_json(play->arena, tasks));
    }
    if (text_integer(text_at(step, "if_match"), &version)) {
        json_set(play->arena, &object, TEXT("if_match"), json_integer(version));
    }
    set_override(play, step, &object);
    return object;
}

static void fail_command(struct play *play, struct happened *happened, const char *why)
{
    happened->error = text_copy(play->arena, text_of(why));
    happened->answer = json_object();
    json_set(play->arena, &happened->answer, TEXT("outcome"), json_string(TEXT("failed")));
    json_set(play->arena, &happened->answer, TEXT("error"), json_string(happened->error));
}

/* Runs the step's event; false when the play cannot go on. */
static bool act(struct play *play, const struct step *step, struct about *about, const struct acting *acting,
                struct happened *happened)
{
    struct command command;
    struct error wrong;
    struct job job;
    *happened = (struct happened){.any = true, .event = text_at(step, "event")};
    if (play_is_elsewhere(play, acting, about->area, about->offered, happened)) {
        return true;
    }
    struct json object = command_json(play, step, about, acting);
    if (command_read(play->arena, play->options->world->zone, &object, &command, &wrong) != STATUS_OK) {
        fail_command(play, happened, wrong.message);
        return true;
    }
    command.all_roles = acting->all_roles;
    if (!play_command(play, &command, &job)) {
        return false;
    }
    if (job.status != STATUS_OK) {
        fail_command(play, happened, job.error.message);
        return true;
    }
    happened->answer = job.answer;
    if (job.outcome == OUTCOME_DONE) {
        about->reference = job.reference_of;
    } else if (text_is(happened->event, "open")) {
        about->reference = (struct text){0};
    }
    if (about->named && job.outcome == OUTCOME_DONE) {
        about->named->reference = job.reference_of;
        about->named->is_open = true;
    }
    return play_time(play, step->place, play->trial.clock.at);
}

/* --- which case ---------------------------------------------------------------------------------- */

/* The case that is to be opened, and what it will be. */
static void about_new(struct play *play, const struct setting *setting, const struct step *step,
                      struct about *about)
{
    struct text name = text_at(step, "case");
    about->named = name.size                              ? play_name(play, name)
                   : setting->as && !setting->as->is_open ? setting->as
                                                          : NULL;
    const struct named *named = about->named;
    struct text workflow = text_at(step, "workflow"), area = text_at(step, "area");
    const struct play_user *user = user_of(play, text_at(step, "actor"));
    about->workflow = workflow.size                   ? workflow
                      : named && named->workflow.size ? named->workflow
                                                      : setting_workflow(play, setting);
    about->area = area.size                                   ? area
                  : named && named->area.size                 ? named->area
                  : setting_area(play, setting).size || !user ? setting_area(play, setting)
                                                              : user->area;
    about->definition = world_current(play->options->world, about->workflow);
    bool person = text_is(about->workflow, "person"); /* the store gives people their references */
    about->reference = named && !person ? named->name : (struct text){0};
}

/* The case that is there; false, and a difference says so, when there is none. */
static bool about_present(struct play *play, const struct step *step, struct about *about)
{
    struct standing stands;
    struct error error;
    struct text name = text_at(step, "case");
    about->reference = name.size ? play_reference(play, name) : play->present;
    bool acts = node_get(step->node, "event") != NULL;
    if (about->reference.size == 0) {
        if (acts) {
            play_differs(play, place_of(step, "event"), TEXT("case"), TEXT("a case that is open"),
                         TEXT("there is none yet: begin with “event: open”"));
        }
        return !acts;
    }
    enum status status = trial_read(&play->trial, play->arena, about->reference, &stands, &error);
    if (status == STATUS_NOT_FOUND) {
        play_differs(play, place_of(step, "case"), TEXT("case"), name.size ? name : about->reference,
                     TEXT("there is no such case yet"));
        return false;
    }
    if (status != STATUS_OK) {
        *play->error = error;
        play->status = status;
        return false;
    }
    about->definition = stands.subject.definition;
    about->area = text_copy(play->arena, stands.subject.area);
    about->offered = text_copy(play->arena, moving_to(&stands.subject));
    return true;
}

static void tell_step(struct play *play, const struct step *step, const struct happened *happened,
                      const struct about *about)
{
    struct json told = json_object();
    if (!play->options->verbose || play->scenario != play->whole) {
        return;
    }
    json_set(play->arena, &told, TEXT("line"), json_integer(step->place.line));
    json_set(play->arena, &told, TEXT("now"), json_string(instant_shown(play, play->trial.clock.at)));
    if (step->word.size) {
        json_set(play->arena, &told, TEXT("sentence"),
                 json_string(text_printf(play->arena, "%.*s %.*s", TEXT_ARGS(step->word),
                                         TEXT_ARGS(step->sentence))));
    }
    if (about->reference.size) {
        json_set(play->arena, &told, TEXT("case"), json_string(about->reference));
    }
    if (happened->any) {
        json_set(play->arena, &told, TEXT("event"), json_string(happened->event));
        json_set(play->arena, &told, TEXT("outcome"),
                 json_string(json_get_text(&happened->answer, "outcome")));
    }
    json_append(play->arena, &play->told, told);
}

/* In the order of the file; by insertion, since they are few. */
static void sort_differences(struct play *play)
{
    struct difference *at = play->differences.at;
    for (size_t i = 1; i < play->differences.count; i++) {
        struct difference moved = at[i];
        size_t j = i;
        for (; j > 0 &&
               (at[j - 1].place.line > moved.place.line ||
                (at[j - 1].place.line == moved.place.line && at[j - 1].place.column > moved.place.column));
             j--) {
            at[j] = at[j - 1];
        }
        at[j] = moved;
    }
}

bool play_step(struct play *play, const struct setting *setting, const struct step *step)
{
    struct about about = {0};
    struct acting acting;
    struct happened happened = {0};
    bool acts = node_get(step->node, "event") != NULL;
    play->differences.count = 0;
    if (!pass(play, setting, step)) {
        return false;
    }
    if (acts && text_is(text_at(step, "event"), "open")) {
        about_new(play, setting, step, &about);
    } else if (!about_present(play, step, &about)) {
        return false;
    }
    if (!find_actor(play, step, about.definition, &acting) ||
        (acts && !act(play, step, &about, &acting, &happened))) {
        return false;
    }
    play->present = about.reference.size ? about.reference : play->present;
    step_hold(play, step, &acting, &happened, about.reference);
    sort_differences(play);
    tell_step(play, step, &happened, &about);
    return play->differences.count == 0 && play->status == STATUS_OK;
}

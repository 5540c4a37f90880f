/* See plugin_test.h. A table of verbs; each takes data and gives data. */
#include "workbench/plugin_test.h"

#include "engine/computed.h"
#include "workbench/asking.h"
#include "workbench/scenario.h"
#include "workbench/trial.h"

enum { MESSAGES_LIMIT = 64 /* of a case, that a test sees */ };

struct playing_test {
    const struct plugin_test_options *options;
    struct trial trial;
    bool begun; /* a case was there: time only goes on */
};

/* A question to the stage on its way. */
struct turn {
    struct playing_test *playing;
    struct arena *arena;
    const struct json *asked;
    struct json *answer;
    struct error *error;
};

static enum status invalid(struct turn *turn, const char *why)
{
    return error_set(turn->error, STATUS_INVALID, "%s", why);
}

/* --- the case as it stands ---------------------------------------------------------- */

static enum status read_case(struct turn *turn, struct standing *stands)
{
    struct text reference = json_get_text(turn->asked, "case");
    enum status status = trial_read(&turn->playing->trial, turn->arena, reference, stands, turn->error);
    return status == STATUS_NOT_FOUND ? invalid(turn, "there is no such case: make it with a_case { … }")
                                      : status;
}

static struct json open_tasks(struct arena *arena, const struct subject *subject)
{
    struct json names = json_array();
    vector_each(const struct task_state, state, &subject->tasks)
    {
        if (state->open) {
            json_append(arena, &names, json_string(state->task->name));
        }
    }
    return names;
}

static struct json dues(struct arena *arena, const struct subject *subject)
{
    struct json deadlines = json_object();
    vector_each(const struct deadline_state, state, &subject->deadlines)
    {
        if (deadline_is_open(state)) {
            json_set(arena, &deadlines, deadline_label(arena, state), moment_json(arena, state->due));
        }
    }
    return deadlines;
}

/* Names of the messages that were sent about it, oldest first. */
static enum status messages(struct turn *turn, int64_t subject, struct json *names)
{
    struct store *store = turn->playing->options->store;
    struct outbox_row rows[MESSAGES_LIMIT];
    size_t count = 0;
    *names = json_array();
    enum status status = store->api->outbox(store, 0, MESSAGES_LIMIT, turn->arena, rows, &count, turn->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct json content;
        status = json_read(turn->arena, rows[i].content, &content, turn->error);
        if (status == STATUS_OK && rows[i].subject == subject) {
            json_append(turn->arena, names, json_string(json_get_text(&content, "message")));
        }
    }
    return status;
}

static enum status look(struct turn *turn)
{
    struct standing stands;
    struct arena *arena = turn->arena;
    enum status status = read_case(turn, &stands);
    if (status != STATUS_OK) {
        return status;
    }
    const struct subject *subject = &stands.subject;
    struct json seen = json_object(), sent;
    struct json data = computed_data(arena, turn->playing->options->world, subject,
                                     turn->playing->trial.clock.at, &turn->playing->options->rules);
    json_set(arena, &seen, TEXT("data"), data);
    json_set(arena, &seen, TEXT("states"), subject_configuration(arena, subject));
    json_set(arena, &seen, TEXT("tasks"), open_tasks(arena, subject));
    json_set(arena, &seen, TEXT("deadlines"), dues(arena, subject));
    json_set(arena, &seen, TEXT("area"), json_string(subject->area));
    json_set(arena, &seen, TEXT("worker"), json_string(subject->worker));
    json_set(arena, &seen, TEXT("closed"), json_boolean(subject->closed != INSTANT_NONE));
    status = messages(turn, subject->id, &sent);
    json_set(arena, &seen, TEXT("messages"), sent);
    *turn->answer = seen;
    return status;
}

/* --- what happens ------------------------------------------------------------------- */

static enum status pass_time(struct turn *turn, instant until)
{
    size_t ran = 0;
    enum status status = trial_pass_time(&turn->playing->trial, until, &ran, turn->error);
    return status == STATUS_LIMIT ? STATUS_INVALID : status;
}

/* An empty table of Lua is a list here. */
static struct json as_group(const struct json *json)
{
    bool empty = !json || json->type == JSON_NULL || (json->type == JSON_ARRAY && json->count == 0);
    return empty ? json_object() : *json;
}

/* The workflow of a case that says none: the only one there is, people aside. */
static struct text usual_workflow(const struct world *world)
{
    struct text found = {0};
    for (size_t i = 0; i < world->definition_count; i++) {
        struct text name = world->definitions[i]->name;
        if (!text_is(name, "person")) {
            found = found.size ? TEXT("") : name;
            if (found.size == 0) {
                break;
            }
        }
    }
    return found;
}

static enum status answer_failed(struct turn *turn, const struct json *answer, const struct error *failed)
{
    struct arena *arena = turn->arena;
    struct json json = answer->type == JSON_OBJECT ? json_shallow(arena, *answer) : json_object();
    struct text place = text_of(failed->place), words = text_of(failed->message);
    struct text whole =
        text_printf(arena, "%.*s%s%.*s", TEXT_ARGS(place), place.size ? ": " : "", TEXT_ARGS(words));
    json_set(arena, &json, TEXT("outcome"), json_string(TEXT("failed")));
    json_set(arena, &json, TEXT("unmet"), json_array());
    json_set(arena, &json, TEXT("error"), json_string(whole));
    *turn->answer = json;
    return STATUS_OK;
}

static enum status send(struct turn *turn)
{
    struct playing_test *playing = turn->playing;
    const struct world *world = playing->options->world;
    struct json object = json_shallow(turn->arena, *turn->asked);
    struct command command;
    struct job job;
    struct json data = as_group(json_get(&object, TEXT("data")));
    json_set(turn->arena, &object, TEXT("data"), data);
    bool opens = text_is(json_get_text(&object, "event"), "open");
    if (opens && json_get_text(&object, "workflow").size == 0) {
        json_set(turn->arena, &object, TEXT("workflow"), json_string(usual_workflow(world)));
    }
    enum status status = command_read(turn->arena, world->zone, &object, &command, turn->error);
    if (status == STATUS_LIMIT || status == STATUS_INVALID) {
        return STATUS_INVALID;
    }
    command.all_roles = command.role.size == 0;
    playing->begun = true;
    instant typed = command.recorded != INSTANT_NONE ? command.recorded : command.at;
    status = status == STATUS_OK ? pass_time(turn, typed) : status;
    status =
        status == STATUS_OK ? trial_run(&playing->trial, turn->arena, &command, &job, turn->error) : status;
    if (status != STATUS_OK) {
        return status;
    }
    status = pass_time(turn, playing->trial.clock.at);
    if (job.status != STATUS_OK && status == STATUS_OK) {
        return answer_failed(turn, &job.answer, &job.error);
    }
    *turn->answer = job.answer;
    return status;
}

static enum status go_to(struct turn *turn)
{
    struct trial *trial = &turn->playing->trial;
    struct text said = json_get_text(turn->asked, "at");
    instant at = instant_read(turn->playing->options->world->zone, said);
    date day = date_read(said);
    if (at == INSTANT_NONE && day == DATE_NONE) {
        return invalid(turn, "at() takes a time such as \"2026-03-02T10:00\"");
    }
    if (at == INSTANT_NONE) {
        at = instant_read(turn->playing->options->world->zone,
                          text_printf(turn->arena, "%.*sT09:00", TEXT_ARGS(said)));
    }
    if (!turn->playing->begun) {
        trial->clock.at = at;
    }
    if (at < trial->clock.at) {
        return invalid(turn, "at() leads back, and time only goes on: begin the test with the earliest time");
    }
    return pass_time(turn, at);
}

static enum status wait(struct turn *turn)
{
    struct playing_test *playing = turn->playing;
    const struct world *world = playing->options->world;
    struct duration duration;
    const struct definition *definition = world_current(world, usual_workflow(world));
    if (duration_read(json_get_text(turn->asked, "wait"), &duration, NULL) != STATUS_OK) {
        return invalid(turn, "wait() takes a length of time such as months(3) or \"10 working days\"");
    }
    instant until = instant_add(world_calendar(world, definition ? definition->calendar : (struct text){0}),
                                world->zone, playing->trial.clock.at, duration);
    if (until == INSTANT_NONE || until < playing->trial.clock.at) {
        return invalid(turn, "wait() leads on, and no further than the year 9999");
    }
    return pass_time(turn, until);
}

/* --- what is asked ------------------------------------------------------------------- */

static enum status ask(struct turn *turn, enum inquiry_kind kind)
{
    struct standing stands;
    struct playing_test *playing = turn->playing;
    const struct json *event = json_member_of(turn->asked, "event");
    instant now = playing->trial.clock.at;
    struct asking asking = {.inquiry = {.kind = kind, .name = json_get_text(turn->asked, "name")},
                            .supposed = as_group(json_member_of(turn->asked, "supposed")),
                            .now = now};
    enum status status = read_case(turn, &stands);
    if (status != STATUS_OK) {
        return status;
    }
    if (event && event->type == JSON_OBJECT) {
        asking.event = (struct event){.name = json_get_text(event, "name"),
                                      .data = as_group(json_member_of(event, "data")),
                                      .of = json_get_text(event, "of"),
                                      .actor = json_get_text(event, "actor"),
                                      .at = now,
                                      .recorded = now};
    }
    status = asking_answer(turn->arena, playing->options->world, &stands.subject, &asking,
                           &playing->options->rules, turn->answer, turn->error);
    if (status == STATUS_SCRIPT || status == STATUS_CUT_OFF) {
        struct json json = json_object();
        struct text words = text_printf(turn->arena, "%s: %s", turn->error->place, turn->error->message);
        json_set(turn->arena, &json, TEXT("failed"), json_string(words));
        *turn->answer = json;
        return STATUS_OK;
    }
    return status == STATUS_NOT_FOUND ? STATUS_INVALID : status;
}

static enum status ask_rule(struct turn *turn)
{
    return ask(turn, INQUIRY_RULE);
}

static enum status ask_action(struct turn *turn)
{
    return ask(turn, INQUIRY_ACTION);
}

static enum status ask_hook(struct turn *turn)
{
    return ask(turn, INQUIRY_HOOK);
}

static enum status ask_measure(struct turn *turn)
{
    return ask(turn, INQUIRY_MEASURE);
}

static enum status stage_ask(void *self, struct arena *arena, struct text verb, const struct json *asked,
                             struct json *answer, struct error *error)
{
    static const struct {
        const char *verb;
        enum status (*run)(struct turn *turn);
    } verbs[] = {{"send", send},     {"look", look},           {"rule", ask_rule}, {"action", ask_action},
                 {"hook", ask_hook}, {"measure", ask_measure}, {"at", go_to},      {"wait", wait}};
    struct turn turn = {self, arena, asked, answer, error};
    *answer = json_null();
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++) {
        if (text_is(verb, verbs[i].verb)) {
            return verbs[i].run(&turn);
        }
    }
    return invalid(&turn, "the stage knows no such verb");
}

/* --- the test --------------------------------------------------------------------------- */

enum status plugin_test_run(struct arena *arena, const struct plugin_test_options *options,
                            const struct plugin *file, size_t index, struct json *told, struct error *error)
{
    struct playing_test playing = {.options = options};
    struct stage stage = {stage_ask, &playing};
    struct json failures = json_array(), run;
    instant start = instant_read(options->world->zone, TEXT(SCENARIO_CLOCK));
    trial_begin(&playing.trial, options->world, options->store, options->rules, start);
    enum status status =
        options->runner->run(options->runner->self, arena, options->world, file, index, &stage, &run, error);
    trial_end(&playing.trial);
    *told = json_object();
    if (status == STATUS_SCRIPT || status == STATUS_CUT_OFF) {
        json_set(arena, told, TEXT("error"), json_string(text_copy(arena, text_of(error->message))));
        json_set(arena, told, TEXT("place"), json_string(text_copy(arena, text_of(error->place))));
    } else if (status == STATUS_OK) {
        failures = *json_member_of(&run, "failures");
    } else {
        return status;
    }
    json_set(arena, told, TEXT("failures"), failures);
    json_set(arena, told, TEXT("ok"), json_boolean(status == STATUS_OK && failures.count == 0));
    return STATUS_OK;
}

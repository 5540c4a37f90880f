/* A simulation: lines in, answers out. Begin to read at simulation_line(). See simulate.h.
 *
 * Invariant: between two lines nothing is due at or before the clock, so what an answer shows is what stands.
 */
#include "workbench/simulate.h"

#include "engine/computed.h"
#include "workbench/trial.h"

#include <stdlib.h>

struct simulation {
    struct simulation_options options;
    const struct definition *definition;
    struct trial trial;
    struct arena kept;   /* what lives as long as the simulation */
    struct arena line;   /* what lives as long as a line */
    struct text present; /* the case that was opened last; empty: none */
    bool begun;
};

/* A line on its way to an answer. */
struct turn {
    struct simulation *simulation;
    struct arena *arena;
    struct text subject; /* the case that the answer is about; empty: none */
    struct buffer *out;
    struct error *error;
};

enum status simulation_new(const struct simulation_options *options, struct simulation **simulation,
                           struct error *error)
{
    const struct definition *definition = world_current(options->world, options->workflow);
    if (!definition) {
        return error_set(error, STATUS_NOT_FOUND, "there is no workflow “%.*s”",
                         TEXT_ARGS(options->workflow));
    }
    struct simulation *made = memory_new(sizeof *made);
    *made = (struct simulation){.options = *options, .definition = definition};
    arena_init(&made->kept);
    arena_init(&made->line);
    made->options.workflow = definition->name;
    made->options.area = text_copy(&made->kept, options->area);
    trial_begin(&made->trial, options->world, options->store, options->rules, options->at);
    *simulation = made;
    return STATUS_OK;
}

void simulation_free(struct simulation *simulation)
{
    if (simulation) {
        trial_end(&simulation->trial);
        arena_deinit(&simulation->line);
        arena_deinit(&simulation->kept);
        free(simulation);
    }
}

/* --- answers ---------------------------------------------------------------------- */

/* The case as it stands, as an answer in which nothing happened; of a case that is not there, an empty one.
 */
static enum status standing(struct turn *turn, struct json *answer)
{
    struct standing stands = {0};
    enum status status = STATUS_NOT_FOUND;
    if (turn->subject.size) {
        status = trial_read(&turn->simulation->trial, turn->arena, turn->subject, &stands, turn->error);
    }
    if (status == STATUS_NOT_FOUND) {
        subject_init(&stands.subject, turn->simulation->definition);
        stands.subject.data = json_object();
        *answer = subject_answer(turn->arena, &stands.subject);
        return STATUS_OK;
    }
    if (status == STATUS_OK) {
        const struct simulation *simulation = turn->simulation;
        *answer = subject_answer(turn->arena, &stands.subject);
        struct json data = computed_data(turn->arena, simulation->options.world, &stands.subject,
                                         simulation->trial.clock.at, &simulation->options.rules);
        json_set(turn->arena, answer, TEXT("data"), data);
    }
    return status;
}

static enum status say(struct turn *turn, struct json *answer)
{
    char now[INSTANT_TEXT_SIZE];
    instant_write(turn->simulation->trial.clock.at, now);
    json_set(turn->arena, answer, TEXT("now"), json_string(text_copy(turn->arena, text_of(now))));
    json_write(answer, turn->out);
    buffer_byte(turn->out, '\n');
    return STATUS_OK;
}

/* Nothing came of the line, for WHY; EVENT is its name, or empty when it is none. */
static enum status say_failed(struct turn *turn, struct text event, const char *why)
{
    struct json answer;
    enum status status = standing(turn, &answer);
    if (status != STATUS_OK) {
        return status;
    }
    if (event.size) {
        json_set(turn->arena, &answer, TEXT("event"), json_string(event));
    }
    json_set(turn->arena, &answer, TEXT("outcome"), json_string(TEXT("failed")));
    json_set(turn->arena, &answer, TEXT("error"), json_string(text_copy(turn->arena, text_of(why))));
    return say(turn, &answer);
}

static enum status say_bad(struct turn *turn, const char *why)
{
    return say_failed(turn, (struct text){0}, why);
}

/* --- commands --------------------------------------------------------------------- */

static bool is_open(struct text event)
{
    return text_is(event, "open");
}

/* What fired after the command at the same moment has changed the case: the answer shows what stands. */
static enum status refresh(struct turn *turn, struct json *answer)
{
    static const char *const parts[] = {"configuration", "data", "version"};
    struct json stands;
    enum status status = standing(turn, &stands);
    for (size_t i = 0; status == STATUS_OK && i < sizeof parts / sizeof *parts; i++) {
        json_set(turn->arena, answer, text_of(parts[i]), *json_member_of(&stands, parts[i]));
    }
    return status;
}

static enum status run(struct turn *turn, const struct command *command, struct job *job)
{
    struct simulation *simulation = turn->simulation;
    enum status status = trial_run(&simulation->trial, turn->arena, command, job, turn->error);
    if (status == STATUS_OK && job->status == STATUS_OK && job->outcome == OUTCOME_DONE) {
        turn->subject = job->reference_of;
        if (is_open(command->event)) {
            simulation->present = text_copy(&simulation->kept, job->reference_of);
        }
    }
    return status;
}

static enum status say_job(struct turn *turn, struct job *job, bool start)
{
    struct text event = start ? (struct text){0} : job->command.event;
    size_t ran = 0;
    if (job->status != STATUS_OK) {
        return say_failed(turn, event, job->error.message);
    }
    enum status status =
        trial_pass_time(&turn->simulation->trial, turn->simulation->trial.clock.at, &ran, turn->error);
    if (status == STATUS_LIMIT) {
        return say_failed(turn, event, turn->error->message);
    }
    if (status == STATUS_OK && ran && turn->subject.size) {
        status = refresh(turn, &job->answer);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (start) {
        json_set(turn->arena, &job->answer, TEXT("event"), json_null());
    }
    return say(turn, &job->answer);
}

/* The case opens by itself, with no data, under the reference that the first line calls it by. */
static enum status start(struct turn *turn, struct text reference)
{
    struct simulation *simulation = turn->simulation;
    struct job job;
    struct command command = {.event = TEXT("open"),
                              .subject = reference,
                              .workflow = simulation->options.workflow,
                              .area = simulation->options.area,
                              .all_roles = true,
                              .override_until = DATE_NONE,
                              .at = INSTANT_NONE,
                              .recorded = INSTANT_NONE};
    enum status status = run(turn, &command, &job);
    return status == STATUS_OK ? say_job(turn, &job, true) : status;
}

/* What the line left unsaid. */
static void complete(const struct simulation *simulation, struct command *command)
{
    command->all_roles = command->role.size == 0;
    if (!is_open(command->event)) {
        command->subject = command->subject.size ? command->subject : simulation->present;
        return;
    }
    if (command->workflow.size == 0) {
        command->workflow = simulation->options.workflow;
    }
    if (command->area.size == 0) {
        command->area = simulation->options.area;
    }
}

/* The moment to which the clock moves before COMMAND. */
static instant typed_at(const struct command *command)
{
    return command->recorded != INSTANT_NONE ? command->recorded : command->at;
}

static enum status take_command(struct turn *turn, const struct json *object)
{
    struct simulation *simulation = turn->simulation;
    struct command command;
    struct error wrong;
    struct job job;
    size_t ran = 0;
    if (command_read(turn->arena, simulation->options.world->zone, object, &command, &wrong) != STATUS_OK) {
        return say_bad(turn, wrong.message);
    }
    if (command.recorded != INSTANT_NONE && command.at > command.recorded) {
        return say_bad(turn, "it is `recorded` before it happened: `at` must not be later");
    }
    complete(simulation, &command);
    if (command.subject.size == 0 && !is_open(command.event)) {
        return say_failed(turn, command.event, "there is no case yet: begin with an “open” and its data");
    }
    turn->subject = command.subject;
    enum status status = trial_pass_time(&simulation->trial, typed_at(&command), &ran, turn->error);
    if (status == STATUS_LIMIT) {
        return say_failed(turn, command.event, turn->error->message);
    }
    if (status == STATUS_OK) {
        status = run(turn, &command, &job);
    }
    return status == STATUS_OK ? say_job(turn, &job, false) : status;
}

/* --- waiting ------------------------------------------------------------------------ */

/* The moment to which a wait leads; false with a sentence in WRONG when it is none. */
static bool wait_until(const struct simulation *simulation, const struct json *wait, instant *until,
                       struct error *wrong)
{
    const struct world *world = simulation->options.world;
    struct duration duration;
    if (wait->type != JSON_STRING) {
        error_set(wrong, STATUS_INVALID, "“wait” must be a duration, such as \"P3M\" or \"10 working days\"");
        return false;
    }
    if (duration_read(json_text(wait), &duration, wrong) != STATUS_OK) {
        return false;
    }
    *until = instant_add(world_calendar(world, simulation->definition->calendar), world->zone,
                         simulation->trial.clock.at, duration);
    if (*until == INSTANT_NONE) {
        error_set(wrong, STATUS_LIMIT, "the clock goes no further than the year 9999");
        return false;
    }
    if (*until < simulation->trial.clock.at) {
        error_set(wrong, STATUS_INVALID, "“wait” leads back, and time only goes on");
        return false;
    }
    return true;
}

static enum status take_wait(struct turn *turn, const struct json *object)
{
    const struct json *wait = json_member_of(object, "wait");
    struct text subject = json_get_text(object, "case");
    struct error wrong;
    struct json answer;
    instant until;
    size_t ran = 0;
    if (object->count > 1 + (uint32_t)(json_member_of(object, "case") != NULL)) {
        return say_bad(turn, "a line that waits has “wait”, perhaps “case”, and nothing else");
    }
    if (subject.size) {
        turn->subject = subject;
    }
    if (!wait_until(turn->simulation, wait, &until, &wrong)) {
        return say_bad(turn, wrong.message);
    }
    enum status status = trial_pass_time(&turn->simulation->trial, until, &ran, turn->error);
    if (status == STATUS_LIMIT) {
        return say_bad(turn, turn->error->message);
    }
    if (status == STATUS_OK) {
        status = standing(turn, &answer);
    }
    if (status != STATUS_OK) {
        return status;
    }
    json_set(turn->arena, &answer, TEXT("wait"), *wait);
    return say(turn, &answer);
}

/* --- a line ------------------------------------------------------------------------- */

static enum status begin(struct turn *turn, const struct json *object)
{
    struct simulation *simulation = turn->simulation;
    if (simulation->begun) {
        return STATUS_OK;
    }
    simulation->begun = true;
    if (is_open(json_get_text(object, "event"))) {
        return STATUS_OK;
    }
    struct text reference = json_get_text(object, "case");
    return start(turn, reference.size > COMMAND_KEY_LIMIT ? (struct text){0} : reference);
}

enum status simulation_line(struct simulation *simulation, struct text line, struct buffer *out,
                            struct error *error)
{
    struct error unread, unasked;
    struct json object = json_null();
    arena_reset(&simulation->line);
    struct turn turn = {simulation, &simulation->line, simulation->present, out, error ? error : &unasked};
    line = text_trim(line);
    enum status read = line.size ? json_read(turn.arena, line, &object, &unread) : STATUS_OK;
    enum status status = begin(&turn, &object);
    turn.subject = simulation->present;
    if (status != STATUS_OK || line.size == 0) {
        return status;
    }
    if (read != STATUS_OK) {
        return say_bad(
            &turn,
            text_printf(turn.arena, "the line is no JSON, at %s: %s", unread.place, unread.message).at);
    }
    return json_member_of(&object, "wait") ? take_wait(&turn, &object) : take_command(&turn, &object);
}

/* A story told: what it begins with, its people, its cases, its steps. See playing.h. */
#include "workbench/playing.h"

#include "base/insist.h"

/* --- what the parts share ------------------------------------------------------------- */

void play_differs(struct play *play, struct place place, struct text what, struct text expected,
                  struct text stood)
{
    if (play->differences.count < SCENARIO_ROW_LIMIT) {
        vector_push(play->arena, &play->differences, (struct difference){place, what, expected, stood});
    }
}

struct named *play_named(const struct play *play, struct text name)
{
    for (size_t i = 0; i < play->names.count; i++) {
        if (text_equal(play->names.at[i]->name, name)) {
            return play->names.at[i];
        }
    }
    return NULL;
}

struct named *play_name(struct play *play, struct text name)
{
    struct named *named = play_named(play, name);
    if (!named) {
        named = arena_new(play->arena, struct named);
        *named = (struct named){.name = name, .reference = name};
        vector_push(play->arena, &play->names, named);
    }
    return named;
}

struct text play_reference(const struct play *play, struct text name)
{
    const struct named *named = play_named(play, name);
    return named ? named->reference : name;
}

static bool fail(struct play *play, enum status status)
{
    play->status = status;
    return false;
}

bool play_time(struct play *play, struct place place, instant until)
{
    size_t ran = 0;
    enum status status = trial_pass_time(&play->trial, until, &ran, play->error);
    if (status == STATUS_LIMIT) {
        play_differs(play, place, TEXT("time"), TEXT("comes to rest"),
                     text_copy(play->arena, text_of(play->error->message)));
        return false;
    }
    return status == STATUS_OK || fail(play, status);
}

bool play_command(struct play *play, const struct command *command, struct job *job)
{
    enum status status = trial_run(&play->trial, play->arena, command, job, play->error);
    return status == STATUS_OK || fail(play, status);
}

/* --- the setting ------------------------------------------------------------------------ */

/* The workflow that lies in the folder above the scenario's: "x/scenarios/story.yaml" is of
 * "x/workflow.yaml". */
static struct text workflow_beside(const struct play *play)
{
    const struct world *world = play->options->world;
    struct text path = play->scenario->source.file;
    size_t end = path.size;
    for (int slashes = 0; end > 0 && slashes < 2; end--) {
        slashes += path.at[end - 1] == '/';
    }
    struct text file = text_printf(play->arena, "%.*s%sworkflow.yaml", (int)end, path.at, end ? "/" : "");
    for (size_t i = 0; i < world->definition_count; i++) {
        if (text_equal(world->definitions[i]->file, file)) {
            return world->definitions[i]->name;
        }
    }
    return world->definition_count == 1 ? world->definitions[0]->name : (struct text){0};
}

struct text setting_workflow(const struct play *play, const struct setting *setting)
{
    struct text own = scenario_workflow(play->scenario);
    struct text said = setting->workflow.size ? setting->workflow : own.size ? own : setting->workflow_else;
    return said.size ? said : workflow_beside(play);
}

struct text setting_area(const struct play *play, const struct setting *setting)
{
    struct text own = scenario_area(play->scenario);
    return setting->area.size ? setting->area : own.size ? own : setting->area_else;
}

/* --- people and cases --------------------------------------------------------------------- */

/* Opens a record before the story; false, and a difference says why, when that is not done. */
static bool open_record(struct play *play, struct named *named, struct command *command, struct place place)
{
    struct job job;
    command->event = TEXT("open");
    command->all_roles = true;
    command->at = command->recorded = INSTANT_NONE;
    command->override_until = DATE_NONE;
    if (!play_command(play, command, &job)) {
        return false;
    }
    if (job.status != STATUS_OK || job.outcome != OUTCOME_DONE) {
        const struct json *unmet = json_member_of(&job.answer, "unmet");
        struct text why = job.status != STATUS_OK ? text_copy(play->arena, text_of(job.error.message))
                          : unmet && unmet->count ? json_get_text(&unmet->elements[0], "text")
                                                  : json_get_text(&job.answer, "error");
        play_differs(play, place, named->name, TEXT("is opened before the story"), why);
        return false;
    }
    named->reference = job.reference_of;
    named->is_open = true;
    return play_time(play, place, play->trial.clock.at);
}

static bool add_people(struct play *play, const struct scenario *scenario)
{
    const struct definition *definition = world_current(play->options->world, TEXT("person"));
    vector_each(const struct scenario_person, person, &scenario->people)
    {
        struct command command = {.workflow = TEXT("person")};
        if (!person->answers) {
            struct buffer roles;
            buffer_init(&roles, play->arena);
            for (size_t i = 0; i < person->role_count; i++) {
                buffer_printf(&roles, "%s%.*s", i ? " " : "", TEXT_ARGS(person->roles[i]));
            }
            vector_push(play->arena, &play->users,
                        (struct play_user){person->name, buffer_result(&roles), person->area});
            continue;
        }
        struct named *named = play_name(play, person->name);
        command.data = play_data(play, definition, TEXT("open"), person->answers);
        if (!named->is_open && !open_record(play, named, &command, person->place)) {
            return false;
        }
    }
    return true;
}

static bool tell(struct play *play, const struct setting *setting, const struct scenario *scenario);

/* What the first of those that SCENARIO begins with says, of those that say it. */
static struct text clock_of(const struct scenario *scenario)
{
    struct text clock = {0};
    for (; scenario; scenario = scenario->before) {
        clock = scenario->clock.size ? scenario->clock : clock;
    }
    return clock;
}

static instant start_of(const struct play *play, const struct scenario *scenario)
{
    struct text clock = clock_of(scenario);
    return instant_read(play->options->world->zone, clock.size ? clock : TEXT(SCENARIO_CLOCK));
}

/* Where ONE's beginning says no time, it happens now. */
static bool go_to_start(struct play *play, const struct scenario_case *one)
{
    instant start = start_of(play, one->before);
    if (clock_of(one->before).size && start < play->trial.clock.at) {
        play->trial.clock.at = start;
    }
    return clock_of(one->before).size == 0 || play_time(play, one->begins_place, start);
}

/* Another scenario's story happens to a case of this one, at that story's own time; the clock then stands
 * where the later of the two ended. */
static bool tell_on(struct play *play, const struct setting *setting, const struct scenario_case *one,
                    struct named *named)
{
    instant high = play->trial.clock.at;
    struct setting inner = {.workflow = one->workflow,
                            .area = one->area,
                            .workflow_else = setting_workflow(play, setting),
                            .area_else = setting_area(play, setting),
                            .as = named};
    play->present = (struct text){0};
    return go_to_start(play, one) && tell(play, &inner, one->before) &&
           play_time(play, one->begins_place, high);
}

static bool add_case(struct play *play, const struct setting *setting, const struct scenario_case *one)
{
    struct named *named = play_name(play, one->name);
    if (named->is_open) {
        return true;
    }
    named->workflow = one->workflow.size ? one->workflow : setting_workflow(play, setting);
    named->area = one->area.size ? one->area : setting_area(play, setting);
    if (one->before) {
        return tell_on(play, setting, one, named);
    }
    if (!one->data) {
        return true;
    }
    const struct definition *definition = world_current(play->options->world, named->workflow);
    struct command command = {.subject = one->name,
                              .workflow = named->workflow,
                              .area = named->area,
                              .data = play_data(play, definition, TEXT("open"), one->data)};
    return open_record(play, named, &command, one->place);
}

static bool add_cases(struct play *play, const struct setting *setting, const struct scenario *scenario)
{
    struct text present = play->present;
    for (size_t i = 0; i < scenario->cases.count; i++) {
        if (!add_case(play, setting, &scenario->cases.at[i])) {
            return false;
        }
        play->scenario = scenario;
        const struct named *named = play_named(play, scenario->cases.at[i].name);
        present = present.size == 0 && named->is_open ? named->reference : present;
    }
    play->present = present;
    return true;
}

/* --- the story ------------------------------------------------------------------------------- */

/* A scenario that begins with another may say a later time at which it goes on. */
static bool set_clock(struct play *play, const struct scenario *scenario)
{
    instant at = instant_read(play->options->world->zone, scenario->clock);
    if (scenario->clock.size == 0 || at == start_of(play, scenario)) {
        return true;
    }
    if (at < play->trial.clock.at) {
        play_differs(play, scenario->clock_place, TEXT("clock"), instant_shown(play, at),
                     text_printf(play->arena, "it is %.*s already",
                                 TEXT_ARGS(instant_shown(play, play->trial.clock.at))));
        return false;
    }
    return play_time(play, scenario->clock_place, at);
}

/* What was sent before a step is none of its messages. */
static bool pass_over_messages(struct play *play)
{
    struct store *store = play->options->store;
    struct outbox_row rows[16];
    size_t count = 1;
    while (count > 0) {
        enum status status =
            store->api->outbox(store, play->outbox, 16, play->arena, rows, &count, play->error);
        if (status != STATUS_OK) {
            return fail(play, status);
        }
        play->outbox = count ? rows[count - 1].number : play->outbox;
    }
    return true;
}

static bool tell_steps(struct play *play, const struct setting *setting, const struct scenario *scenario)
{
    play->scenario = scenario;
    play->word = play->sentence = (struct text){0};
    for (size_t i = 0; i < scenario->steps.count; i++) {
        const struct step *step = &scenario->steps.at[i];
        play->step = step;
        if (step->word.size) {
            play->word = step->word;
            play->sentence = step->sentence;
        }
        if (++play->played > SCENARIO_PLAYED_LIMIT) {
            play_differs(play, step->place, TEXT("steps"),
                         text_printf(play->arena, "at most %d", SCENARIO_PLAYED_LIMIT), TEXT("more"));
            return false;
        }
        if (!play_step(play, setting, step)) {
            return false;
        }
    }
    return true;
}

static bool tell_before(struct play *play, const struct setting *setting, const struct scenario *scenario)
{
    struct setting inner = *setting;
    inner.workflow_else = setting_workflow(play, setting);
    inner.area_else = setting_area(play, setting);
    bool held = tell(play, &inner, scenario->before);
    if (held) {
        play->scenario = scenario;
        play->step = NULL;
    }
    return held;
}

static bool tell(struct play *play, const struct setting *setting, const struct scenario *scenario)
{
    play->scenario = scenario;
    play->step = NULL;
    if (scenario->is_wrong) {
        play_differs(play, (struct place){1, 1}, TEXT("file"), TEXT("can be read"), TEXT("it has errors"));
        return false;
    }
    return (!scenario->before || tell_before(play, setting, scenario)) && set_clock(play, scenario) &&
           add_people(play, scenario) && add_cases(play, setting, scenario) && pass_over_messages(play) &&
           tell_steps(play, setting, scenario);
}

/* --- the whole --- */

enum status scenario_play(struct arena *arena, const struct play_options *options,
                          const struct scenario *scenario, struct json *answer, struct error *error)
{
    struct play play = {
        .arena = arena, .lent = *options, .whole = scenario, .told = json_array(), .error = error};
    struct setting setting = {0};
    insist(!scenario->is_wrong);
    play.options = &play.lent;
    trial_begin(&play.trial, options->world, options->store, options->rules, start_of(&play, scenario));
    bool held = tell(&play, &setting, scenario);
    trial_end(&play.trial);
    *answer = play_answer(arena, scenario->source.file, scenario->title, held);
    json_set(arena, answer, TEXT("steps"), json_integer((int64_t)scenario->steps.count));
    json_set(arena, answer, TEXT("failures"), play_failures(&play));
    if (options->verbose) {
        json_set(arena, answer, TEXT("told"), play.told);
    }
    return play.status;
}

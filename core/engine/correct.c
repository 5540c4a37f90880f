/* The story told again. Begin to read at plan_correct(). See correct.h.
 *
 * The document of the correction is worked on by plans of its own, one for each command and each point of
 * time that is told again; the subject as it stands is not touched until all of them are through. */
#include "engine/computed.h"
#include "engine/story.h"

#include <inttypes.h>

/* --- what is to be put right ------------------------------------------------------------ */

static bool refuse(struct correcting *correcting, const char *field, const char *sentence)
{
    planning_unmet(&correcting->planning, "form", "%s", sentence)->field = text_of(field);
    return false;
}

static bool is_one_of(struct text name, const char *const *names)
{
    while (*names && !text_is(name, *names)) {
        names++;
    }
    return *names != NULL;
}

static bool only_knows(struct correcting *correcting, const char *const *asked)
{
    const struct json *data = &correcting->planning.command->data;
    for (uint32_t i = 0; data->type == JSON_OBJECT && i < data->count; i++) {
        struct text name = data->members[i].name;
        if (!is_one_of(name, asked)) {
            planning_unmet(&correcting->planning, "form", "%.*s is not asked here.", TEXT_ARGS(name))->field =
                name;
            return false;
        }
    }
    return true;
}

/* The entry that `correct` names, a number or the text of one; another record names what it told. */
static bool find_entry(struct correcting *correcting)
{
    int64_t seq = 0;
    const struct json *entry = json_member_of(&correcting->planning.command->data, "entry");
    if (correcting->planning.command->origin == ORIGIN_RECORD) {
        seq = (int64_t)story_told_by(correcting->story, json_text(entry)) + 1;
        if ((size_t)seq > correcting->story->count) {
            return refuse(correcting, "entry", "What was told is not here.");
        }
    } else if (entry && entry->type == JSON_INTEGER) {
        seq = entry->integer;
    } else if (entry) {
        (void)text_integer(json_text(entry), &seq);
    }
    if (seq < 1 || (uint64_t)seq > correcting->story->count) {
        return refuse(correcting, "entry",
                      "Say which entry of the history was made in error, by its number.");
    }
    correcting->target = (size_t)seq - 1;
    return true;
}

/* What has effects that reach into other records is put right by its counterpart. */
static const char *counterpart(struct text event)
{
    static const char *const pairs[][2] = {
        {"link", "unlink"}, {"unlink", "link"}, {"merge", "unmerge"}, {"unmerge", "merge"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        if (text_is(event, pairs[i][0])) {
            return pairs[i][1];
        }
    }
    return NULL;
}

static bool can_be_corrected(struct correcting *correcting)
{
    const struct story_entry *entry = &correcting->story->entries[correcting->target];
    const struct json *said = &correcting->planning.command->data;
    bool corrective = is_correction(entry->command.event);
    bool keeps = json_member_of(said, "data") || json_member_of(said, "at");
    if (entry->origin == ORIGIN_TIME) {
        return refuse(correcting, "entry",
                      "Time brought this entry; put right what it followed from, and it follows anew.");
    }
    if (correcting->marks[correcting->target].out) {
        return refuse(correcting, "entry", "This entry is marked as made in error already.");
    }
    if (counterpart(entry->command.event)) {
        planning_unmet(&correcting->planning, "form", "Other records heard of this; use “%s” instead.",
                       counterpart(entry->command.event))
            ->field = TEXT("entry");
        return false;
    }
    if (text_is(entry->command.event, "move.accepted")) {
        return refuse(correcting, "entry", "Both areas agreed to this; offer the case back with “move”.");
    }
    bool told = correcting->planning.command->origin == ORIGIN_RECORD;
    if (entry->origin == ORIGIN_RECORD && entry->seq > 1 && !told) {
        return refuse(correcting, "entry", "Another record told this; put it right there.");
    }
    if (correcting->target == 0 && !keeps) {
        return refuse(correcting, "entry",
                      "A case cannot be taken back; give the opening other answers, or end the case.");
    }
    if (corrective && (keeps || json_member_of(said, "to"))) {
        return refuse(correcting, "entry", "A correction can only be taken back as a whole.");
    }
    return true;
}

static bool check_said(struct correcting *correcting)
{
    const struct planning *planning = &correcting->planning;
    const struct json *said = &planning->command->data;
    const struct json *data = json_member_of(said, "data"), *at = json_member_of(said, "at");
    if (text_trim(json_get_text(said, "reason")).size == 0) {
        return refuse(correcting, "reason", "Say why.");
    }
    if (data && data->type != JSON_OBJECT) {
        return refuse(correcting, "data", "Give the answers as a group, {\"field\": value}.");
    }
    if (text_equal(json_get_text(said, "to"), planning->subject->reference)) {
        return refuse(correcting, "to", "It stands in this case already.");
    }
    if (at) {
        instant happened = instant_read(planning->world->zone, json_text(at));
        if (happened == INSTANT_NONE || happened > planning->given->now) {
            return refuse(correcting, "at", "This must be a time that exists and has passed.");
        }
    }
    return true;
}

static bool find_target(struct correcting *correcting)
{
    static const char *const asked[] = {"entry", "reason", "data", "at", "to", NULL};
    static const char *const asked_of_undo[] = {"reason", NULL};
    if (!text_is(correcting->planning.command->event, "undo")) {
        return only_knows(correcting, asked) && find_entry(correcting) && can_be_corrected(correcting) &&
               check_said(correcting);
    }
    if (!only_knows(correcting, asked_of_undo)) {
        return false;
    }
    correcting->target = story_last_move(correcting->story, correcting->marks);
    if (correcting->target == correcting->story->count) {
        planning_unmet(&correcting->planning, "not-now", "Nobody has moved this case yet.");
        return false;
    }
    return can_be_corrected(correcting);
}

/* The story with the new correction at its end, so that its marks are made like those of all others. */
static void hear(struct correcting *correcting)
{
    struct planning *planning = &correcting->planning;
    struct arena *arena = planning->arena;
    const struct story *before = correcting->story;
    struct story *story = arena_new(arena, struct story);
    struct story_entry *entries = arena_array(arena, struct story_entry, before->count + 1);
    memcpy(entries, before->entries, before->count * sizeof *entries);
    struct json notes = json_object();
    json_set(arena, &notes, TEXT("corrects"), json_integer((int64_t)correcting->target + 1));
    entries[before->count] = (struct story_entry){.seq = before->count + 1,
                                                  .command = *planning->command,
                                                  .happened = planning->now,
                                                  .recorded = planning->given->now,
                                                  .notes = notes};
    *story = (struct story){entries, before->count + 1};
    correcting->marks = story_marks(arena, planning->world->zone, story);
    size_t concerned = story_concerned(before, correcting->target);
    correcting->from = story_from(before, correcting->marks, concerned);
}

/* --- the plan ------------------------------------------------------------------------------ */

/* Entries that the story, told rightly, would have refused hinder the correction, unless they are let go. */
static bool let_go(struct correcting *correcting)
{
    struct planning *planning = &correcting->planning;
    bool lets = planning->command->override_reason.size > 0;
    vector_each(const struct untold, untold, &correcting->untold)
    {
        const struct story_entry *entry = &correcting->story->entries[untold->index];
        if (lets) {
            struct json gone = json_object();
            json_set(planning->arena, &gone, TEXT("entry"), json_integer((int64_t)entry->seq));
            json_set(planning->arena, &gone, TEXT("event"), json_string(entry->command.event));
            json_set(planning->arena, &gone, TEXT("why"), json_string(untold->why));
            planning_note(planning, "let_go", gone);
            continue;
        }
        planning_unmet(planning, "story", "Entry %" PRIu64 " (%.*s) would not have been possible: %.*s",
                       entry->seq, TEXT_ARGS(entry->command.event), TEXT_ARGS(untold->why))
            ->may_override = true;
    }
    return lets || correcting->untold.count == 0;
}

/* The opening can be given another time, but none behind what followed it. */
static bool opens_first(struct correcting *correcting)
{
    const struct story *story = correcting->story;
    size_t index = correcting->target == 0 ? story_before_opening(story, correcting->marks) : story->count;
    if (index == story->count) {
        return true;
    }
    struct planning *planning = &correcting->planning;
    char day[DATE_TEXT_SIZE];
    date happened = zone_date(planning->world->zone, correcting->marks[index].happened);
    planning_unmet(planning, "form", "It was opened before entry %" PRIu64 " (%.*s), which happened on %s.",
                   story->entries[index].seq, TEXT_ARGS(story->entries[index].command.event),
                   date_write(happened, day))
        ->field = TEXT("at");
    return false;
}

/* Where the correction that is put right had told another case something, that is taken back there too. */
static void tell_taken_back(struct correcting *correcting)
{
    struct planning *planning = &correcting->planning;
    struct arena *arena = planning->arena;
    const struct command *command = planning->command;
    struct told told = {.reference = story_told_to(correcting->story, correcting->target),
                        .event = TEXT("correct"),
                        .data = json_object()};
    if (told.reference.size == 0) {
        return;
    }
    struct text origin =
        text_printf(arena, "told/%" PRId64 "/%zu", planning->subject->id, correcting->target + 1);
    json_set(arena, &told.data, TEXT("entry"), json_string(origin));
    json_set(arena, &told.data, TEXT("reason"), json_string(json_get_text(&command->data, "reason")));
    told.takes_back = true;
    told.actor = command->actor;
    told.lets_go = command->override_reason;
    vector_push(arena, &planning->plan->told, told);
}

/* What belongs to another case is told there, as it was told here. */
static void tell_elsewhere(struct correcting *correcting)
{
    struct planning *planning = &correcting->planning;
    struct text to = json_get_text(&planning->command->data, "to");
    const struct story_entry *entry = &correcting->story->entries[correcting->target];
    if (to.size == 0) {
        tell_taken_back(correcting);
        return;
    }
    struct told told = {.reference = to, .event = entry->command.event, .data = entry->command.data};
    told.moved = true;
    told.of = entry->command.of;
    told.actor = entry->command.actor;
    told.happened = entry->happened;
    vector_push(planning->arena, &planning->plan->told, told);
}

static struct plan *conclude(struct correcting *correcting, bool done)
{
    struct planning *planning = &correcting->planning;
    struct plan *plan = planning->plan;
    struct subject *present = planning->subject;
    plan->before = *correcting->present;
    plan->outcome = planning->failed ? OUTCOME_FAILED : done ? OUTCOME_DONE : OUTCOME_REFUSED;
    plan->after = present;
    plan->document = *correcting->present;
    plan->data = present->data;
    if (plan->outcome != OUTCOME_DONE) {
        plan->told.count = plan->ledger.count = 0;
        return plan;
    }
    waiting_correct(correcting, present);
    struct subject *after = correcting->subject;
    after->version = present->version + 1;
    plan->after = after;
    plan->document = correcting->document;
    plan->data =
        computed_data(planning->arena, planning->world, after, planning->given->now, planning->rules);
    plan->next_id = correcting->next_id;
    json_diff(planning->arena, correcting->present, &plan->document, &plan->changes);
    follows_note(correcting, present);
    follows_end_rows(correcting, present, after);
    tell_elsewhere(correcting);
    return plan;
}

struct plan *plan_correct(struct arena *arena, const struct world *world, struct subject *subject,
                          const struct json *document, const struct command *command,
                          const struct given *given, const struct story *story, const struct rules *rules)
{
    struct correcting *correcting = arena_new(arena, struct correcting);
    struct plan *plan = arena_new(arena, struct plan);
    correcting->planning = planning_of(arena, world, subject, command, given, rules, plan);
    correcting->planning.now = command->at == INSTANT_NONE ? given->now : command->at;
    correcting->planning.roles = planning_roles(subject->definition, command);
    correcting->present = document;
    correcting->story = story;
    correcting->next_id = given->next_id;
    correcting->marks = story_marks(arena, world->zone, story);
    *plan = (struct plan){.event = command->event,
                          .happened = correcting->planning.now,
                          .recorded = command->recorded != INSTANT_NONE ? command->recorded : given->now,
                          .given = given,
                          .next_id = given->next_id,
                          .notes = json_object(),
                          .changes = json_array(),
                          .transcript = json_array()};
    const struct event_declaration *declared = definition_event(subject->definition, command->event);
    bool done =
        require_roles(&correcting->planning, declared ? declared->roles : 0) && find_target(correcting);
    if (done) {
        plan->happened = story->entries[correcting->target].happened;
        json_set(arena, &plan->notes, TEXT("corrects"), json_integer((int64_t)correcting->target + 1));
        hear(correcting);
        done = opens_first(correcting) && retell(correcting) && let_go(correcting);
    }
    return conclude(correcting, done);
}

void plan_take_back(struct arena *arena, struct plan *plan, struct subject *present, const char *code,
                    struct text sentence)
{
    plan->outcome = OUTCOME_REFUSED;
    plan->after = present;
    plan->document = plan->before;
    plan->data = present->data;
    plan->changes = json_array();
    plan->told.count = plan->ledger.count = 0;
    vector_push(arena, &plan->unmet, (struct unmet){.code = code, .text = sentence});
}

/* GET /v1/plugin-moves: the live cases that stand on older versions of plugins, and what each would have if
 * it were moved to the present ones. It plans `plugins.moved` and throws the plan away, so nothing is
 * written. A page looks at so many live cases; it may hold fewer items, or none, and still have a cursor. */
#include "api/parts.h"

#include "engine/computed.h"
#include "engine/difference.h"
#include "store/pinned.h"

struct plugin_moves {
    struct call *call;
    struct shelf shelf;
    struct arena scratch; /* of one case */
    struct text plugin;   /* whose change is asked for; empty: any */
    struct json items;
    int64_t looked;
    enum status status;
    struct error *error;
};

/* A case on older versions, both ways. */
struct moved_case {
    const struct stored_subject *stored;
    struct json document;
    struct subject was;
    const struct world *world; /* its own */
    struct plan *plan;
};

/* --- what would change --------------------------------------------------------------------- */

static struct json plugins_of(struct arena *arena, const struct world *was, const struct world *is)
{
    struct json list = json_array();
    for (size_t i = 0; i < is->plugin_count; i++) {
        const struct plugin *before = &was->plugins[i], *after = &is->plugins[i];
        if (!digest_equal(&before->digest, &after->digest)) {
            struct json one = json_object();
            show_text(arena, &one, "plugin", after->name);
            show_text(arena, &one, "was", before->version);
            show_text(arena, &one, "was_hash", plugin_hash(arena, before));
            show_text(arena, &one, "is", after->version);
            show_text(arena, &one, "is_hash", plugin_hash(arena, after));
            json_append(arena, &list, one);
        }
    }
    return list;
}

static bool has_plugin(const struct json *plugins, struct text name)
{
    for (uint32_t i = 0; i < plugins->count; i++) {
        if (text_equal(json_get_text(&plugins->elements[i], "plugin"), name)) {
            return true;
        }
    }
    return name.size == 0;
}

static enum status read_again(struct plugin_moves *moves, const struct moved_case *moved,
                              struct subject *subject)
{
    enum status status =
        subject_read(&moves->scratch, moved->was.definition, &moved->document, subject, moves->error);
    subject->id = moved->stored->id;
    subject->kind = moved->stored->kind;
    subject->reference = moved->stored->reference;
    subject->version = moved->stored->version;
    return status;
}

static enum status make_plan(struct plugin_moves *moves, struct moved_case *moved)
{
    struct call *call = moves->call;
    struct arena *arena = &moves->scratch;
    struct subject *subject = arena_new(arena, struct subject);
    struct command command = {.subject = moved->stored->reference,
                              .event = TEXT(EVENT_PLUGINS_MOVED),
                              .data = json_null(),
                              .tasks = json_null(),
                              .actor = call->exchange->request.principal.user,
                              .all_roles = true,
                              .override_until = DATE_NONE,
                              .at = INSTANT_NONE,
                              .recorded = INSTANT_NONE,
                              .if_match = COMMAND_VERSION_ANY};
    struct given *given = arena_new(arena, struct given);
    *given = (struct given){.now = call_now(call), .next_id = INT32_MAX};
    enum status status = read_again(moves, moved, subject);
    if (status == STATUS_OK) {
        moved->plan =
            plan_build(arena, call->world, subject, &moved->document, &command, given, &call->rules);
    }
    return status;
}

/* What can be done before and after, by whoever may. */
static struct json events_of(struct plugin_moves *moves, const struct moved_case *moved)
{
    struct call *call = moves->call;
    struct arena *arena = &moves->scratch;
    struct explain_request request = {.actor = call->exchange->request.principal.user,
                                      .roles = ~(role_set)0,
                                      .now = call_now(call),
                                      .no_whens = true};
    const struct explanation *was = explain_build(arena, moved->world, &moved->was, &request, &call->rules);
    const struct explanation *is =
        explain_build(arena, call->world, moved->plan->after, &request, &call->rules);
    return difference_events(arena, moved->was.definition, was, is);
}

static struct json messages_of(struct arena *arena, const struct plan *plan)
{
    struct json list = json_array();
    vector_each(const struct outgoing, outgoing, &plan->messages)
    {
        struct json one = json_object();
        show_text(arena, &one, "message", outgoing->message->name);
        show_text(arena, &one, "to", outgoing->person);
        show_text(arena, &one, "subject", outgoing->subject_line);
        show_text(arena, &one, "text", outgoing->text);
        json_append(arena, &list, one);
    }
    return list;
}

static bool is_empty(const struct json *parts)
{
    for (uint32_t i = 0; i < parts->count; i++) {
        const struct json *part = &parts->members[i].value;
        bool empty = part->type == JSON_OBJECT ? is_empty(part) : part->count == 0;
        if (!empty) {
            return false;
        }
    }
    return true;
}

/* The parts of a plan that is done. */
static struct json differences_of(struct plugin_moves *moves, const struct moved_case *moved)
{
    struct call *call = moves->call;
    struct arena *arena = &moves->scratch;
    const struct plan *plan = moved->plan;
    struct json parts = json_object();
    struct json data = computed_data(arena, moved->world, &moved->was, call_now(call), &call->rules);
    json_set(arena, &parts, TEXT("states"), difference_states(arena, &moved->was, plan->after));
    json_set(arena, &parts, TEXT("fields"),
             difference_fields(arena, call->world, &moved->was, &data, plan->after, &plan->data));
    json_set(arena, &parts, TEXT("tasks"), difference_tasks(arena, &moved->was, plan->after));
    json_set(arena, &parts, TEXT("deadlines"), difference_deadlines(arena, plan->after, plan));
    json_set(arena, &parts, TEXT("events"), events_of(moves, moved));
    json_set(arena, &parts, TEXT("messages"), messages_of(arena, plan));
    return parts;
}

/* Why it cannot be moved. */
static struct text why_not(const struct plan *plan)
{
    return plan->unmet.count                 ? plan->unmet.at[0].text
           : plan->outcome == OUTCOME_FAILED ? text_of(plan->failure.message)
                                             : text_of(outcome_name(plan->outcome));
}

/* --- the cases --------------------------------------------------------------------------------- */

static void add_item(struct plugin_moves *moves, const struct moved_case *moved, struct json plugins)
{
    struct arena *arena = &moves->scratch;
    const struct plan *plan = moved->plan;
    struct json item = json_object();
    bool changes = true;
    show_text(arena, &item, "case", moved->stored->reference);
    show_text(arena, &item, "workflow", moved->stored->workflow);
    show_text(arena, &item, "area", moved->stored->area);
    show_text(arena, &item, "worker", moved->stored->worker);
    json_set(arena, &item, TEXT("version"), json_integer((int64_t)moved->stored->version));
    json_set(arena, &item, TEXT("to"), json_integer(moves->call->world->plugin_set));
    json_set(arena, &item, TEXT("plugins"), plugins);
    show_text(arena, &item, "outcome", text_of(outcome_name(plan->outcome)));
    if (plan->outcome == OUTCOME_DONE) {
        struct json parts = differences_of(moves, moved);
        changes = !is_empty(&parts);
        for (uint32_t i = 0; i < parts.count; i++) {
            json_set(arena, &item, parts.members[i].name, parts.members[i].value);
        }
    } else {
        show_text(arena, &item, "why", why_not(plan));
    }
    json_set(arena, &item, TEXT("changes"), json_boolean(changes));
    json_append(moves->call->arena, &moves->items, json_copy(moves->call->arena, item));
}

static enum status look_at(struct plugin_moves *moves, const struct stored_subject *row)
{
    struct call *call = moves->call;
    struct moved_case moved = {.stored = row};
    const struct definition *definition;
    enum status status = pinned_definition(&moves->shelf, call->world, call->store, row->definition,
                                           &definition, moves->error);
    if (status == STATUS_OK) {
        status = json_read(&moves->scratch, row->document, &moved.document, moves->error);
    }
    if (status == STATUS_OK) {
        moved.was.definition = definition;
        status = read_again(moves, &moved, &moved.was);
    }
    if (status != STATUS_OK || moved.was.plugins == 0 || moved.was.plugins == call->world->plugin_set) {
        return status;
    }
    status =
        pinned_world(&moves->shelf, call->world, call->store, moved.was.plugins, &moved.world, moves->error);
    if (status != STATUS_OK) {
        return status;
    }
    struct json plugins = plugins_of(&moves->scratch, moved.world, call->world);
    if (!has_plugin(&plugins, moves->plugin)) {
        return STATUS_OK;
    }
    status = make_plan(moves, &moved);
    if (status == STATUS_OK) {
        add_item(moves, &moved, plugins);
    }
    return status;
}

/* One that cannot be read holds up nobody else's. */
static void add_unreadable(struct plugin_moves *moves, const struct stored_subject *row)
{
    struct arena *arena = &moves->scratch;
    struct json item = json_object();
    show_text(arena, &item, "case", row->reference);
    show_text(arena, &item, "workflow", row->workflow);
    show_text(arena, &item, "area", row->area);
    show_text(arena, &item, "outcome", TEXT("failed"));
    show_text(arena, &item, "why", text_of(moves->error->message));
    json_set(arena, &item, TEXT("plugins"), json_array());
    json_set(arena, &item, TEXT("changes"), json_boolean(true));
    json_append(moves->call->arena, &moves->items, json_copy(moves->call->arena, item));
}

static bool add_row(void *self, const struct stored_subject *row)
{
    struct plugin_moves *moves = self;
    if (!access_reads(&moves->call->exchange->request.principal, row->area, row->offered)) {
        return true;
    }
    moves->looked++;
    arena_init(&moves->scratch);
    enum status status = look_at(moves, row);
    if (status == STATUS_CORRUPT || status == STATUS_UNSUPPORTED || status == STATUS_NOT_FOUND) {
        add_unreadable(moves, row);
    } else {
        moves->status = status;
    }
    arena_deinit(&moves->scratch);
    return moves->status == STATUS_OK;
}

static enum status look_at_one(struct plugin_moves *moves, struct text reference)
{
    struct call *call = moves->call;
    struct stored_subject stored;
    enum status status = call->store->api->load(call->store, call->arena, reference, &stored, moves->error);
    if (status == STATUS_OK && stored.closed == INSTANT_NONE && stored.kind == SUBJECT_CASE) {
        (void)add_row(moves, &stored);
    }
    return status;
}

bool plugin_moves_get(struct call *call)
{
    size_t limit;
    struct error error;
    struct text reference = call_text(call, "case"), cursor = {0};
    struct plugin_moves moves = {.call = call,
                                 .shelf = {.arena = call->arena},
                                 .plugin = call_text(call, "plugin"),
                                 .items = json_array(),
                                 .error = &error};
    if (!call_limit(call, &limit)) {
        return true;
    }
    if (moves.plugin.size && !world_plugin(call->world, moves.plugin)) {
        return answer_problem(call, PROBLEM_NOT_FOUND, "There is no plugin “%.*s” here.",
                              TEXT_ARGS(moves.plugin));
    }
    struct store_query query = {.kind = SUBJECT_CASE,
                                .area = call_text(call, "area"),
                                .workflow = call_text(call, "workflow"),
                                .due_before = INSTANT_NONE,
                                .cursor = call_text(call, "cursor"),
                                .limit = limit};
    enum status status = reference.size ? look_at_one(&moves, reference)
                                        : call->store->api->subjects(call->store, call->arena, &query,
                                                                     add_row, &moves, &cursor, &error);
    if (status == STATUS_NOT_FOUND) {
        return answer_no_case(call, reference);
    }
    if (status == STATUS_INVALID) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "%s", error.message);
    }
    status = status == STATUS_OK ? moves.status : status;
    if (status != STATUS_OK) {
        return answer_failure(call, status == STATUS_NOT_FOUND ? STATUS_UNSUPPORTED : status, &error);
    }
    struct json list = json_object();
    json_set(call->arena, &list, TEXT("items"), moves.items);
    json_set(call->arena, &list, TEXT("looked"), json_integer(moves.looked));
    show_text(call->arena, &list, "cursor", cursor);
    return answer_json(call, 200, &list);
}

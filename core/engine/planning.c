/* What every part of a plan needs: scopes, questions, notes, the queue. See planning.h. */
#include "engine/planning.h"

bool planning_fail(struct planning *planning, const struct error *error)
{
    if (!planning->failed) {
        planning->failed = true;
        planning->plan->outcome = OUTCOME_FAILED;
        planning->plan->failure = *error;
    }
    return false;
}

void planning_note(struct planning *planning, const char *list, struct json note)
{
    struct json *notes = &planning->plan->notes;
    struct json *entries = json_get_mutable(notes, text_of(list));
    if (!entries) {
        json_set(planning->arena, notes, text_of(list), json_array());
        entries = json_get_mutable(notes, text_of(list));
    }
    json_append(planning->arena, entries, note);
}

struct scope planning_scope_item(const struct planning *planning, const struct field *list, uint32_t item)
{
    return (struct scope){
        .world = planning->world,
        .subject = planning->subject,
        .event = &planning->event,
        .list = list,
        .item = item,
        .roles = planning->roles,
        .now = planning->now,
    };
}

struct scope planning_scope(const struct planning *planning, struct node_id node)
{
    const struct field *list = node.item ? strand_list(planning->definition, node.state) : NULL;
    return planning_scope_item(planning, list, node.item);
}

static enum status evaluate(struct planning *planning, const struct expression *expression,
                            const struct scope *scope, struct value *value, struct error *error)
{
    const struct rules *rules = planning->rules;
    *value = (struct value){.kind = VALUE_NOTHING};
    enum status status = rules->api->evaluate(rules->self, expression, scope, value, error);
    if (status == STATUS_CUT_OFF) {
        planning_fail(planning, error);
    }
    return status;
}

enum status planning_evaluate(struct planning *planning, const struct expression *expression,
                              const struct scope *scope, struct value *value, struct error *error)
{
    const struct rules *rules = planning->rules;
    enum status status = evaluate(planning, expression, scope, value, error);
    if (status != STATUS_OK && rules->api->plugin_failed && rules->api->plugin_failed(rules->self)) {
        planning_fail(planning, error);
    }
    return status;
}

enum status planning_ask(struct planning *planning, const struct expression *expression,
                         const struct scope *scope, const char *what, bool *holds, struct error *error)
{
    struct value value;
    *holds = false;
    enum status status = evaluate(planning, expression, scope, &value, error);
    if (status == STATUS_OK) {
        status = value_condition(&value, holds, error);
    }
    if (status != STATUS_OK) {
        struct json note = json_object();
        struct text message = text_copy(planning->arena, text_of(error->message));
        json_set(planning->arena, &note, TEXT("line"), json_integer(expression->place.line));
        json_set(planning->arena, &note, TEXT("message"), json_string(message));
        json_set(planning->arena, &note, TEXT("what"), json_string(text_of(what)));
        planning_note(planning, "errors", note);
        *holds = false;
    }
    return status;
}

bool planning_holds(struct planning *planning, const struct expression *expression, const struct scope *scope,
                    const char *what)
{
    struct error error;
    bool holds;
    (void)planning_ask(planning, expression, scope, what, &holds, &error);
    return holds;
}

const struct field *strand_list(const struct definition *definition, uint16_t state)
{
    const struct state *of = &definition->states[state];
    return of->each ? of->each : of->strand == DEFINITION_NONE ? NULL : definition->states[of->strand].each;
}

bool strand_is_meant(const struct definition *definition, const struct field *list, uint32_t item,
                     uint16_t state, uint32_t strand)
{
    return !list || strand == 0 || (strand == item && strand_list(definition, state) == list);
}

uint32_t planning_item(const struct planning *planning, const struct field *list)
{
    return list && list == planning->event_list ? planning->event_item : 0;
}

struct text planning_raiser(const struct planning *planning)
{
    const struct plugin *plugin = planning->raiser;
    return plugin ? text_printf(planning->arena, ", and the plugin %.*s raises events in it",
                                TEXT_ARGS(plugin->name))
                  : (struct text){0};
}

void planning_raise(struct planning *planning, struct text name, struct json data, const struct field *list,
                    uint32_t item)
{
    if (planning->queue.count >= PLAN_QUEUE_LIMIT) {
        struct error error;
        struct text raiser = planning_raiser(planning);
        error_set(
            &error, STATUS_LIMIT,
            "more than %d internal events come of one, the last of them %.*s: the workflow feeds itself%.*s",
            PLAN_QUEUE_LIMIT, TEXT_ARGS(name), TEXT_ARGS(raiser));
        planning_fail(planning, &error);
        return;
    }
    vector_push(planning->arena, &planning->queue, (struct queued){name, data, list, item});
}

struct json planning_raise_error(struct planning *planning, uint32_t line, const struct error *error)
{
    struct json data = json_object();
    struct text message = text_copy(planning->arena, text_of(error->message));
    json_set(planning->arena, &data, TEXT("line"), json_integer(line));
    json_set(planning->arena, &data, TEXT("message"), json_string(message));
    planning_raise(planning, TEXT("error.execution"), data, NULL, 0);
    return data;
}

struct unmet *planning_unmet(struct planning *planning, const char *code, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(planning->arena, format, arguments);
    va_end(arguments);
    vector_push(planning->arena, &planning->plan->unmet, (struct unmet){.code = code, .text = text_of(text)});
    return &planning->plan->unmet.at[planning->plan->unmet.count - 1];
}

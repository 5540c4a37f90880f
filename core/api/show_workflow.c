/* A workflow as front ends need it: what can be entered, on which forms, by whom. What is empty or false is
 * left out; conditions stand as they are written, since only Lua evaluates them. */
#include "api/parts.h"

static const char *field_type_name(enum field_type type)
{
    static const char *const names[] = {
        [FIELD_TEXT] = "text",     [FIELD_LONG_TEXT] = "long text", [FIELD_NUMBER] = "number",
        [FIELD_MONEY] = "money",   [FIELD_YES_NO] = "yes/no",       [FIELD_DATE] = "date",
        [FIELD_CHOICE] = "choice", [FIELD_CHOICES] = "choices",     [FIELD_PERSON] = "person",
        [FIELD_LIST] = "list",
    };
    return names[type];
}

static void show_flag(struct arena *arena, struct json *json, const char *name, bool flag)
{
    if (flag) {
        json_set(arena, json, text_of(name), json_boolean(true));
    }
}

static void show_list(struct arena *arena, struct json *json, const char *name, struct json list)
{
    if (list.count) {
        json_set(arena, json, text_of(name), list);
    }
}

static void show_names(struct arena *arena, struct json *json, struct text name, struct text title,
                       struct text about)
{
    show_text(arena, json, "name", name);
    show_text(arena, json, "title", title);
    show_text(arena, json, "about", about);
}

static void show_source(struct arena *arena, struct json *json, const char *name,
                        const struct expression *expression)
{
    if (expression) {
        show_text(arena, json, name, expression->source);
    }
}

/* --- fields and forms ---------------------------------------------------------------- */

static struct json show_options(struct arena *arena, const struct field *field)
{
    struct json options = json_array();
    for (size_t i = 0; i < field->option_count; i++) {
        struct json option = json_object();
        show_text(arena, &option, "name", field->options[i].name);
        show_text(arena, &option, "title", field->options[i].title);
        json_append(arena, &options, option);
    }
    return options;
}

static struct json show_fields(struct arena *arena, const struct fields *fields);

static struct json show_field(struct arena *arena, const struct field *field)
{
    struct json json = json_object();
    show_names(arena, &json, field->name, field->title, field->about);
    show_text(arena, &json, "type", text_of(field_type_name(field->type)));
    show_list(arena, &json, "options", show_options(arena, field));
    show_flag(arena, &json, "areas", field->options_are_areas);
    show_list(arena, &json, "of", show_fields(arena, &field->of));
    show_source(arena, &json, "value", field->computed);
    show_flag(arena, &json, "sensitive", field->sensitive);
    show_flag(arena, &json, "identifying", field->identifying);
    show_flag(arena, &json, "banner", field->banner);
    show_flag(arena, &json, "required", field->required);
    return json;
}

static struct json show_fields(struct arena *arena, const struct fields *fields)
{
    struct json list = json_array();
    for (size_t i = 0; i < fields->count; i++) {
        json_append(arena, &list, show_field(arena, &fields->at[i]));
    }
    return list;
}

/* A field of the workflow is named, one of the form's own stands here whole. */
static struct json show_form_field(struct arena *arena, const struct form_field *place)
{
    struct json json = place->own ? show_field(arena, place->field) : json_object();
    const struct field *list = place->field->list;
    struct text name = place->field->name;
    if (list && !place->own) {
        name = text_printf(arena, "%.*s.%.*s", TEXT_ARGS(list->name), TEXT_ARGS(name));
    }
    show_text(arena, &json, "name", name);
    show_flag(arena, &json, "own", place->own);
    show_flag(arena, &json, "required", place->required || place->field->required);
    show_source(arena, &json, "required_if", place->required_if);
    show_source(arena, &json, "when", place->when);
    show_text(arena, &json, "help", place->help);
    return json;
}

static struct json show_forms(struct arena *arena, const struct definition *definition)
{
    struct json forms = json_array();
    for (size_t i = 0; i < definition->form_count; i++) {
        const struct form *form = &definition->forms[i];
        struct json json = json_object(), fields = json_array();
        show_names(arena, &json, form->name, form->title, form->about);
        for (size_t n = 0; n < form->count; n++) {
            json_append(arena, &fields, show_form_field(arena, &form->fields[n]));
        }
        json_set(arena, &json, TEXT("fields"), fields);
        json_append(arena, &forms, json);
    }
    return forms;
}

/* --- what can happen, and what there is to do ---------------------------------------------- */

static struct json show_events(struct arena *arena, const struct definition *definition)
{
    struct json events = json_array();
    for (size_t i = 0; i < definition->event_count; i++) {
        const struct event_declaration *event = &definition->events[i];
        struct json json = json_object();
        show_names(arena, &json, event->name, event->title, event->about);
        show_text(arena, &json, "form", event->form ? event->form->name : (struct text){0});
        show_text(arena, &json, "role", definition_role_names(arena, definition, event->roles));
        json_append(arena, &events, json);
    }
    return events;
}

static struct json show_task_kinds(struct arena *arena, const struct definition *definition)
{
    struct json tasks = json_array();
    for (size_t i = 0; i < definition->task_count; i++) {
        const struct task *task = &definition->tasks[i];
        struct json json = json_object(), forms = json_array();
        show_names(arena, &json, task->name, task->title, task->about);
        show_text(arena, &json, "role", definition_role_names(arena, definition, task->role));
        show_flag(arena, &json, "optional", task->optional);
        show_flag(arena, &json, "required", task->required);
        for (size_t n = 0; n < task->form_count; n++) {
            json_append(arena, &forms, json_string(task->forms[n]->name));
        }
        show_list(arena, &json, "forms", forms);
        json_append(arena, &tasks, json);
    }
    return tasks;
}

static struct json show_states(struct arena *arena, const struct definition *definition)
{
    struct json states = json_array();
    for (size_t i = 1; i < definition->state_count; i++) {
        const struct state *state = &definition->states[i];
        struct json json = json_object();
        if (state->kind == STATE_HISTORY) {
            continue;
        }
        show_names(arena, &json, state->path, state->title, state->about);
        show_text(arena, &json, "each", state->each ? state->each->name : (struct text){0});
        show_flag(arena, &json, "final", state->kind == STATE_FINAL);
        json_append(arena, &states, json);
    }
    return states;
}

/* Of a kind that has a name and a title, and no more that a front end needs. */
#define SHOW_TITLES(arena, definition, of, count)                                                            \
    do {                                                                                                     \
        struct json list = json_array();                                                                     \
        for (size_t i = 0; i < (definition)->count; i++) {                                                   \
            struct json json = json_object();                                                                \
            show_text(arena, &json, "name", (definition)->of[i].name);                                       \
            show_text(arena, &json, "title", (definition)->of[i].title);                                     \
            json_append(arena, &list, json);                                                                 \
        }                                                                                                    \
        json_set(arena, &workflow, TEXT(#of), list);                                                         \
    } while (0)

struct json show_workflow(struct arena *arena, const struct definition *definition)
{
    struct json workflow = json_object();
    show_names(arena, &workflow, definition->name, definition->title, definition->about);
    json_set(arena, &workflow, TEXT("definition"), json_string(digest_hex(arena, &definition->digest)));
    json_set(arena, &workflow, TEXT("fields"), show_fields(arena, &definition->fields));
    json_set(arena, &workflow, TEXT("forms"), show_forms(arena, definition));
    json_set(arena, &workflow, TEXT("events"), show_events(arena, definition));
    json_set(arena, &workflow, TEXT("tasks"), show_task_kinds(arena, definition));
    json_set(arena, &workflow, TEXT("states"), show_states(arena, definition));
    SHOW_TITLES(arena, definition, roles, role_count);
    SHOW_TITLES(arena, definition, deadlines, deadline_count);
    SHOW_TITLES(arena, definition, milestones, milestone_count);
    SHOW_TITLES(arena, definition, measures, measure_count);
    return workflow;
}

/* Looking things up in a definition by their names. Pure; any thread. */
#include "definition/definition.h"

uint16_t definition_state(const struct definition *definition, struct text path)
{
    int32_t index = path.size ? map_get(&definition->states_by_path, path) : 0;
    return index == MAP_NONE ? DEFINITION_NONE : (uint16_t)index;
}

const struct form *definition_form(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->forms_by_name, name);
    return index == MAP_NONE ? NULL : &definition->forms[index];
}

const struct event_declaration *definition_event(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->events_by_name, name);
    return index == MAP_NONE ? NULL : &definition->events[index];
}

const struct task *definition_task(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->tasks_by_name, name);
    return index == MAP_NONE ? NULL : &definition->tasks[index];
}

const struct deadline *definition_deadline(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->deadlines_by_name, name);
    return index == MAP_NONE ? NULL : &definition->deadlines[index];
}

static const struct field *field_in(const struct fields *fields, struct text name)
{
    int32_t index = map_get(&fields->by_name, name);
    return index == MAP_NONE ? NULL : &fields->at[index];
}

const struct field *definition_field(const struct definition *definition, struct text name)
{
    return field_in(&definition->fields, name);
}

const struct field *definition_field_path(const struct definition *definition, struct text path)
{
    size_t dot = text_find(path, '.');
    const struct field *field = field_in(&definition->fields, text_part(path, 0, dot));
    if (!field || dot == path.size) {
        return field;
    }
    return field_in(&field->of, text_part(path, dot + 1, path.size));
}

const struct option *field_option(const struct field *field, struct text name)
{
    for (size_t i = 0; i < field->option_count; i++) {
        if (text_equal(field->options[i].name, name)) {
            return &field->options[i];
        }
    }
    return NULL;
}

role_set definition_role(const struct definition *definition, struct text name)
{
    int32_t index = map_get(&definition->roles_by_name, name);
    return index == MAP_NONE ? 0 : definition->roles[index].includes;
}

struct text definition_role_names(struct arena *arena, const struct definition *definition, role_set roles)
{
    struct buffer names;
    buffer_init(&names, arena);
    for (size_t i = 0; i < definition->role_count; i++) {
        if ((roles >> i) & 1) {
            buffer_string(&names, names.size ? " " : "");
            buffer_text(&names, definition->roles[i].name);
        }
    }
    return buffer_result(&names);
}

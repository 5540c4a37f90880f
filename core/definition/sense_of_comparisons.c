/* A field that is compared with a text that it never is: `data.consent == "givn"` is false for ever, and Lua
 * says nothing. */
#include "definition/reader.h"

static const struct field *field_in(const struct fields *fields, struct text name)
{
    int32_t index = map_get(&fields->by_name, name);
    return index == MAP_NONE ? NULL : &fields->at[index];
}

static const struct field *field_of_form(const struct form *form, struct text name)
{
    for (size_t i = 0; form && i < form->count; i++) {
        if (text_equal(form->fields[i].field->name, name)) {
            return form->fields[i].field;
        }
    }
    return NULL;
}

const struct field *field_of_read(const struct reader *reader, const struct read *read,
                                  const struct scope *scope)
{
    const struct field *each = scope->each ? scope->each : scope->each_later ? *scope->each_later : NULL;
    switch (read->kind) {
    case READ_DATA:
        return field_in(&reader->definition->fields, read->name);
    case READ_ITEM:
        return each ? field_in(&each->of, read->name) : NULL;
    case READ_ANSWERS:
        return field_of_form(definition_form(reader->definition, read->name), read->member);
    default:
        return NULL;
    }
}

/* What a field of such a type is compared with, when not with a text. */
static const char *hint_of_type(enum field_type type)
{
    switch (type) {
    case FIELD_NUMBER:
    case FIELD_MONEY:
        return "a number stands without quotes";
    case FIELD_YES_NO:
        return "write the field alone, or \"not\" before it";
    case FIELD_DATE:
        return "a date is written date(\"2026-12-28\")";
    case FIELD_LIST:
        return "# before it counts its items";
    default:
        return NULL;
    }
}

static void check(struct reader *reader, const struct field *field, struct text text, struct place place)
{
    const char *hint = hint_of_type(field->type);
    if (field->type == FIELD_CHOICE && !field->options_are_areas && !field_option(field, text)) {
        struct text_list names = NAMES_OF(reader, field->options, field->option_count);
        source_warning(reader->source, place, did_you_mean(reader, text, names.at, names.count),
                       "\"%.*s\" is never \"%.*s\"", TEXT_ARGS(text_shown(field->name)),
                       TEXT_ARGS(text_shown(text)));
    } else if (hint) {
        source_warning(reader->source, place, hint, "\"%.*s\" is never a text",
                       TEXT_ARGS(text_shown(field->name)));
    }
}

void warn_of_comparisons(struct reader *reader)
{
    vector_each(struct pending_expression, pending, &reader->expressions)
    {
        for (size_t i = 0; i < pending->comparisons.count; i++) {
            const struct comparison *comparison = &pending->comparisons.at[i];
            const struct read *read = &pending->expression->reads[comparison->read];
            const struct field *field = field_of_read(reader, read, &pending->scope);
            if (field) {
                check(reader, field, comparison->text, pending->places[i]);
            }
        }
    }
}

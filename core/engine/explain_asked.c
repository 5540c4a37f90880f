/* What the forms of an event will say is not known while it is explained: a requirement that waits for it
 * stands against nothing yet. */
#include "engine/explaining.h"

static bool is_asked(const struct form *form, const struct read *read)
{
    if (read->kind == READ_ANSWERS) {
        return text_equal(read->name, form->name);
    }
    if (read->kind == READ_EVENT) {
        return text_is(read->name, "data");
    }
    for (size_t i = 0; read->kind == READ_DATA && i < form->count; i++) {
        const struct field *field = form->fields[i].field;
        struct text name = field->list ? field->list->name : field->name;
        if (!form->fields[i].own && (read->name.size == 0 || text_equal(read->name, name))) {
            return true;
        }
    }
    return false;
}

static bool is_asked_by_any(const struct explained *explained, const struct read *read)
{
    for (size_t f = 0; f < explained->form_count; f++) {
        if (is_asked(explained->forms[f], read)) {
            return true;
        }
    }
    return false;
}

/* Whether CONDITION reads what one of the forms asks; if ALONE, nothing else. */
static bool waits_for_answers(const struct explained *explained, const struct expression *condition,
                              bool alone)
{
    size_t asked = 0;
    for (size_t i = 0; i < condition->read_count; i++) {
        asked += is_asked_by_any(explained, &condition->reads[i]);
    }
    return asked > 0 && (!alone || asked == condition->read_count);
}

void explain_drop_asked(struct plan *plan, const struct explained *explained, bool alone)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->unmet.count; i++) {
        const struct requirement *requirement = plan->unmet.at[i].requirement;
        if (!requirement || !requirement->condition ||
            !waits_for_answers(explained, requirement->condition, alone)) {
            plan->unmet.at[kept++] = plan->unmet.at[i];
        }
    }
    plan->unmet.count = kept;
}

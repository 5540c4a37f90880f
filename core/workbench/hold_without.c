/* What a step states not to be there. A name that the workflow does not have is never there, so it is told:
 * such a statement could not fail. */
#include "workbench/holding.h"

/* Where NAME is: what it is there as, or, of nothing of that name, empty. KNOWN: there is such a thing. */
struct found {
    struct text as;
    bool known;
};

static struct text base_of(struct text name)
{
    return text_part(name, 0, text_find(name, '['));
}

/* PATH without the numbers of strands. */
static struct text state_of(struct holding *holding, struct text path)
{
    struct buffer out;
    struct text rest = path, part;
    buffer_init(&out, holding->play->arena);
    while (rest.size && text_split(&rest, '.', &part)) {
        buffer_printf(&out, "%s%.*s", out.size ? "." : "", TEXT_ARGS(base_of(part)));
    }
    return buffer_result(&out);
}

static void find_state(struct holding *holding, struct text name, struct found *found)
{
    const struct definition *definition = holding->stands.subject.definition;
    if (definition_state(definition, state_of(holding, name)) != DEFINITION_NONE) {
        found->known = true;
        found->as = is_in(holding, name) ? TEXT("an active state") : found->as;
    }
}

static void find_task(struct holding *holding, struct text name, struct found *found)
{
    const struct past_task *task = past_task(holding_past(holding), name);
    if (definition_task(holding->stands.subject.definition, base_of(name))) {
        found->known = true;
        found->as = task && text_is(task->status, "open") ? TEXT("an open task") : found->as;
    }
}

static void find_deadline(struct holding *holding, struct text name, struct found *found)
{
    const struct definition *definition = holding->stands.subject.definition;
    const struct past_deadline *deadline = past_deadline(holding_past(holding), name);
    const struct task *task = definition_task(definition, base_of(name));
    if (definition_deadline(definition, base_of(name)) || (task && task->due.given)) {
        found->known = true;
        found->as = deadline && deadline->open ? TEXT("an open deadline") : found->as;
    }
}

static void find_message(struct holding *holding, struct text name, struct found *found)
{
    const struct definition *definition = holding->stands.subject.definition;
    found->known = found->known || map_get(&definition->messages_by_name, name) != MAP_NONE;
    for (uint32_t i = 0; i < holding->messages.count; i++) {
        if (text_equal(json_get_text(&holding->messages.elements[i], "message"), name)) {
            found->as = TEXT("a message of this step");
        }
    }
}

static void find_milestone(struct holding *holding, struct text name, struct found *found)
{
    const struct definition *definition = holding->stands.subject.definition;
    if (map_get(&definition->milestones_by_name, base_of(name)) != MAP_NONE) {
        found->known = true;
        found->as = holding_reached(holding, name) != INSTANT_NONE ? TEXT("reached") : found->as;
    }
}

static void find_data(struct holding *holding, struct text name, struct found *found)
{
    const struct subject *subject = &holding->stands.subject;
    const struct json *value = json_get(&subject->data, name);
    if (definition_field(subject->definition, name)) {
        bool empty = json_is_null(value) || (value->type == JSON_ARRAY && value->count == 0);
        found->known = true;
        found->as = empty ? found->as : value_shown(holding->play, value);
    }
}

static const struct {
    const char *part;
    void (*find)(struct holding *holding, struct text name, struct found *found);
} kinds[] = {
    {"in", find_state},         {"tasks", find_task},        {"deadlines", find_deadline},
    {"messages", find_message}, {"reached", find_milestone}, {"data", find_data},
};

enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

/* None of NODE's names is there: as one of the kinds from FIRST up to LAST. */
static void hold_names(struct holding *holding, const struct node *node, const char *part, size_t first,
                       size_t last)
{
    for (size_t i = 0; i < node_texts(node); i++) {
        const struct node *one = node_text_at(node, i);
        struct text name = text_trim(one->scalar);
        struct found found = {0};
        for (size_t k = first; k <= last; k++) {
            kinds[k].find(holding, name, &found);
        }
        if (!found.known || found.as.size) {
            holding_differs(holding, one, part, (struct text){0},
                            text_printf(holding->play->arena, "no %.*s", TEXT_ARGS(name)),
                            found.known ? found.as : TEXT("the workflow has nothing of that name"));
        }
    }
}

void hold_without(struct holding *holding, const struct node *node)
{
    if (!holding_past(holding)) {
        return;
    }
    if (node->kind != NODE_MAP) {
        hold_names(holding, node, "without", 0, KIND_COUNT - 2);
        return;
    }
    for (size_t k = 0; k < KIND_COUNT; k++) {
        const struct node *names = node_get(node, kinds[k].part);
        if (names) {
            const char *part = arena_printf(holding->play->arena, "without.%s", kinds[k].part);
            hold_names(holding, names, part, k, k);
        }
    }
}

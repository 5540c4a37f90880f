/* What a step states of what a move to another area gains and loses, as it is listed before it is done. */
#include "engine/moving.h"
#include "workbench/holding.h"

struct part {
    const char *key;  /* "deadlines", and in the list of the same name … */
    const char *name; /* … what holds an element's name, */
    const char *main; /* … and what a statement of one word is about */
};

static const struct part parts[] = {{"deadlines", "deadline", "after"},
                                    {"tasks", "task", "change"},
                                    {"rules", "rule", "after"},
                                    {"events", "event", "change"}};

enum { PARTS = sizeof parts / sizeof *parts };

/* "look[2]" where it is of one item. */
static struct text label_of(struct play *play, const struct json *one, const struct part *part)
{
    struct text name = json_get_text(one, part->name), of = json_get_text(one, "of");
    struct text item = text_part(of, text_find(of, '/') + 1, SIZE_MAX);
    return of.size ? text_printf(play->arena, "%.*s[%.*s]", TEXT_ARGS(name), TEXT_ARGS(item)) : name;
}

static const struct json *element_of(struct play *play, const struct json *list, const struct part *part,
                                     struct text name)
{
    for (uint32_t i = 0; list && list->type == JSON_ARRAY && i < list->count; i++) {
        if (text_equal(label_of(play, &list->elements[i], part), name)) {
            return &list->elements[i];
        }
    }
    return NULL;
}

static bool is_known(const struct definition *definition, const struct part *part, struct text name)
{
    struct text base = text_part(name, 0, text_find(name, '['));
    switch (part - parts) {
    case 0:
        return definition_deadline(definition, base) || definition_task(definition, base);
    case 1:
        return definition_task(definition, base);
    case 2:
        return map_get(&definition->rules_by_name, name) != MAP_NONE;
    default:
        return definition_event(definition, name);
    }
}

static bool same_duration(struct text a, struct text b)
{
    struct duration one, other;
    return duration_read(a, &one, NULL) == STATUS_OK && duration_read(b, &other, NULL) == STATUS_OK &&
           duration_equal(one, other);
}

/* Whether member KEY of ONE is SAID: as it is, in its words, as a date or as a length of time. */
static bool member_is(struct play *play, const struct json *one, struct text key, struct text said)
{
    const struct json *value = json_get(one, key);
    struct text stood = value_shown(play, value);
    struct text words = json_text(json_get(one, text_printf(play->arena, "%.*s_words", TEXT_ARGS(key))));
    struct moment moment = moment_read(play->options->world->zone, json_text(value));
    return text_equal(stood, said) || (words.size && text_equal(words, said)) ||
           moment_is(play, moment, said) || same_duration(json_text(value), said);
}

static struct text member_shown(struct play *play, const struct json *one, struct text key)
{
    struct text words = json_text(json_get(one, text_printf(play->arena, "%.*s_words", TEXT_ARGS(key))));
    return words.size ? words : value_shown(play, json_get(one, key));
}

static void hold_element(struct holding *holding, const struct part *part, const struct json *would,
                         struct text name, const struct node *node)
{
    struct play *play = holding->play;
    const struct json *one = element_of(play, json_member_of(would, part->key), part, name);
    const char *what = arena_printf(play->arena, "would.%s", part->key);
    if (!one) {
        bool known = is_known(holding->stands.subject.definition, part, name);
        if (!known || !node || !node_is_none(node)) {
            holding_differs(holding, node, what, name, node ? node_shown(play, node) : TEXT("differs"),
                            known ? TEXT("no difference") : TEXT("the workflow has nothing of that name"));
        }
        return;
    }
    for (uint32_t i = 0; node && node->kind == NODE_MAP && i < node->count; i++) {
        struct text key = node->entries[i].key, said = text_trim(node->entries[i].value.scalar);
        if (!member_is(play, one, key, said)) {
            holding_differs(holding, &node->entries[i].value, what,
                            text_printf(play->arena, "%.*s.%.*s", TEXT_ARGS(name), TEXT_ARGS(key)), said,
                            member_shown(play, one, key));
        }
    }
    if (node && node->kind == NODE_SCALAR &&
        !member_is(play, one, text_of(part->main), text_trim(node->scalar))) {
        holding_differs(holding, node, what, name, text_trim(node->scalar),
                        member_shown(play, one, text_of(part->main)));
    }
}

/* Nothing of this part differs; or each that is named does, and as it is said. */
static void hold_part(struct holding *holding, const struct part *part, const struct json *would,
                      const struct node *node)
{
    struct play *play = holding->play;
    const struct json *list = json_member_of(would, part->key);
    if (node_is_none(node)) {
        if (list && list->count) {
            const char *what = arena_printf(play->arena, "would.%s", part->key);
            holding_differs(holding, node, what, (struct text){0}, TEXT("none"), value_shown(play, list));
        }
        return;
    }
    for (uint32_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        hold_element(holding, part, would, node->entries[i].key, &node->entries[i].value);
    }
    for (size_t i = 0; node->kind != NODE_MAP && i < node_texts(node); i++) {
        hold_element(holding, part, would, text_trim(node_text_at(node, i)->scalar), NULL);
    }
}

/* What the offer itself was answered, else what would be now. */
static struct json would_of(struct holding *holding)
{
    struct play *play = holding->play;
    const struct json *told = json_member_of(&holding->happened->answer, "would");
    return told ? *told
                : moving_would(play->arena, play->options->world, &holding->stands.subject,
                               play->trial.clock.at, &play->options->rules);
}

void hold_would(struct holding *holding, const struct node *node)
{
    const struct node *unmet = node_get(node, "unmet");
    if (moving_to(&holding->stands.subject).size == 0) {
        holding_differs(holding, node, "would", (struct text){0}, node_shown(holding->play, node),
                        TEXT("the case is not offered to another area"));
        return;
    }
    struct json would = would_of(holding);
    for (size_t i = 0; i < PARTS; i++) {
        const struct node *part = node_get(node, parts[i].key);
        if (part) {
            hold_part(holding, &parts[i], &would, part);
        }
    }
    if (unmet) {
        hold_unmet_list(holding, unmet, "would", TEXT("unmet"), json_member_of(&would, "unmet"));
    }
}

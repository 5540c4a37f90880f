/* See rule_told.h. */
#include "engine/rule_told.h"

enum status rule_tell(struct arena *arena, const struct world *world, const struct rules *rules,
                      const struct rule_declaration *rule, const struct subject *subject, const char *event,
                      instant now, bool placed, struct rule_told *told)
{
    struct inquiry inquiry = {.kind = INQUIRY_RULE, .name = rule->name, .timed = !placed};
    struct inquiry_answer answer = {0};
    struct error error;
    struct event happening = {.name = text_of(event), .data = json_null(), .at = now, .recorded = now};
    struct scope scope = {
        .world = world, .subject = subject, .event = &happening, .roles = ~(role_set)0, .now = now};
    *told = (struct rule_told){.value = json_null()};
    rules->api->begin(rules->self, arena, world, NULL);
    enum status status = rules->api->inquire(rules->self, &inquiry, &scope, &answer, &error);
    if (status == STATUS_OK) {
        told->value = value_json(arena, &answer.value);
        told->words = value_words(arena, &answer.value);
    }
    told->why = text_copy(arena, status == STATUS_OK ? answer.sentence : text_of(error.message));
    rules->api->end(rules->self);
    told->plugin = answer.plugin;
    if (answer.line) {
        told->place = text_printf(arena, "%.*s:%u", TEXT_ARGS(answer.file), answer.line);
    }
    return status;
}

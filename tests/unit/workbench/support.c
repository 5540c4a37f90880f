#include "support.h"

const struct definition *support_definition(struct arena *arena, const char *yaml)
{
    struct findings findings;
    struct buffer out;
    findings_init(&findings, arena);
    struct source source = {TEXT("w.yaml"), text_of(yaml), &findings};
    const struct node *root = node_read(arena, &source);
    const struct definition *definition = root ? definition_read(arena, root, &source) : NULL;
    if (!definition) {
        buffer_init(&out, arena);
        findings_print(&findings, &out);
        print_error("%.*s", TEXT_ARGS(buffer_result(&out)));
        fail();
    }
    return definition;
}

struct world *support_world(struct arena *arena, const char *const *yaml, size_t count)
{
    struct world *world = arena_new(arena, struct world);
    const struct definition **definitions = arena_array(arena, const struct definition *, count);
    for (size_t i = 0; i < count; i++) {
        definitions[i] = support_definition(arena, yaml[i]);
        map_add(arena, &world->current, definitions[i]->name, (int32_t)i);
        map_add(arena, &world->by_digest, digest_hex(arena, &definitions[i]->digest), (int32_t)i);
    }
    world->zone = zone_utc();
    world->definitions = definitions;
    world->definition_count = count;
    return world;
}

/* --- rules ------------------------------------------------------------------------------ */

static void begin(void *self, struct arena *arena, const struct world *world, struct json *transcript)
{
    (void)self, (void)arena, (void)world, (void)transcript;
}

static void end(void *self)
{
    (void)self;
}

static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    int64_t number;
    (void)self, (void)scope;
    if (text_integer(expression->source, &number)) {
        *value = (struct value){.kind = VALUE_NUMBER, .json = json_integer(number)};
        return STATUS_OK;
    }
    if (!text_is(expression->source, "true") && !text_is(expression->source, "false")) {
        return error_set(error, STATUS_SCRIPT, "these rules cannot evaluate %.*s",
                         TEXT_ARGS(expression->source));
    }
    *value = (struct value){.kind = VALUE_BOOLEAN, .boolean = text_is(expression->source, "true")};
    return STATUS_OK;
}

static enum status ask(void *self, const struct rule_declaration *rule, const struct scope *scope,
                       struct rule_answer *answer, struct error *error)
{
    (void)self, (void)rule, (void)scope, (void)answer;
    return error_set(error, STATUS_SCRIPT, "there is no plugin");
}

static enum status act(void *self, struct text action, const struct scope *scope, struct effects *effects,
                       struct error *error)
{
    (void)self, (void)action, (void)scope, (void)effects;
    return error_set(error, STATUS_NOT_FOUND, "there is no plugin");
}

static enum status hook(void *self, struct text point, const struct scope *scope, struct effects *effects,
                        struct error *error)
{
    (void)self, (void)point, (void)scope, (void)effects, (void)error;
    return STATUS_OK;
}

struct rules support_rules(void)
{
    static const struct rules_api api = {
        .begin = begin, .end = end, .evaluate = evaluate, .ask = ask, .act = act, .hook = hook};
    return (struct rules){&api, NULL};
}

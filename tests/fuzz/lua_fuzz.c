/* Any bytes as the code of a plugin, with a case behind it: asked for a rule, an action, a hook and a
 * computed value; each gives an answer, or an error with a sentence that holds nothing of the case. The host
 * then answers for an honest plugin as before, and the same code gives the same answers in a host of its own.
 *
 * The first byte chooses: bytes as they are, or a program made of them (lua_grammar.h). */
#include "base/insist.h"
#include "definition/node.h"
#include "lua_grammar.h"
#include "script/script.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INSTRUCTIONS = 20000, MEMORY = 512 * 1024, SECRET_SIZE = 13 };

static const char workflow[] =
    "workflow: fuzzed\n"
    "rules:\n"
    "  attack: {title: Attack, gives: text, default: none}\n"
    "  often: {title: Often, gives: number, default: 3}\n"
    "  allowed: {title: Allowed, gives: yes/no, default: yes}\n"
    "fields:\n"
    "  name: {type: text, title: Name}\n"
    "  day: {type: date, title: Day}\n"
    "  kinds: {type: choices, title: Kinds, options: [one, two]}\n"
    "  children: {type: list, title: Children, of: {born: {type: date, title: Born}}}\n"
    "  said: {type: text, title: Said, value: = rules.attack()}\n"
    "states:\n"
    "  open: {tasks: {visit: {title: Visit, due: 1 week}}, on: {close: closed}}\n"
    "  closed: {type: final}\n";
static const char document[] =
    "{\"area\":\"fuzzed\",\"opened\":1767603600000,\"configuration\":{\"open\":1767603600000},"
    "\"tasks\":{\"visit\":{\"open\":true,\"opened\":1767603600000,\"due\":\"2026-01-12\"}},"
    "\"data\":{\"name\":\"Zebedee Quill\",\"day\":\"2026-01-31\",\"kinds\":[\"one\",\"two\"],"
    "\"children\":[{\"id\":1,\"born\":\"2026-02-01\"}]}}";
static const char honest[] = "return { rules = { allowed = function()\n"
                             "  return next(string) == nil and next(table) == nil and leak == nil and\n"
                             "    ('x').x == nil and ('x'):upper() == 'X' and getmetatable('') == nil\n"
                             "end } }";

/* Made once. */
static struct {
    struct arena arena;
    const struct definition *definition;
    struct json document;
    struct subject subject;
    struct script *script;
} ground;

static struct script *new_script(void)
{
    return script_new(&(struct script_options){.instruction_limit = INSTRUCTIONS, .memory_limit = MEMORY});
}

static void make_ground(void)
{
    struct findings findings;
    struct error error;
    arena_init(&ground.arena);
    findings_init(&findings, &ground.arena);
    struct source source = {TEXT("fuzzed.yaml"), text_of(workflow), &findings};
    const struct node *root = node_read(&ground.arena, &source);
    ground.definition = root ? definition_read(&ground.arena, root, &source) : NULL;
    insist(ground.definition);
    insist(json_read(&ground.arena, text_of(document), &ground.document, &error) == STATUS_OK);
    insist(subject_read(&ground.arena, ground.definition, &ground.document, &ground.subject, &error) ==
           STATUS_OK);
    ground.subject.reference = TEXT("C-17");
    ground.script = new_script();
}

struct stage {
    struct arena arena, plan;
    struct plugin plugins[2];
    struct area areas[2];
    struct world world;
    struct subject subject;
    struct scope scope;
    struct buffer told; /* all that was answered */
};

static void stage_begin(struct stage *stage, struct text code)
{
    *stage = (struct stage){.subject = ground.subject};
    arena_init(&stage->arena);
    arena_init(&stage->plan);
    buffer_init(&stage->told, &stage->arena);
    for (size_t i = 0; i < 2; i++) {
        struct text name = i ? TEXT("honest") : TEXT("fuzzed");
        struct text bytes = i ? text_of(honest) : code;
        stage->plugins[i] = (struct plugin){.name = name,
                                            .version = TEXT("1"),
                                            .digest = digest_of(bytes),
                                            .file = TEXT("init.lua"),
                                            .code = bytes,
                                            .settings = json_object()};
        stage->areas[i] = (struct area){
            .name = name, .title = name, .from = DATE_NONE, .until = DATE_NONE, .plugin = (uint16_t)i};
    }
    stage->world = (struct world){.zone = zone_utc(),
                                  .definitions = &ground.definition,
                                  .definition_count = 1,
                                  .plugins = stage->plugins,
                                  .plugin_count = 2,
                                  .areas = stage->areas,
                                  .area_count = 2};
    stage->scope = (struct scope){.world = &stage->world, .subject = &stage->subject, .now = 1767603600000};
}

static void stage_end(struct stage *stage)
{
    arena_deinit(&stage->plan);
    arena_deinit(&stage->arena);
}

/* Notes what was answered, and that an error is one. The code itself may hold the secret. */
static void tell(struct stage *stage, enum status status, const struct error *error)
{
    buffer_printf(&stage->told, "%d ", (int)status);
    if (status == STATUS_OK) {
        return;
    }
    struct text message = text_of(error->message), code = stage->plugins[0].code;
    insist(status == STATUS_SCRIPT || status == STATUS_CUT_OFF || status == STATUS_NOT_FOUND ||
           status == STATUS_INVALID);
    insist(message.size > 0);
    insist(memmem(code.at ? code.at : "", code.size, "Zebedee", 7) || !strstr(error->message, "Zebedee"));
    buffer_printf(&stage->told, "%s\n", error->message);
}

static void ask_all(struct stage *stage, struct script *script)
{
    struct rules rules = script_rules(script);
    struct rule_answer answer;
    struct value value;
    struct error error;
    for (int i = 0; i < 4; i++) {
        struct json transcript = json_array();
        struct effects effects = {0};
        arena_reset(&stage->plan);
        rules.api->begin(rules.self, &stage->plan, &stage->world, &transcript);
        enum status status =
            i == 0 ? rules.api->evaluate(rules.self, ground.definition->expressions[0], &stage->scope, &value,
                                         &error)
            : i == 1 ? rules.api->act(rules.self, TEXT("attack"), &stage->scope, &effects, &error)
            : i == 2
                ? rules.api->hook(rules.self, TEXT("state.entered.open"), &stage->scope, &effects, &error)
                : rules.api->ask(rules.self, &ground.definition->rules[2], &stage->scope, &answer, &error);
        rules.api->end(rules.self);
        tell(stage, status, &error);
        json_write(&transcript, &stage->told);
    }
}

/* The honest plugin's area asks. */
static void ask_honest(struct stage *stage, struct script *script)
{
    struct rules rules = script_rules(script);
    struct rule_answer answer = {0};
    struct error error;
    struct json transcript = json_array();
    arena_reset(&stage->plan);
    stage->subject.area = TEXT("honest");
    rules.api->begin(rules.self, &stage->plan, &stage->world, &transcript);
    enum status status =
        rules.api->ask(rules.self, &ground.definition->rules[2], &stage->scope, &answer, &error);
    rules.api->end(rules.self);
    stage->subject.area = TEXT("fuzzed");
    insist(status == STATUS_OK && answer.holds);
}

static void check_plugin(struct stage *stage)
{
    struct findings findings;
    struct buffer printed;
    findings_init(&findings, &stage->arena);
    buffer_init(&printed, &stage->arena);
    script_check_plugin(ground.script, &stage->arena, &stage->world, &stage->plugins[0], &findings);
    findings_print(&findings, &printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct stage stage, again;
    struct arena code_arena;
    if (!ground.definition) {
        make_ground();
    }
    if (size == 0 || size > 64 * 1024) {
        return 0;
    }
    arena_init(&code_arena);
    struct text code = data[0] % 2 ? lua_from_bytes(&code_arena, data + 1, size - 1)
                                   : (struct text){(const char *)data + 1, size - 1};
    stage_begin(&stage, code);
    ask_all(&stage, ground.script);
    check_plugin(&stage);
    ask_honest(&stage, ground.script);
    struct script *fresh = new_script();
    stage_begin(&again, code);
    ask_all(&again, fresh);
    insist(text_equal(buffer_result(&stage.told), buffer_result(&again.told)));
    script_free(fresh);
    stage_end(&again);
    stage_end(&stage);
    arena_deinit(&code_arena);
    return 0;
}

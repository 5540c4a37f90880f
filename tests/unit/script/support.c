#include "support.h"

#include <stdio.h>
#include <string.h>

const char ground_workflow[] =
    "workflow: small\n"
    "roles: {worker: Worker, lead: {title: Lead, includes: [worker]}}\n"
    "rules:\n"
    "  eligible: {title: Eligible, gives: yes/no}\n"
    "  review_every: {title: Every, gives: duration, default: 3 months}\n"
    "  missed_contacts: {title: Missed, gives: number, default: 3}\n"
    "  kind_words: {title: Words, gives: text, default: none}\n"
    "  begins: {title: Begins, gives: date, default: 2026-04-01}\n"
    "  escalate_after: {title: Escalates, gives: duration, default: = nil}\n"
    "  welcome: {title: Welcome, gives: yes/no, default: = nil}\n"
    "fields:\n"
    "  name: {type: text, title: Name}\n"
    "  story: {type: long text, title: Story}\n"
    "  lives_in: {type: text, title: Lives in}\n"
    "  removed_by: {type: text, title: Removed by}\n"
    "  missed: {type: number, title: Missed}\n"
    "  visits: {type: number, title: Visits}\n"
    "  cost: {type: money, title: Cost}\n"
    "  agreed: {type: yes/no, title: Agreed}\n"
    "  order: {type: date, title: Order}\n"
    "  other: {type: date, title: Other}\n"
    "  never: {type: date, title: Never}\n"
    "  kind: {type: choice, title: Kind, options: {one: One, two: Two}}\n"
    "  kinds: {type: choices, title: Kinds, options: {one: One, two: Two}}\n"
    "  parent: {type: person, title: Parent}\n"
    "  twice: {type: number, title: Twice, value: = data.missed * 2}\n"
    "  unborn:\n"
    "    type: list\n"
    "    title: Unborn\n"
    "    of:\n"
    "      expected: {type: date, title: Expected}\n"
    "      born: {type: date, title: Born}\n"
    "      half: {type: date, title: Half, value: = item.expected - weeks(20)}\n"
    "forms:\n"
    "  needs: {title: Needs, fields: [kind, order]}\n"
    "  session: {title: Session, fields: [missed]}\n"
    "  quiet: {title: Quiet, fields: [visits]}\n"
    "events:\n"
    "  open: {title: Open}\n"
    "  go: {title: Go, form: needs}\n"
    "messages:\n"
    "  hello: {to: lead, subject: Hello, text: A text}\n"
    "  bye: {to: lead, text: A text}\n"
    "measures:\n"
    "  work:\n"
    "    title: Work\n"
    "    rows:\n"
    "      all: {title: All, count: true}\n"
    "      visits: {title: Visits, sum: data.visits, of: all}\n"
    "      both: {title: Both, value: = all + visits}\n"
    "milestones:\n"
    "  engaged: {title: Engaged, when: In(\"service\")}\n"
    "  completed: {title: Completed, when: 'In(\"closed\") and #answers(\"session\") > 0'}\n"
    "initial: referral\n"
    "states:\n"
    "  referral:\n"
    "    tasks: {decide: {title: Decide, role: lead, due: 1 working day}}\n"
    "    on: {go: service}\n"
    "  service:\n"
    "    type: parallel\n"
    "    on: {open: closed}\n"
    "    states:\n"
    "      work:\n"
    "        tasks: {visit: {title: Visit, role: worker, due: 1 week, form: session}}\n"
    "      birth:\n"
    "        each: unborn\n"
    "        initial: expected\n"
    "        states:\n"
    "          expected:\n"
    "            tasks: {plan: {title: Plan, role: worker, due: item.expected - weeks(4)}}\n"
    "            on: {go: born}\n"
    "          born: {type: final}\n"
    "  closed: {type: final}\n";

/* 1767603600000 is 2026-01-05T09:00:00Z; each 86400000 more is a day later. */
const char ground_case[] =
    "{\"area\":\"rbkc\",\"worker\":\"worker-1\",\"opened\":1767603600000,"
    "\"configuration\":{\"service\":1767690000000,\"service.birth\":1767690000000,\"service.birth[2]\":"
    "1767690000000,"
    "\"service.birth[2].expected\":1767690000000,\"service.work\":1767690000000},"
    "\"milestones\":{\"engaged\":1767690000000},"
    "\"tasks\":{\"decide\":{\"opened\":1767603600000,\"due\":\"2026-01-06\",\"ended\":\"done\",\"ended_at\":"
    "1767690000000,"
    "\"done_at\":1767690000000,\"done_by\":\"lead-1\",\"times\":1},"
    "\"plan[2]\":{\"open\":true,\"opened\":1767690000000,\"due\":\"2026-08-04\"}},"
    "\"records\":{\"needs\":{\"count\":2,\"first\":{\"at\":1767603600000,\"by\":\"lead-1\",\"data\":{"
    "\"kind\":\"one\"}},"
    "\"last\":{\"at\":1767690000000,\"by\":\"worker-1\",\"data\":{\"kind\":\"two\",\"order\":\"2026-01-31\"}}"
    "},"
    "\"session\":{\"count\":2,\"first\":{\"at\":1767603600000,\"by\":\"w\",\"data\":{\"missed\":1}},"
    "\"all\":[{\"at\":1767603600000,\"by\":\"w\",\"data\":{\"missed\":1}},{\"at\":1767690000000,\"by\":\"w\","
    "\"data\":{\"missed\":5}}]}},"
    "\"data\":{\"name\":\"Zebedee\",\"story\":\"Heard.\",\"missed\":3,\"cost\":12.5,\"agreed\":true,"
    "\"order\":\"2026-01-31\","
    "\"other\":\"2026-12-24\",\"kind\":\"one\",\"kinds\":[\"one\",\"two\"],\"parent\":\"P-7\",\"lives_in\":"
    "\"rbkc\",\"removed_by\":\"wcc\","
    "\"unborn\":[{\"id\":1,\"expected\":\"2026-06-01\",\"born\":\"2026-05-30\"},{\"id\":2,\"expected\":"
    "\"2026-09-01\"}]}}";

static void read_definition(struct ground *ground, const char *yaml)
{
    struct findings findings;
    findings_init(&findings, &ground->arena);
    struct source source = {.file = TEXT("small.yaml"), .bytes = text_of(yaml), .findings = &findings};
    const struct node *root = node_read(&ground->arena, &source);
    ground->definition = root ? definition_read(&ground->arena, root, &source) : NULL;
    if (!ground->definition) {
        struct buffer out;
        buffer_init(&out, &ground->arena);
        findings_print(&findings, &out);
        fail_msg("%.*s", TEXT_ARGS(buffer_result(&out)));
    }
}

void ground_init(struct ground *ground, const char *yaml, const char *document)
{
    *ground = (struct ground){0};
    arena_init(&ground->arena);
    arena_init(&ground->plan);
    read_definition(ground, yaml);
    struct json *json = arena_new(&ground->arena, struct json);
    assert_int_equal(json_read(&ground->arena, text_of(document), json, &ground->error), STATUS_OK);
    if (subject_read(&ground->arena, ground->definition, json, &ground->subject, &ground->error) !=
        STATUS_OK) {
        fail_msg("%s", ground->error.message);
    }
    ground->subject.id = 17;
    ground->subject.reference = TEXT("C-17");
    ground->subject.version = 4;
    ground->clock = clock_of_virtual(&ground->ticks);
    ground->world = (struct world){.zone = zone_utc(),
                                   .definitions = &ground->definition,
                                   .definition_count = 1,
                                   .areas = ground->areas,
                                   .plugins = ground->plugins,
                                   .link = TEXT("https://example.org/cases/")};
    ground->scope =
        (struct scope){.world = &ground->world, .subject = &ground->subject, .now = 1767603600000};
    ground->script = script_new(&(struct script_options){.clock = &ground->clock});
    ground->rules = script_rules(ground->script);
}

void ground_deinit(struct ground *ground)
{
    script_free(ground->script);
    arena_deinit(&ground->plan);
    arena_deinit(&ground->arena);
}

struct plugin *ground_plugin(struct ground *ground, const char *name, const char *code)
{
    size_t place = ground->world.plugin_count++;
    ground->world.area_count++;
    assert_in_range(place, 0, GROUND_PLUGINS - 1);
    struct plugin *plugin = &ground->plugins[place];
    *plugin = (struct plugin){.name = text_of(name),
                              .version = TEXT("1.0.0"),
                              .digest = digest_of(text_of(code)),
                              .file = text_printf(&ground->arena, "plugins/%s/init.lua", name),
                              .code = text_of(code),
                              .settings = json_object()};
    ground->areas[place] = (struct area){.name = plugin->name,
                                         .title = plugin->name,
                                         .from = DATE_NONE,
                                         .until = DATE_NONE,
                                         .plugin = (uint16_t)place};
    return plugin;
}

void ground_begin(struct ground *ground)
{
    arena_reset(&ground->plan);
    ground->transcript = json_array();
    ground->rules.api->begin(ground->rules.self, &ground->plan, &ground->world, &ground->transcript);
}

void ground_end(struct ground *ground)
{
    ground->rules.api->end(ground->rules.self);
}

/* An expression of the definition's, as far as a host can tell: its index is behind the others. */
static const struct expression *make_expression(struct ground *ground, const char *source)
{
    struct expression *expression = arena_new(&ground->arena, struct expression);
    struct text text = text_copy(&ground->arena, text_of(source));
    struct place place = {.line = 12, .column = 5}, at;
    struct error error;
    if (expression_read(&ground->arena, text, place, NULL, 0, expression, &at, &error) != STATUS_OK) {
        *expression =
            (struct expression){.source = text, .place = place}; /* what a loader would have refused */
    }
    expression->index = (uint16_t)(1000 + ground->asked++);
    return expression;
}

enum status ground_evaluate(struct ground *ground, const char *source, struct value *value)
{
    ground->error = (struct error){0};
    return ground->rules.api->evaluate(ground->rules.self, make_expression(ground, source), &ground->scope,
                                       value, &ground->error);
}

const char *ground_say(struct ground *ground, const char *source)
{
    struct value value;
    ground_begin(ground);
    enum status status = ground_evaluate(ground, source, &value);
    ground_end(ground);
    if (status != STATUS_OK) {
        return arena_printf(&ground->arena, "%s: %s", status_name(status), ground->error.message);
    }
    struct text words = value_words(&ground->plan, &value);
    return arena_printf(&ground->arena, "%s: %.*s", value_kind_words(value.kind), TEXT_ARGS(words));
}

void ground_expect_at(struct ground *ground, const char *source, const char *expected, const char *file,
                      int line)
{
    const char *said = ground_say(ground, source);
    if (strcmp(said, expected) != 0) {
        print_error("%s\n  gives    %s\n  expected %s\n", source, said, expected);
    }
    _assert_string_equal(said, expected, file, line);
}

const char *ground_ask(struct ground *ground, const char *name)
{
    int32_t index = map_get(&ground->definition->rules_by_name, text_of(name));
    assert_int_not_equal(index, MAP_NONE);
    struct rule_answer answer;
    ground_begin(ground);
    enum status status = ground->rules.api->ask(ground->rules.self, &ground->definition->rules[index],
                                                &ground->scope, &answer, &ground->error);
    ground_end(ground);
    if (status != STATUS_OK) {
        return arena_printf(&ground->arena, "%s: %s", status_name(status), ground->error.message);
    }
    return answer.holds ? "yes" : arena_printf(&ground->arena, "no: %.*s", TEXT_ARGS(answer.sentence));
}

/* Each line names the very version, by its hash. */
static struct json without_hash(struct ground *ground, const struct json *line)
{
    struct json left = json_shallow(&ground->arena, *line);
    const struct plugin *plugin = world_plugin(&ground->world, json_get_text(line, "plugin"));
    assert_non_null(plugin);
    assert_true(text_equal(json_get_text(line, "hash"), plugin_hash(&ground->arena, plugin)));
    assert_true(json_unset(&left, TEXT("hash")));
    return left;
}

const char *ground_transcript(struct ground *ground)
{
    struct json lines = json_array();
    for (uint32_t i = 0; i < ground->transcript.count; i++) {
        json_append(&ground->arena, &lines, without_hash(ground, &ground->transcript.elements[i]));
    }
    struct text text = json_to_text(&ground->arena, &lines);
    return arena_printf(&ground->arena, "%.*s", TEXT_ARGS(text));
}

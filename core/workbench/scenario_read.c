/* Scenarios read from YAML: the file, its people, its cases, and which begins with which. See scenario.h. */
#include "workbench/scenario_reading.h"

#include "time/duration.h"

void scenario_wrong(struct scenario_reading *reading, struct place place, const char *hint,
                    const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(reading->arena, format, arguments);
    va_end(arguments);
    source_error(&reading->scenario->source, place, hint, "%s", message);
    reading->scenario->is_wrong = true;
}

const char *scenario_near(struct arena *arena, struct text word, const struct text *choices, size_t count,
                          const char *otherwise)
{
    struct text near = text_nearest(word, choices, count);
    return near.size ? arena_printf(arena, "did you mean “%.*s”?", TEXT_ARGS(near)) : otherwise;
}

static void unknown_key(struct scenario_reading *reading, const struct node_entry *entry, const char *what,
                        const char *const *keys)
{
    struct text choices[40];
    struct buffer all;
    size_t count = 0;
    buffer_init(&all, reading->arena);
    buffer_printf(&all, "%s takes", what);
    for (; keys[count] && count < sizeof choices / sizeof *choices; count++) {
        choices[count] = text_of(keys[count]);
        buffer_printf(&all, " %s", keys[count]);
    }
    struct text takes = text_copy(reading->arena, buffer_result(&all));
    scenario_wrong(reading, entry->place, scenario_near(reading->arena, entry->key, choices, count, takes.at),
                   "%s has no key “%.*s”", what, TEXT_ARGS(entry->key));
}

bool scenario_keys(struct scenario_reading *reading, const struct node *node, const char *what,
                   const char *const *keys)
{
    bool good = true;
    if (node->kind != NODE_MAP) {
        scenario_wrong(reading, node->place, "write keys, each with “: ” and its value",
                       "%s is %s, and should be a map", what, node_kind_words(node->kind));
        return false;
    }
    for (uint32_t i = 0; i < node->count; i++) {
        size_t k = 0;
        while (keys[k] && !text_is(node->entries[i].key, keys[k])) {
            k++;
        }
        if (!keys[k]) {
            unknown_key(reading, &node->entries[i], what, keys);
            good = false;
        }
    }
    return good && !node->torn;
}

bool scenario_scalar(struct scenario_reading *reading, const struct node *node, struct text key)
{
    if (node->kind != NODE_SCALAR) {
        scenario_wrong(reading, node->place,
                       "a text that holds “,” “#” “[” “{” or “: ” stands on a line of its own or in quotes",
                       "“%.*s” is %s, and should be a text", TEXT_ARGS(key), node_kind_words(node->kind));
        return false;
    }
    if (text_trim(node->scalar).size == 0) {
        scenario_wrong(reading, node->place, NULL, "“%.*s” says nothing", TEXT_ARGS(key));
        return false;
    }
    return true;
}

/* The text at KEY of MAP, with its place; empty when it is absent or, said, no text. */
static struct text read_text(struct scenario_reading *reading, const struct node *map, const char *key,
                             struct place *place)
{
    const struct node *node = node_get(map, key);
    if (!node || !scenario_scalar(reading, node, text_of(key))) {
        return (struct text){0};
    }
    if (place) {
        *place = node->place;
    }
    return text_trim(node->scalar);
}

/* --- people ------------------------------------------------------------------------- */

static void read_roles(struct scenario_reading *reading, const struct node *node,
                       struct scenario_person *person)
{
    size_t count = node->kind == NODE_LIST ? node->count : 1;
    struct text *roles = arena_array(reading->arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        const struct node *one = node->kind == NODE_LIST ? &node->elements[i] : node;
        if (!scenario_scalar(reading, one, TEXT("roles"))) {
            return;
        }
        roles[i] = text_trim(one->scalar);
    }
    person->roles = roles;
    person->role_count = count;
}

static void read_person(struct scenario_reading *reading, const struct node_entry *entry,
                        struct scenario_person *person)
{
    static const char *const keys[] = {"roles", "area", NULL};
    const struct node *node = &entry->value;
    *person = (struct scenario_person){.name = entry->key, .place = entry->place};
    if (node->kind != NODE_MAP) {
        read_roles(reading, node, person);
        return;
    }
    const struct node *roles = node_get(node, "roles");
    if (!roles) {
        person->answers = node;
    } else if (scenario_keys(reading, node, "a user", keys)) {
        read_roles(reading, roles, person);
        person->area = read_text(reading, node, "area", NULL);
    }
}

static bool is_few(struct scenario_reading *reading, const struct node *node, const char *what,
                   uint32_t limit)
{
    if (node->kind != NODE_SCALAR && node->count > limit) {
        scenario_wrong(reading, node->place, NULL, "there are more than %u %s", limit, what);
        return false;
    }
    return true;
}

static void read_people(struct scenario_reading *reading, const struct node *node)
{
    if (node->kind != NODE_MAP) {
        scenario_wrong(reading, node->place, "people: {Mary: worker, Ann: {name: Ann Example}}",
                       "“people” is %s, and should be a map of names", node_kind_words(node->kind));
        return;
    }
    for (uint32_t i = 0; is_few(reading, node, "people", SCENARIO_NAME_LIMIT) && i < node->count; i++) {
        struct scenario_person person;
        read_person(reading, &node->entries[i], &person);
        vector_push(reading->arena, &reading->scenario->people, person);
    }
}

/* --- cases ---------------------------------------------------------------------------- */

static void read_case(struct scenario_reading *reading, const struct node_entry *entry)
{
    static const char *const keys[] = {"workflow", "area", "begins", "data", NULL};
    const struct node *node = &entry->value;
    struct scenario_case one = {.name = entry->key, .place = entry->place};
    if (!node_is_empty(node) && scenario_keys(reading, node, "a case", keys)) {
        one.workflow = read_text(reading, node, "workflow", NULL);
        one.area = read_text(reading, node, "area", NULL);
        one.begins = read_text(reading, node, "begins", &one.begins_place);
        one.data = node_get(node, "data");
    }
    if (one.data && one.data->kind != NODE_MAP) {
        scenario_wrong(reading, one.data->place, NULL, "“data” is %s, and should be a map of answers",
                       node_kind_words(one.data->kind));
    }
    if (one.data && one.begins.size) {
        scenario_wrong(reading, one.data->place, "leave one of them out: the story opens the case itself",
                       "a case has `data` or `begins`, not both");
    }
    vector_push(reading->arena, &reading->scenario->cases, one);
}

static void read_cases(struct scenario_reading *reading, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        scenario_wrong(reading, node->place, "cases: [first, second]", "“cases” is %s, and should be a list",
                       node_kind_words(node->kind));
        return;
    }
    for (uint32_t i = 0; is_few(reading, node, "cases", SCENARIO_NAME_LIMIT) && i < node->count; i++) {
        if (node->kind == NODE_MAP) {
            read_case(reading, &node->entries[i]);
        } else if (scenario_scalar(reading, &node->elements[i], TEXT("cases"))) {
            struct scenario_case one = {.name = text_trim(node->elements[i].scalar),
                                        .place = node->elements[i].place};
            vector_push(reading->arena, &reading->scenario->cases, one);
        }
    }
}

/* --- the file --------------------------------------------------------------------------- */

static void read_story(struct scenario_reading *reading, const struct node *node)
{
    if (node->kind != NODE_LIST) {
        scenario_wrong(reading, node->place, "begin each step with “- ”",
                       "“story” is %s, and should be a list of steps", node_kind_words(node->kind));
        return;
    }
    for (uint32_t i = 0; is_few(reading, node, "steps", SCENARIO_STEP_LIMIT) && i < node->count; i++) {
        struct step step;
        scenario_read_step(reading, &node->elements[i], &step);
        vector_push(reading->arena, &reading->scenario->steps, step);
    }
}

static void read_file(struct scenario_reading *reading, const struct node *root)
{
    static const char *const keys[] = {"scenario", "about",  "begins", "workflow", "area",
                                       "clock",    "people", "cases",  "story",    NULL};
    struct scenario *scenario = reading->scenario;
    scenario_keys(reading, root, "a scenario", keys);
    scenario->title = read_text(reading, root, "scenario", NULL);
    scenario->workflow = read_text(reading, root, "workflow", &scenario->workflow_place);
    scenario->area = read_text(reading, root, "area", NULL);
    scenario->begins = read_text(reading, root, "begins", &scenario->begins_place);
    scenario->clock = read_text(reading, root, "clock", &scenario->clock_place);
    read_text(reading, root, "about", NULL);
    if (scenario->clock.size && instant_read(reading->zone, scenario->clock) == INSTANT_NONE) {
        scenario_wrong(reading, scenario->clock_place, "clock: 2026-01-05T09:00",
                       "“clock” is not a time that exists");
    }
    if (!node_get(root, "scenario") && !root->torn) {
        scenario_wrong(reading, root->place, "scenario: Back again", "a scenario says its title");
    }
    const struct node *people = node_get(root, "people"), *cases = node_get(root, "cases");
    const struct node *story = node_get(root, "story");
    if (people) {
        read_people(reading, people);
    }
    if (cases) {
        read_cases(reading, cases);
    }
    if (story) {
        read_story(reading, story);
    } else if (!root->torn) {
        scenario_wrong(reading, root->place, "story: a list of steps", "a scenario tells a story");
    }
}

bool scenario_is(const struct node *root)
{
    return root && root->kind == NODE_MAP && (node_get(root, "scenario") || node_get(root, "story"));
}

static bool is_yaml(struct text path)
{
    return text_ends(path, TEXT(".yaml")) || text_ends(path, TEXT(".yml"));
}

struct json scenarios_left_out(struct arena *arena, const struct json *files)
{
    struct json others = json_object();
    for (uint32_t i = 0; i < files->count; i++) {
        const struct json_member *file = &files->members[i];
        struct findings unheard;
        findings_init(&unheard, arena);
        struct source source = {file->name, json_text(&file->value), &unheard};
        if (!is_yaml(file->name) || !scenario_is(node_read(arena, &source))) {
            json_set(arena, &others, file->name, file->value);
        }
    }
    return others;
}

/* Adds one, when the file is a scenario. Others find what is wrong with a file that cannot be read at all. */
static void add_file(struct scenario_reading *reading, struct scenarios *scenarios, struct findings *findings,
                     struct text path, struct text content)
{
    struct findings unheard;
    findings_init(&unheard, reading->arena);
    struct source source = {path, content, &unheard};
    const struct node *root = is_yaml(path) ? node_read(reading->arena, &source) : NULL;
    if (!scenario_is(root)) {
        return;
    }
    reading->scenario = arena_new(reading->arena, struct scenario);
    reading->scenario->source = (struct source){path, content, findings};
    reading->scenario->is_wrong = unheard.errors > 0;
    for (size_t i = 0; i < unheard.list.count; i++) {
        findings_add(findings, &unheard.list.at[i]);
    }
    read_file(reading, root);
    vector_push(reading->arena, &scenarios->list, reading->scenario);
}

void scenarios_read(struct arena *arena, const struct json *files, const struct zone *zone,
                    struct findings *findings, struct scenarios *scenarios)
{
    struct scenario_reading reading = {.arena = arena, .zone = zone};
    *scenarios = (struct scenarios){0};
    for (uint32_t i = 0; i < files->count; i++) {
        add_file(&reading, scenarios, findings, files->members[i].name, json_text(&files->members[i].value));
    }
    scenarios_link(&reading, scenarios);
}

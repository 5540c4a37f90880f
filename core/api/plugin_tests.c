/* POST /v1/plugin-tests: {"files": {PATH: CONTENT}, "tests": [PATH …]}: runs the tests of plugins that stand
 * among the files, each on a stage of its own. Nothing is kept. For whoever holds the site. */
#include "api/parts.h"

#include "engine/stage.h"
#include "workbench/check.h"
#include "workbench/plugin_test.h"
#include "workbench/scenario.h"

struct running {
    struct call *call;
    const struct world *world;
    struct json *told;
};

/* "plugins/rbkc/tests/rbkc_test.lua" is of the plugin rbkc. */
static struct text plugin_of(struct text path)
{
    size_t end = path.size;
    for (int slashes = 0; end > 0 && slashes < 2; end--) {
        slashes += path.at[end - 1] == '/';
    }
    size_t begin = end;
    while (begin > 0 && path.at[begin - 1] != '/') {
        begin--;
    }
    return text_part(path, begin, end - begin);
}

static struct json begin_told(struct call *call, const struct plugin *file)
{
    struct json json = json_object();
    json_set(call->arena, &json, TEXT("plugin"), json_string(file->name));
    json_set(call->arena, &json, TEXT("file"), json_string(file->file));
    return json;
}

/* What keeps a whole file from being run. */
static void tell_broken(struct running *running, const struct plugin *file, const char *why,
                        const char *place)
{
    struct arena *arena = running->call->arena;
    struct json json = begin_told(running->call, file);
    json_set(arena, &json, TEXT("test"), json_string(TEXT("")));
    json_set(arena, &json, TEXT("ok"), json_boolean(false));
    json_set(arena, &json, TEXT("error"), json_string(text_copy(arena, text_of(why))));
    if (*place) {
        json_set(arena, &json, TEXT("place"), json_string(text_copy(arena, text_of(place))));
    }
    json_set(arena, &json, TEXT("failures"), json_array());
    json_append(arena, running->told, json);
}

/* In an arena of its own: what a test needs on its way is more than what is told of it. */
static enum status run_one(struct running *running, const struct plugin *file, size_t index,
                           const struct json *test, struct error *error)
{
    struct call *call = running->call;
    const struct workshop *workshop = call->api->options.workshop;
    struct plugin_test_options options = {.world = running->world, .runner = workshop->tests};
    struct json told, json = begin_told(call, file);
    struct arena arena;
    enum status status = workshop->store_in_memory(workshop->self, &options.store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = workshop->rules_new(workshop->self, &options.rules, error);
    if (status == STATUS_OK) {
        arena_init(&arena);
        status = plugin_test_run(&arena, &options, file, index, &told, error);
        json_set(call->arena, &json, TEXT("test"), *json_member_of(test, "title"));
        json_set(call->arena, &json, TEXT("line"), *json_member_of(test, "line"));
        for (uint32_t i = 0; status == STATUS_OK && i < told.count; i++) {
            json_set(call->arena, &json, text_copy(call->arena, told.members[i].name),
                     json_copy(call->arena, told.members[i].value));
        }
        arena_deinit(&arena);
        workshop->rules_free(workshop->self, &options.rules);
    }
    store_close(options.store);
    if (status == STATUS_OK) {
        json_append(call->arena, running->told, json);
    }
    return status;
}

static enum status run_file(struct running *running, struct text path, struct text code, struct error *error)
{
    struct call *call = running->call;
    const struct test_runner *runner = call->api->options.workshop->tests;
    struct text name = plugin_of(path);
    struct plugin file = {.name = name, .file = path, .code = code, .digest = digest_of(code)};
    struct json listed;
    if (!running->world) {
        tell_broken(running, &file, "The plugins or workflows that it needs have errors.", "");
        return STATUS_OK;
    }
    if (!world_plugin(running->world, name)) {
        tell_broken(running, &file,
                    "It lies in no plugin's folder: tests stand in plugins/NAME/tests, and NAME is the "
                    "plugin's.",
                    "");
        return STATUS_OK;
    }
    struct error fault;
    enum status status =
        runner->run(runner->self, call->arena, running->world, &file, TEST_LIST, NULL, &listed, &fault);
    if (status != STATUS_OK) {
        tell_broken(running, &file, fault.message, fault.place);
        return STATUS_OK;
    }
    const struct json *tests = json_member_of(&listed, "tests");
    if (tests->count == 0) {
        tell_broken(running, &file, "There is no test in it: write test(\"what holds\", function() … end).",
                    "");
    }
    for (uint32_t i = 0; status == STATUS_OK && i < tests->count; i++) {
        status = run_one(running, &file, i, &tests->elements[i], error);
    }
    return status;
}

/* The files without TESTS: a world is made of the rest. */
static struct json without(struct arena *arena, const struct json *files, const struct json *tests)
{
    struct json rest = json_shallow(arena, scenarios_left_out(arena, files));
    for (uint32_t i = 0; i < tests->count; i++) {
        json_unset(&rest, json_text(&tests->elements[i]));
    }
    return rest;
}

bool plugin_tests_run(struct call *call)
{
    const struct workshop *workshop = call->api->options.workshop;
    struct json body, told = json_array();
    struct findings findings;
    struct error error;
    const struct json *files = call_body(call, &body) ? files_of(call, &body) : NULL;
    if (!files) {
        return true;
    }
    const struct json *tests = json_member_of(&body, "tests");
    if (!tests || tests->type != JSON_ARRAY || !workshop->tests) {
        return answer_problem(call, PROBLEM_BAD_REQUEST, "“tests” is a list of paths among the files.");
    }
    findings_init(&findings, call->arena);
    struct json others = without(call->arena, files, tests);
    struct running running = {call, workshop->world_of_files(workshop->self, call->arena, &others, &findings),
                              &told};
    for (uint32_t i = 0; i < tests->count; i++) {
        struct text path = json_text(&tests->elements[i]);
        const struct json *code = json_get(files, path);
        if (!code) {
            return answer_problem(call, PROBLEM_BAD_REQUEST, "“%.*s” is not among the files.",
                                  TEXT_ARGS(path));
        }
        enum status status = run_file(&running, path, json_text(code), &error);
        if (status != STATUS_OK) {
            return answer_failure(call, status, &error);
        }
    }
    return answer_told(call, "tests", told, &findings);
}

/* The notation of schemas, against the JSON Schema that it stands for. */
#include "api/schemas.h"

#include "support.h"

static void reads(const char *notation, const char *expected)
{
    struct arena arena;
    arena_init(&arena);
    struct json schema = schema_read(&arena, notation);
    struct text written = json_to_text(&arena, &schema);
    if (!text_is(written, expected)) {
        fail_msg("%s: %.*s", notation, TEXT_ARGS(written));
    }
    arena_deinit(&arena);
}

static void words(void **state)
{
    (void)state;
    reads("text", "{\"type\":\"string\"}");
    reads("integer", "{\"type\":\"integer\"}");
    reads("time", "{\"format\":\"date-time\",\"type\":\"string\"}");
    reads("due", "{\"description\":\"a date or an instant\",\"type\":\"string\"}");
    reads("any", "{}");
    reads("Case", "{\"$ref\":\"#/components/schemas/Case\"}");
    reads("met|met-late", "{\"enum\":[\"met\",\"met-late\"]}");
    reads("text or null", "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}");
}

static void what_holds_others(void **state)
{
    (void)state;
    reads("[boolean]", "{\"items\":{\"type\":\"boolean\"},\"type\":\"array\"}");
    reads("{*: text}", "{\"additionalProperties\":{\"type\":\"string\"},\"type\":\"object\"}");
    reads("{b: [{c}], a}", "{\"properties\":{\"a\":{\"type\":\"string\"},\"b\":{\"items\":{\"properties\":"
                           "{\"c\":{\"type\":\"string\"}},\"type\":\"object\"},\"type\":\"array\"}},"
                           "\"type\":\"object\"}");
    reads("page of Task", "{\"properties\":{\"cursor\":{\"type\":\"string\"},\"items\":{\"items\":{\"$ref\":"
                          "\"#/components/schemas/Task\"},\"type\":\"array\"}},\"type\":\"object\"}");
}

static void all_of_them(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    struct json all = schemas_all(&arena);
    assert_true(all.count > 30);
    for (uint32_t i = 0; i < all.count; i++) {
        assert_int_equal(all.members[i].value.type, JSON_OBJECT);
    }
    arena_deinit(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(what_holds_others),
        cmocka_unit_test(all_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Two questions that the lists ask of a row: about words that stand in one text, joined by blanks. And what a
 * person is found by, for the step that brings an older store up. */
#include "engine/person.h"
#include "store/sqlite/connection.h"

static struct text argument(sqlite3_value *value)
{
    const void *bytes = sqlite3_value_blob(value);
    return (struct text){bytes, bytes ? (size_t)sqlite3_value_bytes(value) : 0};
}

/* The first place at or after START at which WORD begins a word of WORDS; their size when there is none. */
static size_t next_word(struct text words, struct text word, size_t start)
{
    for (size_t at = start; at + word.size <= words.size; at++) {
        bool begins = at == 0 || words.at[at - 1] == ' ';
        if (begins && memcmp(words.at + at, word.at, word.size) == 0) {
            return at;
        }
    }
    return words.size;
}

/* Whether one of the words is WORD, or goes on behind it with one of FOLLOWERS. */
static bool has_word(struct text words, struct text word, const char *followers)
{
    if (word.size == 0) {
        return false;
    }
    for (size_t at = next_word(words, word, 0); at < words.size; at = next_word(words, word, at + 1)) {
        size_t end = at + word.size;
        if (end == words.size || (words.at[end] != '\0' && strchr(followers, words.at[end]))) {
            return true;
        }
    }
    return false;
}

static void word_in(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context, has_word(argument(values[0]), argument(values[1]), " "));
}

/* "service.pre-birth" is active where "service.pre-birth[2].expected" is. */
static void state_in(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context, has_word(argument(values[0]), argument(values[1]), " .["));
}

/* The keys of a person's document, as a JSON array; an empty one for what is none. */
static void person_keys_of(sqlite3_context *context, int count, sqlite3_value **values)
{
    struct arena arena;
    struct json document, keys = json_array();
    struct person person;
    struct text found[PERSON_KEYS_LIMIT];
    (void)count;
    arena_init(&arena);
    if (json_read(&arena, argument(values[0]), &document, NULL) == STATUS_OK) {
        person_read(&arena, json_member_of(&document, "data"), &person);
        size_t all = person_keys(&arena, &person, found);
        for (size_t i = 0; i < all; i++) {
            json_append(&arena, &keys, json_string(found[i]));
        }
    }
    struct text text = json_to_text(&arena, &keys);
    sqlite3_result_text(context, text.at, (int)text.size, SQLITE_TRANSIENT);
    arena_deinit(&arena);
}

enum status connection_add_functions(struct connection *connection, struct error *error)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    static const struct {
        const char *name;
        int arguments;
        void (*run)(sqlite3_context *context, int count, sqlite3_value **values);
    } functions[] = {{"word_in", 2, word_in}, {"state_in", 2, state_in}, {"person_keys", 1, person_keys_of}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (sqlite3_create_function_v2(connection->db, functions[i].name, functions[i].arguments, flags, NULL,
                                       functions[i].run, NULL, NULL, NULL) != SQLITE_OK) {
            return connection_failed(connection, "open the store", error);
        }
    }
    return STATUS_OK;
}

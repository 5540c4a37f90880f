/* Two questions that the lists ask of a row: about words that stand in one text, joined by blanks. */
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

enum status connection_add_functions(struct connection *connection, struct error *error)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    if (sqlite3_create_function_v2(connection->db, "word_in", 2, flags, NULL, word_in, NULL, NULL, NULL) !=
            SQLITE_OK ||
        sqlite3_create_function_v2(connection->db, "state_in", 2, flags, NULL, state_in, NULL, NULL, NULL) !=
            SQLITE_OK) {
        return connection_failed(connection, "open the store", error);
    }
    return STATUS_OK;
}

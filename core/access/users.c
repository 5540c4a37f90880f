/* Users and tokens as the store keeps them: space "user", name → {"areas","may_import","roles","title"}, and
 * space "token", digest of the token in hex → the user's name. What is kept never tells a token. */
#include "access/access.h"

#include "base/id.h"

enum { TOKEN_BYTES = 32, TOKEN_SIZE_LIMIT = 200 };

static const struct text user_space = {"user", 4}, token_space = {"token", 5};

/* --- keeping ---------------------------------------------------------------------- */

static bool is_name(struct text name)
{
    for (size_t i = 0; i < name.size; i++) {
        unsigned char byte = (unsigned char)name.at[i];
        if (byte <= ' ' || byte == 0x7f) {
            return false;
        }
    }
    return name.size > 0 && name.size <= ACCESS_NAME_LIMIT && text_is_utf8(name);
}

/* Names joined by single blanks; empty is none. */
static bool are_names(struct text names)
{
    struct text rest = names, name;
    while (names.size && text_split(&rest, ' ', &name)) {
        if (!is_name(name)) {
            return false;
        }
    }
    return names.size <= ACCESS_NAMES_LIMIT;
}

enum status access_keep_user(struct store *store, struct arena *arena, const struct user *user,
                             struct error *error)
{
    if (!is_name(user->name)) {
        return error_set(error, STATUS_INVALID,
                         "a user's name is one word of at most %d bytes; “%.*s” is not", ACCESS_NAME_LIMIT,
                         TEXT_ARGS(text_part(user->name, 0, ACCESS_NAME_LIMIT)));
    }
    if (!are_names(user->roles) || !are_names(user->areas)) {
        return error_set(error, STATUS_INVALID,
                         "the roles and areas of %.*s are names with one blank between them, such as "
                         "“worker lead”",
                         TEXT_ARGS(user->name));
    }
    if (!text_is_utf8(user->title) || user->title.size > ACCESS_NAMES_LIMIT) {
        return error_set(error, STATUS_INVALID, "the title of %.*s is not text of at most %d bytes",
                         TEXT_ARGS(user->name), ACCESS_NAMES_LIMIT);
    }
    struct json json = json_object();
    json_set(arena, &json, TEXT("areas"), json_string(user->areas));
    json_set(arena, &json, TEXT("may_import"), json_boolean(user->may_import));
    json_set(arena, &json, TEXT("roles"), json_string(user->roles));
    json_set(arena, &json, TEXT("title"), json_string(user->title));
    return store->api->set_value(store, user_space, user->name, json_to_text(arena, &json), error);
}

/* A token that cannot be one has no digest that anybody kept; the bound is against work, not for safety. */
static bool token_digest(struct arena *arena, struct text token, struct text *hex)
{
    if (token.size == 0 || token.size > TOKEN_SIZE_LIMIT) {
        return false;
    }
    struct digest digest = digest_of(token);
    *hex = digest_hex(arena, &digest);
    return true;
}

enum status access_new_token(struct store *store, struct arena *arena, const struct random *random,
                             struct text user, struct text *token, struct error *error)
{
    struct text kept, hex = {0};
    enum status status = store->api->get_value(store, arena, user_space, user, &kept, error);
    if (status == STATUS_NOT_FOUND) {
        return error_set(error, status, "there is no user “%.*s”; make one first", TEXT_ARGS(user));
    }
    if (status != STATUS_OK) {
        return status;
    }
    struct text made = id_secret(arena, random, "caseway_", TOKEN_BYTES);
    (void)token_digest(arena, made, &hex);
    status = store->api->set_value(store, token_space, hex, user, error);
    if (status == STATUS_OK) {
        *token = made;
    }
    return status;
}

/* --- knowing ---------------------------------------------------------------------- */

/* What is kept about USER, as a principal; its texts are KEPT's, read into ARENA. */
static enum status read_user(struct arena *arena, struct text user, struct text kept,
                             struct principal *principal, struct error *error)
{
    struct json json;
    if (json_read(arena, kept, &json, error) != STATUS_OK || json.type != JSON_OBJECT) {
        return error_set(error, STATUS_CORRUPT, "what is kept about the user “%.*s” cannot be read",
                         TEXT_ARGS(user));
    }
    struct text roles = json_get_text(&json, "roles");
    bool all = text_is(roles, "*");
    *principal = (struct principal){.user = text_copy(arena, user),
                                    .all_roles = all,
                                    .roles = all ? (struct text){0} : roles,
                                    .areas = json_get_text(&json, "areas"),
                                    .may_import = json_get_boolean(&json, "may_import", false)};
    return STATUS_OK;
}

static enum status nobody(struct error *error)
{
    return error_set(error, STATUS_DENIED, "nobody holds this token");
}

enum status access_by_token(struct store *store, struct arena *arena, struct text token,
                            struct principal *principal, struct error *error)
{
    struct text hex, user, kept;
    if (!token_digest(arena, token, &hex)) {
        return nobody(error);
    }
    enum status status = store->api->get_value(store, arena, token_space, hex, &user, error);
    if (status == STATUS_OK) {
        status = store->api->get_value(store, arena, user_space, user, &kept, error);
    }
    if (status != STATUS_OK) {
        return status == STATUS_NOT_FOUND ? nobody(error) : status;
    }
    return read_user(arena, user, kept, principal, error);
}

enum status access_table_load(struct store *store, struct arena *arena, struct access_table *table,
                              struct error *error)
{
    struct json users;
    *table = (struct access_table){.tokens = json_object()};
    enum status status = store->api->values(store, arena, token_space, &table->tokens, error);
    if (status == STATUS_OK) {
        status = store->api->values(store, arena, user_space, &users, error);
    }
    for (uint32_t i = 0; status == STATUS_OK && i < users.count; i++) {
        struct text name = users.members[i].name;
        int32_t index = (int32_t)table->users.count;
        status = read_user(arena, name, json_text(&users.members[i].value), vector_more(arena, &table->users),
                           error);
        (void)map_add(arena, &table->by_name, name, index);
    }
    return status;
}

bool access_table_find(const struct access_table *table, struct arena *arena, struct text token,
                       struct principal *principal)
{
    struct text hex;
    if (!token_digest(arena, token, &hex)) {
        return false;
    }
    const struct json *user = json_get(&table->tokens, hex);
    int32_t index = user ? map_get(&table->by_name, json_text(user)) : MAP_NONE;
    if (index == MAP_NONE) {
        return false;
    }
    *principal = table->users.at[index];
    return true;
}

/* Commands as JSON, in and out: one table of keys. See command.h. */
#include "engine/command.h"

#include <inttypes.h>

struct reading {
    struct arena *arena;
    const struct zone *zone;
    struct command *command;
    struct error *error;
};

static enum status wrong(struct reading *reading, struct text key, const char *wanted)
{
    return error_set(reading->error, STATUS_INVALID, "“%.*s” must be %s", TEXT_ARGS(key), wanted);
}

static enum status read_text(struct reading *reading, struct text key, const struct json *value,
                             struct text *text)
{
    if (value->type != JSON_STRING) {
        return wrong(reading, key, "a text");
    }
    if (value->count > COMMAND_KEY_LIMIT) {
        return error_set(reading->error, STATUS_LIMIT, "“%.*s” is longer than %d bytes", TEXT_ARGS(key),
                         COMMAND_KEY_LIMIT);
    }
    *text = json_text(value);
    return STATUS_OK;
}

static enum status read_instant(struct reading *reading, struct text key, const struct json *value,
                                instant *at)
{
    *at = instant_read(reading->zone, json_text(value));
    if (*at == INSTANT_NONE) {
        return wrong(reading, key, "a time that exists, such as 2026-01-05T09:00 or 2026-01-05T09:00:00Z");
    }
    return STATUS_OK;
}

static enum status read_group(struct reading *reading, struct text key, const struct json *value,
                              struct json *group)
{
    if (value->type != JSON_OBJECT) {
        return wrong(reading, key, "a group of answers, {\"field\": value}");
    }
    *group = *value;
    return STATUS_OK;
}

static enum status read_override(struct reading *reading, struct text key, const struct json *value)
{
    struct command *command = reading->command;
    const struct json *reason = value;
    if (value->type == JSON_OBJECT) {
        reason = json_member_of(value, "reason");
        const struct json *until = json_member_of(value, "until");
        command->override_until = until ? date_read(json_text(until)) : DATE_NONE;
        if (until && command->override_until == DATE_NONE) {
            return wrong(reading, key, "a reason, with a date that exists in `until`");
        }
    }
    if (!reason || reason->type != JSON_STRING || text_trim(json_text(reason)).size == 0) {
        return wrong(reading, key, "a reason in words");
    }
    command->override_reason = text_trim(json_text(reason));
    if (command->override_reason.size > COMMAND_REASON_LIMIT) {
        return error_set(reading->error, STATUS_LIMIT, "“%.*s” is longer than %d bytes", TEXT_ARGS(key),
                         COMMAND_REASON_LIMIT);
    }
    return STATUS_OK;
}

static enum status read_if_match(struct reading *reading, struct text key, const struct json *value)
{
    if (value->type != JSON_INTEGER || value->integer < 1) {
        return wrong(reading, key, "a version, 1 or more");
    }
    reading->command->if_match = (uint64_t)value->integer;
    return STATUS_OK;
}

static enum status read_member(struct reading *reading, struct text key, const struct json *value)
{
    struct command *command = reading->command;
    struct {
        const char *name;
        struct text *text;
    } texts[] = {
        {"key", &command->key},     {"case", &command->subject}, {"workflow", &command->workflow},
        {"area", &command->area},   {"event", &command->event},  {"of", &command->of},
        {"actor", &command->actor}, {"role", &command->role},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (text_is(key, texts[i].name)) {
            return read_text(reading, key, value, texts[i].text);
        }
    }
    if (text_is(key, "at")) {
        return read_instant(reading, key, value, &command->at);
    }
    if (text_is(key, "recorded")) {
        return read_instant(reading, key, value, &command->recorded);
    }
    if (text_is(key, "data")) {
        return read_group(reading, key, value, &command->data);
    }
    if (text_is(key, "tasks")) {
        return read_group(reading, key, value, &command->tasks);
    }
    if (text_is(key, "override")) {
        return read_override(reading, key, value);
    }
    if (text_is(key, "if_match")) {
        return read_if_match(reading, key, value);
    }
    static const struct text keys[] = {
        {"key", 3},      {"case", 4},  {"workflow", 8}, {"area", 4},     {"event", 5},
        {"of", 2},       {"data", 4},  {"actor", 5},    {"role", 4},     {"at", 2},
        {"recorded", 8}, {"tasks", 5}, {"override", 8}, {"if_match", 8},
    };
    struct text near = text_nearest(key, keys, sizeof keys / sizeof *keys);
    if (near.size) {
        return error_set(reading->error, STATUS_INVALID, "a command has no “%.*s”; did you mean “%.*s”?",
                         TEXT_ARGS(key), TEXT_ARGS(near));
    }
    return error_set(reading->error, STATUS_INVALID, "a command has no “%.*s”", TEXT_ARGS(key));
}

static enum status check_size(struct reading *reading, const char *key, const struct json *group)
{
    struct buffer written;
    buffer_init(&written, reading->arena);
    json_write(group, &written);
    if (written.size > COMMAND_DATA_LIMIT) {
        return error_set(reading->error, STATUS_LIMIT, "“%s” is longer than %d bytes", key,
                         COMMAND_DATA_LIMIT);
    }
    return STATUS_OK;
}

static enum status check(struct reading *reading)
{
    struct command *command = reading->command;
    if (command->event.size == 0) {
        return error_set(reading->error, STATUS_INVALID, "a command says which “event” it is");
    }
    enum status status = check_size(reading, "data", &command->data);
    return status == STATUS_OK ? check_size(reading, "tasks", &command->tasks) : status;
}

enum status command_read(struct arena *arena, const struct zone *zone, const struct json *object,
                         struct command *command, struct error *error)
{
    struct reading reading = {arena, zone, command, error};
    *command = (struct command){.at = INSTANT_NONE, .recorded = INSTANT_NONE, .override_until = DATE_NONE};
    if (object->type != JSON_OBJECT) {
        return error_set(error, STATUS_INVALID, "a command is a JSON object");
    }
    for (uint32_t i = 0; i < object->count; i++) {
        const struct json_member *member = &object->members[i];
        if (member->value.type == JSON_NULL) {
            continue;
        }
        enum status status = read_member(&reading, member->name, &member->value);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return check(&reading);
}

static void set_text(struct arena *arena, struct json *object, const char *name, struct text value)
{
    if (value.size) {
        json_set(arena, object, text_of(name), json_string(value));
    }
}

static void set_instant(struct arena *arena, struct json *object, const char *name, instant value)
{
    if (value != INSTANT_NONE) {
        char text[INSTANT_TEXT_SIZE];
        set_text(arena, object, name, text_copy(arena, text_of(instant_write(value, text))));
    }
}

const struct command command_of_system = {.origin = ORIGIN_TIME,
                                          .actor = {"system", 6},
                                          .at = INSTANT_NONE,
                                          .recorded = INSTANT_NONE,
                                          .override_until = DATE_NONE};

static void set_override(struct arena *arena, struct json *object, const struct command *command)
{
    if (command->override_reason.size == 0) {
        return;
    }
    struct json override = json_object();
    set_text(arena, &override, "reason", command->override_reason);
    if (command->override_until != DATE_NONE) {
        char text[DATE_TEXT_SIZE];
        set_text(arena, &override, "until",
                 text_copy(arena, text_of(date_write(command->override_until, text))));
    }
    json_set(arena, object, TEXT("override"), override);
}

struct json command_write(struct arena *arena, const struct command *command)
{
    struct json object = json_object();
    set_text(arena, &object, "actor", command->actor);
    set_text(arena, &object, "area", command->area);
    set_instant(arena, &object, "at", command->at);
    set_text(arena, &object, "case", command->subject);
    if (command->data.type == JSON_OBJECT) {
        json_set(arena, &object, TEXT("data"), command->data);
    }
    set_text(arena, &object, "event", command->event);
    if (command->if_match != COMMAND_VERSION_ANY) {
        json_set(arena, &object, TEXT("if_match"), json_integer((int64_t)command->if_match));
    }
    set_text(arena, &object, "key", command->key);
    set_text(arena, &object, "of", command->of);
    set_override(arena, &object, command);
    set_instant(arena, &object, "recorded", command->recorded);
    set_text(arena, &object, "role", command->role);
    if (command->tasks.type == JSON_OBJECT) {
        json_set(arena, &object, TEXT("tasks"), command->tasks);
    }
    set_text(arena, &object, "workflow", command->workflow);
    return object;
}

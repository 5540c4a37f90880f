/* One line of an import: in, a command; out, what became of it. */
#include "api/import.h"

static bool set_aside(struct import_line *line, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static bool set_aside(struct import_line *line, enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)error_vset(&line->error, status, format, arguments);
    va_end(arguments);
    return false;
}

/* {"case": REFERENCE}: a case whose replay is over. */
static bool read_end(const struct json *object, const struct import_options *options,
                     struct import_line *line)
{
    struct text reference = json_get_text(object, "case");
    if (object->type != JSON_OBJECT || object->count != 1 || reference.size == 0) {
        return set_aside(line, STATUS_INVALID, "with “finish”, a line is {\"case\": REFERENCE}");
    }
    line->job.kind = JOB_TIME;
    line->job.reference = line->job.command.subject = reference;
    line->job.until = options->until;
    line->job.held = line->job.release = true;
    return true;
}

static bool read_command(struct arena *arena, const struct world *world, const struct json *object,
                         const struct import_options *options, struct import_line *line)
{
    struct command *command = &line->job.command;
    if (command_read(arena, world->zone, object, command, &line->error) != STATUS_OK) {
        line->event = json_get_text(object, "event");
        command->subject = json_get_text(object, "case");
        return false;
    }
    command->origin = ORIGIN_IMPORT;
    command->all_roles = true;
    line->event = command->event;
    if (command->subject.size == 0 && !text_is(command->event, "open")) {
        return set_aside(line, STATUS_INVALID, "the line does not say which “case” it is about");
    }
    if (command->workflow.size == 0 && text_is(command->event, "open")) {
        command->workflow = only_workflow(world);
    }
    line->job.kind = JOB_COMMAND;
    line->job.held = options->replays; /* it is then recorded when it happened, unless it says when */
    return true;
}

bool import_line_read(struct arena *arena, const struct world *world, const struct import_options *options,
                      struct text text, struct import_line *line)
{
    struct json object;
    line->job.arena = arena;
    line->job.command =
        (struct command){.at = INSTANT_NONE, .recorded = INSTANT_NONE, .override_until = DATE_NONE};
    if (text.size > IMPORT_LINE_LIMIT) {
        return set_aside(line, STATUS_LIMIT, "the line has more than %d bytes", IMPORT_LINE_LIMIT);
    }
    if (json_read(arena, text, &object, &line->error) != STATUS_OK) {
        return set_aside(line, STATUS_INVALID, "the line is not JSON: column %s: %s",
                         strrchr(line->error.place, ':') ? strrchr(line->error.place, ':') + 1 : "1",
                         line->error.message);
    }
    return options->finishes ? read_end(&object, options, line)
                             : read_command(arena, world, &object, options, line);
}

/* --- the answer ------------------------------------------------------------------------- */

static void write_job(struct arena *arena, const struct import_line *line, struct json *json)
{
    const struct job *job = &line->job;
    const struct json *unmet = json_member_of(&job->answer, "unmet");
    show_text(arena, json, "case", job->reference_of.size ? job->reference_of : job->command.subject);
    json_set(arena, json, TEXT("outcome"), json_string(text_of(outcome_name(job->outcome))));
    if (unmet && unmet->count) {
        json_set(arena, json, TEXT("unmet"), *unmet);
    }
    if (job->repeated) {
        json_set(arena, json, TEXT("repeated"), json_boolean(true));
    }
    if (job->outcome == OUTCOME_DONE) {
        json_set(arena, json, TEXT("version"), json_integer((int64_t)job->version));
    }
    show_text(arena, json, "error", json_get_text(&job->answer, "error"));
}

void import_line_write(struct arena *arena, const struct import_line *line, struct buffer *out)
{
    struct json json = json_object();
    const struct job *job = &line->job;
    const struct error *error = line->submitted ? &job->error : &line->error;
    json_set(arena, &json, TEXT("line"), json_integer(line->number));
    json_set(arena, &json, TEXT("event"), line->event.size ? json_string(line->event) : json_null());
    if (line->submitted && job->status == STATUS_OK) {
        write_job(arena, line, &json);
    } else {
        show_text(arena, &json, "case", job->command.subject);
        json_set(arena, &json, TEXT("outcome"), json_string(TEXT("failed")));
        json_set(arena, &json, TEXT("error"), json_string(text_of(error->message)));
    }
    json_write(&json, out);
    buffer_byte(out, '\n');
}

/* `caseway import`: a stream of commands, in chunks. Each chunk is one request and its answers come in the
 * order of its lines, so a line that was not done is known by its number. See import.h. */
#include "cli/import.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

struct import {
    struct cli *cli;
    FILE *in;
    struct text query; /* of each chunk */
    bool replay;
    int64_t chunk_lines;
    struct arena chunk; /* as long as a chunk */
    VECTOR(struct text)
    lines; /* of the chunk */
    VECTOR(size_t)
    numbers;
    size_t bytes;
    struct tally outcomes, events, reasons;
    uint64_t all, repeated;
    struct map touched; /* references, for the end of a replay */
    VECTOR(struct text)
    references;
    struct aside aside;
    struct progress progress;
};

/* --- answers --------------------------------------------------------------------------- */

static void touch(struct import *import, struct text reference)
{
    if (!import->replay || reference.size == 0 || map_get(&import->touched, reference) != MAP_NONE) {
        return;
    }
    struct text kept = text_copy(&import->cli->arena, reference);
    map_add(&import->cli->arena, &import->touched, kept, 1);
    vector_push(&import->cli->arena, &import->references, kept);
}

static void count_reasons(struct import *import, const struct json *answer)
{
    const struct json *unmet = json_member_of(answer, "unmet");
    struct text error = json_get_text(answer, "error");
    for (uint32_t i = 0; unmet && unmet->type == JSON_ARRAY && i < unmet->count; i++) {
        tally_add(&import->reasons, json_get_text(&unmet->elements[i], "text"));
    }
    if (error.size) {
        tally_add(&import->reasons, error);
    }
}

/* False when the line could not be set aside. */
static bool take_answer(struct import *import, size_t number, struct text line, const struct json *answer)
{
    struct text outcome = json_get_text(answer, "outcome"), event = json_get_text(answer, "event");
    import->all++;
    if (json_get_boolean(answer, "repeated", false)) {
        import->repeated++;
    }
    tally_add(&import->outcomes, outcome.size ? outcome : TEXT("failed"));
    if (text_is(outcome, "done")) {
        tally_add(&import->events, event);
        touch(import, json_get_text(answer, "case"));
        return true;
    }
    count_reasons(import, answer);
    return aside_add(&import->aside, number, line, answer);
}

static bool take_too_long(struct import *import, size_t number, struct text line)
{
    struct json answer = json_object();
    struct arena *arena = &import->chunk;
    json_set(arena, &answer, TEXT("event"), json_null());
    json_set(arena, &answer, TEXT("outcome"), json_string(TEXT("failed")));
    json_set(arena, &answer, TEXT("error"),
             json_string(text_printf(arena, "the line is longer than %d bytes", LINE_LIMIT)));
    return take_answer(import, number, text_part(line, 0, 200), &answer);
}

/* --- chunks ------------------------------------------------------------------------------- */

static int take_answers(struct import *import, const struct reply *reply)
{
    struct text rest = reply->text, line;
    size_t count = 0;
    while (rest.size && text_split(&rest, '\n', &line)) {
        struct json answer;
        if (text_trim(line).size == 0) {
            continue;
        }
        if (count == import->lines.count || json_read(&import->chunk, line, &answer, NULL) != STATUS_OK) {
            break;
        }
        if (!take_answer(import, import->numbers.at[count], import->lines.at[count], &answer)) {
            return CLI_FAILED;
        }
        count++;
    }
    if (count != import->lines.count) {
        cli_complain(
            import->cli,
            "%zu lines were sent and %zu answered; run the import again: what has a key is not done twice",
            import->lines.count, count);
        return CLI_FAILED;
    }
    return CLI_DONE;
}

static struct text joined(struct import *import)
{
    struct buffer body;
    buffer_init(&body, &import->chunk);
    vector_each(const struct text, line, &import->lines)
    {
        buffer_text(&body, *line);
        buffer_byte(&body, '\n');
    }
    return buffer_result(&body);
}

static int post(struct import *import, struct text query, struct text body, struct reply *reply)
{
    int status = cli_ask_well(import->cli,
                              &(struct ask){.method = "POST",
                                            .path = TEXT("/v1/import"),
                                            .query = query,
                                            .body = body,
                                            .content_type = TEXT("application/x-ndjson"),
                                            .arena = &import->chunk},
                              reply);
    return status;
}

static int flush(struct import *import)
{
    struct reply reply;
    int status = CLI_DONE;
    if (import->lines.count) {
        status = post(import, import->query, joined(import), &reply);
        status = status == CLI_DONE ? take_answers(import, &reply) : status;
        progress_step(&import->progress, import->in, import->lines.count);
    }
    arena_reset(&import->chunk);
    memset(&import->lines, 0, sizeof import->lines);
    memset(&import->numbers, 0, sizeof import->numbers);
    import->bytes = 0;
    return status;
}

static int send_lines(struct import *import)
{
    struct line_reader reader;
    struct text line;
    bool too_long;
    int status = CLI_DONE;
    lines_begin(&reader, import->in);
    while (status == CLI_DONE && lines_next(&reader, &line, &too_long)) {
        if (import->lines.count == (size_t)import->chunk_lines ||
            import->bytes + line.size > IMPORT_CHUNK_BYTES) {
            status = flush(import);
        }
        if (status == CLI_DONE && too_long) {
            status = take_too_long(import, reader.number, line) ? CLI_DONE : CLI_FAILED;
        } else if (status == CLI_DONE) {
            vector_push(&import->chunk, &import->lines, text_copy(&import->chunk, line));
            vector_push(&import->chunk, &import->numbers, reader.number);
            import->bytes += line.size + 1;
        }
    }
    if (status == CLI_DONE) {
        status = flush(import);
    }
    if (status == CLI_DONE && ferror(import->in)) {
        cli_complain(import->cli, "line %zu cannot be read: %s", reader.number + 1, strerror(errno));
        status = CLI_FAILED;
    }
    lines_end(&reader);
    return status;
}

/* Brings every case that the replay touched to --until: time goes on for them from there. */
static int finish(struct import *import)
{
    struct buffer query;
    int status = CLI_DONE;
    buffer_init(&query, &import->cli->arena);
    query_add(&query, "finish", TEXT("1"));
    query_add_option(import->cli, &query, "until");
    for (size_t at = 0; at < import->references.count && status == CLI_DONE;) {
        struct buffer body;
        struct reply reply;
        arena_reset(&import->chunk);
        buffer_init(&body, &import->chunk);
        for (size_t i = 0; i < IMPORT_CHUNK_LINES && at < import->references.count; i++, at++) {
            struct json line = json_object();
            json_set(&import->chunk, &line, TEXT("case"), json_string(import->references.at[at]));
            json_write(&line, &body);
            buffer_byte(&body, '\n');
        }
        status = post(import, buffer_result(&query), buffer_result(&body), &reply);
    }
    return status;
}

/* --- the summary ----------------------------------------------------------------------------- */

static void say_summary(struct import *import)
{
    struct buffer out;
    buffer_init(&out, &import->cli->arena);
    buffer_printf(&out, "%" PRIu64 " line%s", import->all, import->all == 1 ? "" : "s");
    vector_each(const struct tally_entry, entry, &import->outcomes.entries)
    {
        buffer_printf(&out, ", %" PRIu64 " %.*s", entry->count, TEXT_ARGS(entry->name));
    }
    if (import->repeated) {
        buffer_printf(&out, " (%" PRIu64 " of them done before)", import->repeated);
    }
    buffer_string(&out, ".\n");
    if (import->events.entries.count) {
        buffer_string(&out, "Done, by event:\n");
        tally_print(&import->events, &out, "");
    }
    if (import->reasons.entries.count) {
        buffer_string(&out, "Not done, and why:\n");
        tally_print(&import->reasons, &out, "");
    }
    if (import->aside.count) {
        buffer_printf(&out, "%" PRIu64 " line%s set aside in %s.\n", import->aside.count,
                      import->aside.count == 1 ? " was" : "s were", import->aside.path);
    }
    cli_put(import->cli, buffer_result(&out));
}

static void say_summary_json(struct import *import)
{
    struct arena *arena = &import->cli->arena;
    struct json summary = json_object();
    json_set(arena, &summary, TEXT("lines"), json_integer((int64_t)import->all));
    json_set(arena, &summary, TEXT("repeated"), json_integer((int64_t)import->repeated));
    json_set(arena, &summary, TEXT("set_aside"), json_integer((int64_t)import->aside.count));
    json_set(arena, &summary, TEXT("outcomes"), tally_json(arena, &import->outcomes));
    json_set(arena, &summary, TEXT("events"), tally_json(arena, &import->events));
    json_set(arena, &summary, TEXT("reasons"), tally_json(arena, &import->reasons));
    if (import->aside.count) {
        json_set(arena, &summary, TEXT("file"), json_string(text_of(import->aside.path)));
    }
    cli_say_json(import->cli, &summary);
}

/* --- the command ------------------------------------------------------------------------------- */

static int read_options(struct import *import)
{
    struct cli *cli = import->cli;
    struct buffer query;
    const char *clock = cli_option(cli, "clock"), *file = cli->operands.at[0],
               *aside = cli_option(cli, "set-aside");
    bool is_stream = text_is(text_of(file), "-");
    import->chunk_lines = IMPORT_CHUNK_LINES;
    if (clock && !text_is(text_of(clock), "replay")) {
        return cli_wrong(cli, "--clock is `replay`, or is left out");
    }
    import->replay = clock != NULL;
    if (cli_option(cli, "until") && !clock) {
        return cli_wrong(cli, "--until goes with --clock replay");
    }
    buffer_init(&query, &cli->arena);
    query_add_option(cli, &query, "clock");
    import->query = buffer_result(&query);
    import->aside = (struct aside){
        .cli = cli,
        .path = aside ? aside : arena_printf(&cli->arena, "%s.refused.jsonl", is_stream ? "import" : file)};
    return cli_number(cli, "batch", 1, IMPORT_CHUNK_LINES, &import->chunk_lines);
}

static int open_lines(struct import *import)
{
    const struct cli_host *host = import->cli->host;
    const char *file = import->cli->operands.at[0];
    import->in = host->in;
    if (!text_is(text_of(file), "-")) {
        import->in = host->open_file(host->self, file, "r");
    }
    if (!import->in) {
        cli_complain(import->cli, "%s cannot be read: %s", file, strerror(errno));
        return CLI_FAILED;
    }
    progress_begin(&import->progress, import->cli, import->in);
    return CLI_DONE;
}

static int run_all(struct import *import)
{
    int status = send_lines(import);
    if (status == CLI_DONE && import->replay) {
        status = finish(import);
    }
    progress_end(&import->progress);
    if (!aside_end(&import->aside)) {
        status = CLI_FAILED;
    }
    if (cli_switch(import->cli, "json")) {
        say_summary_json(import);
    } else {
        say_summary(import);
    }
    return status == CLI_DONE && import->aside.count ? CLI_REFUSED : status;
}

static int run(struct cli *cli)
{
    struct import import = {.cli = cli};
    import.outcomes.arena = import.events.arena = import.reasons.arena = &cli->arena;
    int status = read_options(&import);
    status = status == CLI_DONE ? open_lines(&import) : status;
    if (status != CLI_DONE) {
        return status;
    }
    arena_init(&import.chunk);
    status = run_all(&import);
    arena_deinit(&import.chunk);
    if (import.in != cli->host->in) {
        fclose(import.in);
    }
    return status;
}

const struct cli_command import_command = {
    .name = "import",
    .summary = "applies a stream of commands",
    .usage = "FILE.jsonl|- [--clock replay] [--until TIME] [--set-aside FILE] [--batch N] [--json]",
    .about = "Reads one command a line. Guards, requirements and forms hold; roles do not, and no message is "
             "sent. A “key” makes a line harmless to repeat, so "
             "an import can be run again. Lines that were not done are set aside, with their number and "
             "answer, in FILE.jsonl.refused.jsonl, and the "
             "rest goes on; the exit status is then 1.\n"
             "With --clock replay each case lives through its own time: deadlines and timers fire in their "
             "places, and at the end every case that was "
             "touched is brought to --until.",
    .options = (const struct cli_option[]){{"clock", "replay", "let each case live through its own time"},
                                           {"until", "TIME", "where a replay ends; now without it"},
                                           {"set-aside", "FILE", "where lines go that were not done"},
                                           {"batch", "N", "so many lines a request, 512 at most"},
                                           {"json", NULL, "the summary as JSON"},
                                           {0}},
    .examples = (const char *const[]){"caseway import caseload.jsonl --clock replay",
                                      "zcat events.jsonl.gz | caseway import - --set-aside bad.jsonl", NULL},
    .least = 1,
    .most = 1,
    .run = run,
};

/* See show_person.h. */
#include "cli/show_person.h"

#include "cli/rows.h"

static bool ask_person(struct cli *cli, const char *reference, const char *tail, struct reply *reply)
{
    struct text path =
        text_printf(&cli->arena, "/v1/people/%.*s%s", TEXT_ARGS(url_segment(cli, reference)), tail);
    return cli_ask(cli, &(struct ask){.method = "GET", .path = path}, reply) == CLI_DONE &&
           reply_is_good(reply);
}

/* --- how to reach them ------------------------------------------------------------------ */

static const char *safety(const struct json *contact)
{
    struct text safe = json_get_text(contact, "safe");
    if (json_get_text(contact, "ended_on").size) {
        return "NOT SAFE, not in use";
    }
    return json_get_boolean(contact, "usable", false) ? "safe"
           : text_is(safe, "no")                      ? "NOT SAFE"
                                                      : "nobody asked whether it is safe";
}

static void add_detail(struct buffer *out, const char *label, struct text detail)
{
    if (detail.size) {
        buffer_printf(out, "; %s%.*s", label, TEXT_ARGS(detail));
    }
}

static void add_contacts(struct buffer *out, const struct json *contacts)
{
    for (uint32_t i = 0; contacts && contacts->type == JSON_ARRAY && i < contacts->count; i++) {
        const struct json *one = &contacts->elements[i];
        buffer_printf(out, "%s  contacts/%lld  %.*s %.*s: %s", i ? "" : "\nHow to reach them\n",
                      (long long)json_get_integer(one, "id", 0), TEXT_ARGS(json_get_text(one, "kind")),
                      TEXT_ARGS(json_get_text(one, "value")), safety(one));
        add_detail(out, "", json_get_text(one, "when"));
        add_detail(out, "confirmed ", json_get_text(one, "confirmed_on"));
        add_detail(out, "ended ", json_get_text(one, "ended_on"));
        add_detail(out, "", json_get_text(one, "about"));
        buffer_byte(out, '\n');
    }
}

/* --- cases ------------------------------------------------------------------------------- */

static void add_case(struct cli *cli, struct buffer *out, const struct json *one)
{
    struct text part = row_text(cli, one, (const char *const[]){"part_title", "part", NULL});
    struct text title = row_text(cli, one, (const char *const[]){"title", "workflow", NULL});
    struct text area = json_get_text(one, "area"), closed = json_get_text(one, "closed");
    buffer_printf(out, "  %.*s  %.*s in %.*s", TEXT_ARGS(json_get_text(one, "case")), TEXT_ARGS(part),
                  TEXT_ARGS(title));
    buffer_printf(out, area.size ? ", %.*s: " : ": ", TEXT_ARGS(area));
    print_joined(out, json_member_of(one, "state_titles"), ", ");
    buffer_printf(out, " (%s", print_day(cli, &cli->arena, json_get_text(one, "opened")));
    if (closed.size) {
        buffer_printf(out, " to %s", print_day(cli, &cli->arena, closed));
    }
    buffer_string(out, json_get_boolean(one, "merged", false) ? ", merged into another)\n" : ")\n");
}

/* --- who is perhaps the same --------------------------------------------------------------- */

static void add_candidate(struct buffer *out, const struct json *one)
{
    struct text born = json_get_text(one, "born_on");
    buffer_printf(out, "%.*s %.*s", TEXT_ARGS(json_get_text(one, "person")),
                  TEXT_ARGS(json_get_text(one, "name")));
    if (born.size) {
        buffer_printf(out, ", born %.*s", TEXT_ARGS(born));
    }
    buffer_printf(out, " (%.*s: ", TEXT_ARGS(json_get_text(one, "likelihood")));
    print_joined(out, json_member_of(one, "why"), ", ");
    buffer_byte(out, ')');
}

static void add_merge(struct buffer *out, struct text reference, const struct json *people)
{
    if (people->count && reference.size) {
        buffer_printf(out, "  If it is the same person: caseway send %.*s merge into=%.*s\n",
                      TEXT_ARGS(reference), TEXT_ARGS(json_get_text(&people->elements[0], "person")));
    }
}

static void add_likely(struct cli *cli, struct buffer *out, const char *reference)
{
    struct reply reply;
    if (!ask_person(cli, reference, "/likely", &reply)) {
        return;
    }
    const struct json *people = reply_rows(&reply.body);
    for (uint32_t i = 0; people && i < people->count; i++) {
        buffer_string(out, i ? "" : "\nPerhaps the same as\n");
        buffer_string(out, "  ");
        add_candidate(out, &people->elements[i]);
        buffer_byte(out, '\n');
    }
    if (people) {
        add_merge(out, text_of(reference), people);
    }
}

void show_person(struct cli *cli, struct buffer *out, const char *reference)
{
    struct reply reply;
    if (!ask_person(cli, reference, "", &reply)) {
        return;
    }
    const struct json *cases = json_member_of(&reply.body, "cases");
    add_contacts(out, json_member_of(&reply.body, "contacts"));
    for (uint32_t i = 0; cases && cases->type == JSON_ARRAY && i < cases->count; i++) {
        buffer_string(out, i ? "" : "\nCases\n");
        add_case(cli, out, &cases->elements[i]);
    }
    add_likely(cli, out, reference);
}

void say_likely(struct cli *cli, const struct json *likely)
{
    struct buffer out;
    buffer_init(&out, &cli->arena);
    for (uint32_t i = 0; likely && likely->type == JSON_ARRAY && i < likely->count; i++) {
        const struct json *one = &likely->elements[i], *people = json_member_of(one, "people");
        if (!people || people->type != JSON_ARRAY) {
            continue;
        }
        buffer_printf(&out, "%.*s may be known already:\n", TEXT_ARGS(json_get_text(one, "name")));
        for (uint32_t n = 0; n < people->count; n++) {
            buffer_string(&out, "  ");
            add_candidate(&out, &people->elements[n]);
            buffer_byte(&out, '\n');
        }
        add_merge(&out, json_get_text(one, "person"), people);
    }
    cli_put(cli, buffer_result(&out));
}

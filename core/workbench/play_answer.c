/* What is answered about a scenario: whether it holds, and each thing that differs. See play.h. */
#include "workbench/playing.h"

static void set_text(struct play *play, struct json *object, const char *name, struct text text)
{
    json_set(play->arena, object, text_of(name), text.size ? json_string(text) : json_null());
}

static struct json row_json(struct play *play, uint32_t line, struct text sentence, struct difference row)
{
    struct json json = json_object();
    json_set(play->arena, &json, TEXT("line"), json_integer(line));
    set_text(play, &json, "sentence", sentence);
    set_text(play, &json, "what", row.what);
    set_text(play, &json, "expected", row.expected);
    set_text(play, &json, "stood", row.stood);
    return json;
}

static struct text said(const struct play *play)
{
    return play->word.size
               ? text_printf(play->arena, "%.*s %.*s", TEXT_ARGS(play->word), TEXT_ARGS(play->sentence))
               : (struct text){0};
}

/* What did not hold happened in another scenario, with which this one begins. */
static struct json begins_json(struct play *play, const struct scenario *scenario)
{
    const struct scenario *inner = play->scenario;
    struct place place = scenario->begins_place;
    for (size_t i = 0; place.line == 0 && i < scenario->cases.count; i++) {
        place = scenario->cases.at[i].begins_place;
    }
    const struct difference *first = &play->differences.at[0];
    struct difference row = {
        place, TEXT("begins"), text_printf(play->arena, "“%.*s” holds", TEXT_ARGS(inner->title)), {0}};
    row.stood = text_printf(play->arena, "it does not, at %.*s:%u: %.*s should be %.*s, and was %.*s",
                            TEXT_ARGS(inner->source.file), first->place.line, TEXT_ARGS(first->what),
                            TEXT_ARGS(first->expected), TEXT_ARGS(first->stood));
    return row_json(play, place.line, (struct text){0}, row);
}

struct json play_failures(struct play *play)
{
    const struct scenario *scenario = play->whole;
    struct json failures = json_array();
    struct text sentence = play->step ? said(play) : (struct text){0};
    if (play->differences.count && play->scenario != scenario) {
        json_append(play->arena, &failures, begins_json(play, scenario));
        return failures;
    }
    vector_each(const struct difference, row, &play->differences)
    {
        json_append(play->arena, &failures, row_json(play, row->place.line, sentence, *row));
    }
    return failures;
}

struct json play_answer(struct arena *arena, struct text file, struct text title, bool ok)
{
    struct json json = json_object();
    json_set(arena, &json, TEXT("scenario"), json_string(title));
    json_set(arena, &json, TEXT("file"), json_string(file));
    json_set(arena, &json, TEXT("ok"), json_boolean(ok));
    json_set(arena, &json, TEXT("steps"), json_integer(0));
    json_set(arena, &json, TEXT("failures"), json_array());
    return json;
}

struct json scenario_untold(struct arena *arena, struct text file, struct text title, struct text why)
{
    struct json json = play_answer(arena, file, title, false);
    json_set(arena, &json, TEXT("error"), json_string(why));
    return json;
}

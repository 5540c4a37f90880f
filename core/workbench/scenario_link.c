/* Which scenario begins with which: by the names of their files, within one folder. */
#include "workbench/scenario_reading.h"

static struct text folder_of(struct text path)
{
    size_t end = path.size;
    while (end > 0 && path.at[end - 1] != '/') {
        end--;
    }
    return text_part(path, 0, end);
}

/* The name of a file without its folder and ending. */
static struct text stem_of(struct text path)
{
    struct text name = text_part(path, folder_of(path).size, SIZE_MAX);
    size_t end = name.size;
    while (end > 0 && name.at[end - 1] != '.') {
        end--;
    }
    return text_part(name, 0, end ? end - 1 : name.size);
}

struct scenario *scenarios_of_file(const struct scenarios *scenarios, struct text file)
{
    for (size_t i = 0; i < scenarios->list.count; i++) {
        if (text_equal(scenarios->list.at[i]->source.file, file)) {
            return scenarios->list.at[i];
        }
    }
    return NULL;
}

static struct scenario *find_stem(struct scenario_reading *reading, const struct scenarios *scenarios,
                                  struct text stem, struct place place)
{
    VECTOR(struct text)
    stems = {0};
    struct text folder = folder_of(reading->scenario->source.file);
    for (size_t i = 0; i < scenarios->list.count; i++) {
        struct scenario *one = scenarios->list.at[i];
        if (!text_equal(folder_of(one->source.file), folder)) {
            continue;
        }
        if (text_equal(stem_of(one->source.file), stem)) {
            return one;
        }
        vector_push(reading->arena, &stems, stem_of(one->source.file));
    }
    scenario_wrong(reading, place,
                   scenario_near(reading->arena, stem, stems.at, stems.count,
                                 "name the file without its ending; it stands in the same folder"),
                   "there is no scenario “%.*s” beside this one", TEXT_ARGS(stem));
    return NULL;
}

static void link_one(struct scenario_reading *reading, const struct scenarios *scenarios)
{
    struct scenario *scenario = reading->scenario;
    if (scenario->begins.size) {
        scenario->before = find_stem(reading, scenarios, scenario->begins, scenario->begins_place);
    }
    for (size_t i = 0; i < scenario->cases.count; i++) {
        struct scenario_case *one = &scenario->cases.at[i];
        if (one->begins.size) {
            one->before = find_stem(reading, scenarios, one->begins, one->begins_place);
        }
    }
}

static void deepen(struct scenario *scenario)
{
    unsigned depth = scenario->before ? scenario->before->depth + 1 : 0;
    for (size_t i = 0; i < scenario->cases.count; i++) {
        const struct scenario *before = scenario->cases.at[i].before;
        depth = before && before->depth + 1 > depth ? before->depth + 1 : depth;
    }
    scenario->depth = depth;
}

static void unlink_one(struct scenario_reading *reading)
{
    struct scenario *scenario = reading->scenario;
    struct place place = scenario->before ? scenario->begins_place : (struct place){0, 0};
    scenario->before = NULL;
    for (size_t i = 0; i < scenario->cases.count; i++) {
        struct scenario_case *one = &scenario->cases.at[i];
        place = place.line == 0 && one->before ? one->begins_place : place;
        one->before = NULL;
    }
    scenario_wrong(reading, place, "let one of them begin by itself",
                   "the scenarios that this begins with go round in a circle, or are more than %d",
                   SCENARIO_BEGINS_LIMIT);
}

/* A scenario's depth is right after as many rounds as it is deep; in a circle it grows with every round. */
void scenarios_link(struct scenario_reading *reading, struct scenarios *scenarios)
{
    for (size_t i = 0; i < scenarios->list.count; i++) {
        reading->scenario = scenarios->list.at[i];
        link_one(reading, scenarios);
    }
    for (int round = 0; round <= SCENARIO_BEGINS_LIMIT + 1; round++) {
        for (size_t i = 0; i < scenarios->list.count; i++) {
            deepen(scenarios->list.at[i]);
        }
    }
    for (size_t i = 0; i < scenarios->list.count; i++) {
        if (scenarios->list.at[i]->depth > SCENARIO_BEGINS_LIMIT) {
            reading->scenario = scenarios->list.at[i];
            unlink_one(reading);
        }
    }
}

void scenario_need(struct scenario *scenario)
{
    if (scenario->is_needed) {
        return;
    }
    scenario->is_needed = true;
    if (scenario->before) {
        scenario_need(scenario->before);
    }
    for (size_t i = 0; i < scenario->cases.count; i++) {
        if (scenario->cases.at[i].before) {
            scenario_need(scenario->cases.at[i].before);
        }
    }
}

struct text scenario_workflow(const struct scenario *scenario)
{
    while (scenario->workflow.size == 0 && scenario->before) {
        scenario = scenario->before;
    }
    return scenario->workflow;
}

struct text scenario_area(const struct scenario *scenario)
{
    while (scenario->area.size == 0 && scenario->before) {
        scenario = scenario->before;
    }
    return scenario->area;
}

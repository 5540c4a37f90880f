/* A scenario's names held against the world: its workflow. */
#include "workbench/scenario_reading.h"

static void check_workflow(struct scenario_reading *reading, const struct world *world)
{
    struct scenario *scenario = reading->scenario;
    struct text *names = arena_array(reading->arena, struct text, world->definition_count);
    for (size_t i = 0; i < world->definition_count; i++) {
        names[i] = world->definitions[i]->name;
    }
    if (scenario->workflow.size && !world_current(world, scenario->workflow)) {
        scenario_wrong(reading, scenario->workflow_place,
                       scenario_near(reading->arena, scenario->workflow, names, world->definition_count,
                                     "it is looked for in the folder above, and in workflows/"),
                       "there is no workflow “%.*s” here", TEXT_ARGS(scenario->workflow));
    }
}

void scenario_check(struct arena *arena, const struct world *world, struct scenario *scenario)
{
    struct scenario_reading reading = {.arena = arena, .zone = world->zone, .scenario = scenario};
    check_workflow(&reading, world);
}

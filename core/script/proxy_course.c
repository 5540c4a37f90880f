/* Tasks, deadlines and points in time: what can be read of each, declared. */
#include "script/declared.h"

uint32_t scope_item(const struct scope *scope, uint16_t state)
{
    const struct state *states = scope->subject->definition->states;
    uint16_t strand = states[state].strand;
    return scope->list && strand != DEFINITION_NONE && states[strand].each == scope->list ? scope->item : 0;
}

void push_task(lua_State *lua, const struct task *task, const struct task_state *state)
{
    const struct subject *subject = host_scope(lua)->subject;
    struct box *box = box_new(lua, BOX_TASK);
    box->task = task;
    box->index = state ? state - subject->tasks.at : -1;
}

/* The task's state; of one that was never opened, the empty one. */
static const struct task_state *task_of(lua_State *lua)
{
    static const struct task_state none = {
        .opened = INSTANT_NONE, .ended_at = INSTANT_NONE, .done_at = INSTANT_NONE};
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    bool there = box->index >= 0 && (size_t)box->index < subject->tasks.count;
    return there ? &subject->tasks.at[box->index] : &none;
}

static int task_open(lua_State *lua)
{
    lua_pushboolean(lua, task_of(lua)->open);
    return 1;
}

static int task_done(lua_State *lua)
{
    push_instant(lua, task_of(lua)->done_at);
    return 1;
}

static int task_at(lua_State *lua)
{
    push_instant(lua, task_of(lua)->opened);
    return 1;
}

static int task_by(lua_State *lua)
{
    push_optional(lua, task_of(lua)->done_by);
    return 1;
}

static int task_due(lua_State *lua)
{
    push_moment(lua, task_of(lua)->due);
    return 1;
}

static int task_worker(lua_State *lua)
{
    push_optional(lua, task_of(lua)->worker);
    return 1;
}

static int task_times(lua_State *lua)
{
    lua_pushinteger(lua, task_of(lua)->times);
    return 1;
}

static int task_name(lua_State *lua)
{
    push_text(lua, box_at(lua, 1)->task->name);
    return 1;
}

static int task_ended(lua_State *lua)
{
    const struct task_state *state = task_of(lua);
    bool ended = !state->open && state->ended != TASK_NOT_ENDED;
    push_optional(lua, ended ? text_of(task_end_name(state->ended)) : (struct text){0});
    return 1;
}

static const struct declared of_task[] = {
    {.name = "open", .gives = "boolean", .about = "Whether it is open.", .read = task_open},
    {.name = "done", .gives = "Instant?", .about = "When it was last done.", .read = task_done},
    {.name = "at", .gives = "Instant?", .about = "When it was last opened.", .read = task_at},
    {.name = "by", .gives = "string?", .about = "The account that last did it.", .read = task_by},
    {.name = "due", .gives = "Date|Instant?", .about = "By when it is due.", .read = task_due},
    {.name = "worker",
     .gives = "string?",
     .about = "The account that it was given to; nil: whoever has its role.",
     .read = task_worker},
    {.name = "times", .gives = "integer", .about = "How often it was done.", .read = task_times},
    {.name = "name", .gives = "string", .about = "Its name.", .read = task_name},
    {.name = "ended",
     .gives = "string?",
     .about = "How it ended the last time: `done`, `skipped`, `cancelled` or `handed-on`; nil while it never "
              "did, or is open.",
     .read = task_ended},
};

const struct declared_table declared_task = {
    .kind = DECLARED_MEMBERS,
    .name = "Task",
    .about = "A task, from `task(NAME)` or `case.tasks`.",
    DECLARED_ROWS(of_task),
};

int index_task(lua_State *lua)
{
    return declared_read(lua, &declared_task, "a task");
}

static const struct deadline_state *deadline_of(lua_State *lua)
{
    const struct box *box = box_at(lua, 1);
    const struct subject *subject = host_scope(lua)->subject;
    if ((size_t)box->index >= subject->deadlines.count) {
        fault_raise(lua, "that deadline is gone");
    }
    return &subject->deadlines.at[box->index];
}

static int deadline_name(lua_State *lua)
{
    const struct deadline_state *state = deadline_of(lua);
    push_text(lua, state->deadline ? state->deadline->name : state->task->name);
    return 1;
}

static int deadline_due(lua_State *lua)
{
    push_moment(lua, deadline_of(lua)->due);
    return 1;
}

static int deadline_status(lua_State *lua)
{
    push_text(lua, text_of(deadline_status_name(deadline_of(lua)->status)));
    return 1;
}

static int deadline_open(lua_State *lua)
{
    lua_pushboolean(lua, deadline_is_open(deadline_of(lua)));
    return 1;
}

static int deadline_met(lua_State *lua)
{
    push_instant(lua, deadline_of(lua)->met_at);
    return 1;
}

static int deadline_breached(lua_State *lua)
{
    lua_pushboolean(lua, deadline_of(lua)->breached);
    return 1;
}

static int deadline_item(lua_State *lua)
{
    lua_pushinteger(lua, deadline_of(lua)->item);
    return 1;
}

static const struct declared of_deadline[] = {
    {.name = "name",
     .gives = "string",
     .about = "Its name; of a task that has a date, the task's.",
     .read = deadline_name},
    {.name = "due",
     .gives = "Date|Instant?",
     .about = "Its date; nil while a fact that it needs is not there.",
     .read = deadline_due},
    {.name = "status",
     .gives = "string",
     .about = "`pending`, `warned`, `overdue`, `late`, `met`, `met-late`, `void` or `overridden`.",
     .read = deadline_status},
    {.name = "open", .gives = "boolean", .about = "Whether it can still be met.", .read = deadline_open},
    {.name = "met", .gives = "Instant?", .about = "When it was met.", .read = deadline_met},
    {.name = "breached",
     .gives = "boolean",
     .about = "Whether it was ever overdue.",
     .read = deadline_breached},
    {.name = "item",
     .gives = "integer",
     .about = "The item of its strand; 0 outside of strands.",
     .read = deadline_item},
};

const struct declared_table declared_deadline = {
    .kind = DECLARED_MEMBERS,
    .name = "Deadline",
    .about = "A deadline, from `case.deadlines`.",
    DECLARED_ROWS(of_deadline),
};

int index_deadline(lua_State *lua)
{
    return declared_read(lua, &declared_deadline, "a deadline");
}

/* --- points in time --- */

static struct civil civil_of(lua_State *lua)
{
    return date_civil(box_at(lua, 1)->day);
}

static int date_year(lua_State *lua)
{
    lua_pushinteger(lua, civil_of(lua).year);
    return 1;
}

static int date_month(lua_State *lua)
{
    lua_pushinteger(lua, civil_of(lua).month);
    return 1;
}

static int date_day(lua_State *lua)
{
    lua_pushinteger(lua, civil_of(lua).day);
    return 1;
}

static int date_day_of_week(lua_State *lua)
{
    lua_pushinteger(lua, (lua_Integer)date_weekday(box_at(lua, 1)->day) + 1);
    return 1;
}

static const struct declared of_date[] = {
    {.name = "year", .gives = "integer", .about = "The year.", .read = date_year},
    {.name = "month", .gives = "integer", .about = "From 1 to 12.", .read = date_month},
    {.name = "day", .gives = "integer", .about = "From 1 to 31.", .read = date_day},
    {.name = "weekday",
     .gives = "integer",
     .about = "From 1, Monday, to 7, Sunday.",
     .read = date_day_of_week},
};

const struct declared_table declared_date = {
    .kind = DECLARED_MEMBERS,
    .name = "Date",
    .about = "A day. Days, weeks, months and working days are added to it and taken from it; one less "
             "another is a duration; they compare; `tostring(day)` is `2026-12-28`.",
    DECLARED_ROWS(of_date),
};

int index_date(lua_State *lua)
{
    return declared_read(lua, &declared_date, "a date");
}

static int instant_date(lua_State *lua)
{
    push_date(lua, zone_date(host_scope(lua)->world->zone, box_at(lua, 1)->at));
    return 1;
}

static const struct declared of_instant[] = {
    {.name = "date", .gives = "Date", .about = "Its day, in the site's zone.", .read = instant_date},
};

const struct declared_table declared_instant = {
    .kind = DECLARED_MEMBERS,
    .name = "Instant",
    .about = "A point in time. Hours added to it give another; days, weeks, months and working days give a "
             "`Date`.",
    DECLARED_ROWS(of_instant),
};

int index_instant(lua_State *lua)
{
    return declared_read(lua, &declared_instant, "an instant");
}

/* --- records --- */

static int record_at(lua_State *lua)
{
    push_instant(lua, json_get_integer(&box_at(lua, 1)->json, "at", INSTANT_NONE));
    return 1;
}

static int record_by(lua_State *lua)
{
    push_optional(lua, json_text(json_get(&box_at(lua, 1)->json, TEXT("by"))));
    return 1;
}

static int record_of(lua_State *lua)
{
    push_optional(lua, json_text(json_get(&box_at(lua, 1)->json, TEXT("of"))));
    return 1;
}

static const struct declared of_record[] = {
    {.name = "at",
     .gives = "Instant?",
     .about = "When it happened; nil: there is no such record.",
     .read = record_at},
    {.name = "by", .gives = "string?", .about = "The account that gave it.", .read = record_by},
    {.name = "of", .gives = "string?", .about = "The item that it is about.", .read = record_of},
};

const struct declared_table declared_record = {
    .kind = DECLARED_MEMBERS,
    .name = "Record",
    .about = "What was answered to a form, from `first(FORM)`, `last(FORM)` or `answers(FORM)`: each field "
             "of the form by its name, and these.",
    DECLARED_ROWS(of_record),
};

/* False when the member is none of every record's: it may be a field of the form. */
bool index_record_own(lua_State *lua)
{
    const struct declared *member = declared_find(&declared_record, text_at(lua, 2, "a field's name"));
    return member && member->read(lua) == 1;
}

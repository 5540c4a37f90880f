/* The rows that a change brings beside its subject and entry: tasks, deadlines, agenda, outbox; parts of
 * people and exceptions stand in files of their own. */
#include "store/sqlite/connection.h"

static enum status delete_tasks(struct connection *connection, const struct store_change *change,
                                struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_TASK_DELETE, &statement, error);
    for (size_t i = 0; i < change->task_gone_count && status == STATUS_OK; i++) {
        bind_integer(statement, 1, change->subject.id);
        bind_text(statement, 2, change->tasks_gone[i]);
        status = statement_run(connection, statement, "take a task off the lists", error);
    }
    return status;
}

static enum status write_tasks(struct connection *connection, const struct store_change *change,
                               struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_TASK_WRITE, &statement, error);
    for (size_t i = 0; i < change->task_count && status == STATUS_OK; i++) {
        const struct task_row *task = &change->tasks[i];
        bind_integer(statement, 1, change->subject.id);
        bind_text(statement, 2, task->name);
        bind_text(statement, 3, task->title);
        bind_text(statement, 4, task->role);
        bind_text(statement, 5, task->worker);
        bind_integer(statement, 6, task->due.kind);
        bind_integer(statement, 7, moment_order(task->due));
        bind_integer(statement, 8, task->opened);
        bind_integer(statement, 9, task->required);
        status = statement_run(connection, statement, "write a task", error);
    }
    return status;
}

static enum status write_deadlines(struct connection *connection, const struct store_change *change,
                                   struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_DEADLINE_WRITE, &statement, error);
    for (size_t i = 0; i < change->deadline_count && status == STATUS_OK; i++) {
        const struct deadline_row *deadline = &change->deadlines[i];
        bind_integer(statement, 1, change->subject.id);
        bind_text(statement, 2, deadline->name);
        bind_text(statement, 3, deadline->title);
        bind_text(statement, 4, deadline->status);
        bind_integer(statement, 5, deadline->due.kind);
        bind_integer(statement, 6, moment_order(deadline->due));
        bind_integer(statement, 7, deadline->ends == INSTANT_NONE ? INT64_MAX : deadline->ends);
        bind_integer(statement, 8, deadline->open);
        bind_integer(statement, 9, deadline->breached);
        status = statement_run(connection, statement, "write a deadline", error);
    }
    return status;
}

static enum status write_agenda(struct connection *connection, const struct store_change *change,
                                struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_AGENDA_INSERT, &statement, error);
    for (size_t i = 0; i < change->agenda_count && status == STATUS_OK; i++) {
        bind_integer(statement, 1, change->agenda[i].subject);
        bind_text(statement, 2, change->agenda[i].command);
        status = statement_run(connection, statement, "write to the agenda", error);
    }
    if (status == STATUS_OK && change->agenda_done != 0) {
        status = statement_ready(connection, SQL_AGENDA_DELETE, &statement, error);
        if (status == STATUS_OK) {
            bind_integer(statement, 1, change->agenda_done);
            status = statement_run(connection, statement, "take a command off the agenda", error);
        }
    }
    return status;
}

static enum status write_outbox(struct connection *connection, const struct store_change *change,
                                struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_OUTBOX_INSERT, &statement, error);
    for (size_t i = 0; i < change->outbox_count && status == STATUS_OK; i++) {
        const struct outbox_row *row = &change->outbox[i];
        bind_integer(statement, 1, row->subject);
        bind_text(statement, 2, row->key);
        bind_text(statement, 3, row->content);
        bind_integer(statement, 4, row->at);
        bind_integer(statement, 5, row->waits);
        status = statement_run(connection, statement, "write a message to the outbox", error);
    }
    return status;
}

static enum status stop_messages(struct connection *connection, const struct store_change *change,
                                 struct error *error)
{
    sqlite3_stmt *statement = NULL;
    enum status status = change->outbox_stopped_count
                             ? statement_ready(connection, SQL_OUTBOX_STOP, &statement, error)
                             : STATUS_OK;
    for (size_t i = 0; i < change->outbox_stopped_count && status == STATUS_OK; i++) {
        bind_text(statement, 1, change->outbox_stopped[i]);
        status = statement_run(connection, statement, "stop a message", error);
    }
    return status;
}

enum status change_rows_write(struct connection *connection, const struct store_change *change,
                              struct error *error)
{
    enum status status = delete_tasks(connection, change, error);
    if (status == STATUS_OK) {
        status = write_tasks(connection, change, error);
    }
    if (status == STATUS_OK) {
        status = write_deadlines(connection, change, error);
    }
    if (status == STATUS_OK) {
        status = write_agenda(connection, change, error);
    }
    if (status == STATUS_OK) {
        status = write_outbox(connection, change, error);
    }
    if (status == STATUS_OK) {
        status = stop_messages(connection, change, error);
    }
    if (status == STATUS_OK) {
        status = people_rows_write(connection, change, error);
    }
    return status == STATUS_OK ? exception_rows_write(connection, change, error) : status;
}

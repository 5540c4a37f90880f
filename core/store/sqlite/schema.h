/* The tables, and the steps from each older version of them to the present one. */
#ifndef CASEWAY_STORE_SQLITE_SCHEMA_H
#define CASEWAY_STORE_SQLITE_SCHEMA_H

#include "base/error.h"

#include <sqlite3.h>

/* "CSWY": tells a store of ours from any other database. */
enum { STORE_APPLICATION_ID = 0x43535759 };

/* Leads from version N - 1 to N, N being its place in the list (from 1). */
struct migration {
    const char *sql;
};

/* Brings DB to the present version in one transaction, from nothing too. STATUS_UNSUPPORTED when it was
 * written by a newer program, STATUS_INVALID when it is another program's database. */
enum status schema_bring_up(sqlite3 *db, const char *path, struct error *error);
/* The same with steps of one's own, for tests. */
enum status schema_migrate(sqlite3 *db, const char *path, const struct migration *steps, size_t count,
                           struct error *error);

#endif

/* A disk that fails when it is told to, between SQLite and the machine's own file system.
 *
 * Every operation on a database, its journal and its log is counted; the one that is chosen fails. What was
 * written and not yet synced is remembered, so that the power can be cut: of those writes none, all or some,
 * whole or torn, are then on the disk, as after a real cut. Syncing itself only marks what is durable, which
 * makes it fast. One thread. */
#ifndef CASEWAY_TESTS_FAULT_DISK_H
#define CASEWAY_TESTS_FAULT_DISK_H

#include <stdbool.h>
#include <stdint.h>

#define DISK_NAME "failing-disk"

enum disk_operation {
    DISK_OPEN = 1,
    DISK_READ = 2,
    DISK_WRITE = 4,
    DISK_TRUNCATE = 8,
    DISK_SYNC = 16,
    DISK_DELETE = 32
};

struct disk_plan {
    unsigned operations; /* which are counted */
    uint64_t fail_at;    /* the one that fails, from 1; 0: none */
    int code; /* SQLite's extended code that it fails with; 0: the one for an I/O error of that operation */
    bool for_good; /* and everything after it */
};

enum disk_survivors { DISK_NONE, DISK_ALL, DISK_SOME };

/* Once. */
void disk_register(void);
/* Begins to count anew; forgets what it knew of files. */
void disk_start(const struct disk_plan *plan);
/* Whether the operation that was to fail was reached. */
bool disk_failed(void);
/* Leaves the files of FOLDER as a power cut would. Nothing may have them open. */
void disk_cut_power(enum disk_survivors survivors, uint64_t seed);

#endif

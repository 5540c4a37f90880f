/* "caseway.lock": one process holds a site's store. The file is there while it is held, with the holder's
 * process id in it; the lock itself is the kernel's, so that it goes with a process that is killed. */
#ifndef CASEWAY_STORE_SQLITE_LOCK_H
#define CASEWAY_STORE_SQLITE_LOCK_H

#include "base/error.h"

/* STATUS_LOCKED, with the holder's process id in the sentence, when another one (or this one already) holds
 * it. */
enum status lock_file_take(const char *path, int *descriptor, struct error *error);
void lock_file_give(const char *path, int descriptor);

#endif

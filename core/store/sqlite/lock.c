/* The lock is taken on the open file and the file is removed by its holder, so whoever waited may hold a file
 * that is gone from the folder: it is compared with what stands there now, and opened anew. */
#include "store/sqlite/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ATTEMPTS = 100 };

static enum status failed(const char *path, enum status status, struct error *error)
{
    status = error_set(error, status, "Cannot lock the site: %s", strerror(errno));
    error_place(error, "%s", path);
    return status;
}

static enum status held_by_other(const char *path, int descriptor, struct error *error)
{
    char text[24] = "";
    ssize_t size = pread(descriptor, text, sizeof text - 1, 0);
    int64_t process = 0;
    struct text digits = text_trim((struct text){text, size > 0 ? (size_t)size : 0});
    enum status status;
    if (text_integer(digits, &process)) {
        status = error_set(error, STATUS_LOCKED,
                           "Process %lld is using this site; ask it over its socket, or stop it first",
                           (long long)process);
    } else {
        status = error_set(error, STATUS_LOCKED, "Another process is using this site; stop it first");
    }
    error_place(error, "%s", path);
    return status;
}

/* Whether DESCRIPTOR is the file that stands at PATH. */
static bool stands(const char *path, int descriptor)
{
    struct stat ours, there;
    return fstat(descriptor, &ours) == 0 && stat(path, &there) == 0 && ours.st_dev == there.st_dev &&
           ours.st_ino == there.st_ino;
}

static enum status write_holder(const char *path, int descriptor, struct error *error)
{
    char text[24];
    int size = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(descriptor, 0) == 0 && pwrite(descriptor, text, (size_t)size, 0) == size) {
        return STATUS_OK;
    }
    return failed(path, errno == ENOSPC ? STATUS_FULL : STATUS_IO, error);
}

enum status lock_file_take(const char *path, int *descriptor, struct error *error)
{
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
        if (file < 0) {
            return failed(path, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_DENIED, error);
        }
        enum status status = STATUS_OK;
        if (flock(file, LOCK_EX | LOCK_NB) != 0) {
            status = errno == EWOULDBLOCK ? held_by_other(path, file, error) : failed(path, STATUS_IO, error);
        } else if (stands(path, file)) {
            status = write_holder(path, file, error);
            if (status == STATUS_OK) {
                *descriptor = file;
                return STATUS_OK;
            }
        }
        (void)close(file);
        if (status != STATUS_OK) {
            return status;
        }
    }
    return held_by_other(path, -1, error);
}

void lock_file_give(const char *path, int descriptor)
{
    (void)unlink(path);
    (void)close(descriptor);
}

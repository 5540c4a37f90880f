/* The machine's files, over POSIX. Nothing is kept between calls, so any thread may call; a descriptor never
 * outlives the call that opened it, nor is it inherited. */
#include "base/files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* Fills ERROR from errno: "PATH cannot be DONE: what the system said". */
static enum status failed(const char *path, const char *done, struct error *error)
{
    int code = errno;
    return error_set(error, status_of_errno(code), "%s cannot be %s: %s", path, done, strerror(code));
}

static ssize_t read_some(int file, void *bytes, size_t size)
{
    ssize_t got;
    do {
        got = read(file, bytes, size);
    } while (got < 0 && errno == EINTR);
    return got;
}

static enum status too_long(const char *path, size_t limit, struct error *error)
{
    return error_set(error, STATUS_LIMIT, "%s is longer than the %zu bytes that are read at most", path,
                     limit);
}

/* Reads to the end rather than for as long as fstat said: a file may grow meanwhile, or not know its size. */
static enum status read_open(int file, struct arena *arena, const char *path, size_t limit,
                             struct text *content, struct error *error)
{
    struct stat stat;
    if (fstat(file, &stat) < 0) {
        return failed(path, "read", error);
    }
    if (!S_ISREG(stat.st_mode)) {
        return error_set(error, STATUS_INVALID, "%s is not a regular file", path);
    }
    if ((uintmax_t)stat.st_size > limit) {
        return too_long(path, limit, error);
    }
    struct buffer buffer;
    buffer_init(&buffer, arena);
    buffer_reserve(&buffer, (size_t)stat.st_size + 1);
    for (;;) {
        char *at = buffer_reserve(&buffer, 1);
        ssize_t got = read_some(file, at, buffer.room - buffer.size);
        if (got < 0) {
            return failed(path, "read", error);
        }
        if (got == 0) {
            break;
        }
        buffer.size += (size_t)got;
        if (buffer.size > limit) {
            return too_long(path, limit, error);
        }
    }
    *content = buffer_result(&buffer);
    return STATUS_OK;
}

static enum status system_read(void *self, struct arena *arena, const char *path, size_t limit,
                               struct text *content, struct error *error)
{
    (void)self;
    /* Not to wait for a writer where a pipe bears the name. */
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        return failed(path, "opened", error);
    }
    enum status status = read_open(file, arena, path, limit, content, error);
    close(file);
    return status;
}

static bool write_all(int file, struct text content)
{
    while (content.size) {
        ssize_t put = write(file, content.at, content.size);
        if (put < 0 && errno != EINTR) {
            return false;
        }
        content = text_part(content, put < 0 ? 0 : (size_t)put, SIZE_MAX);
    }
    return true;
}

/* Makes the renaming in the folder of PATH last. */
static enum status sync_folder_of(const char *path, struct error *error)
{
    const char *slash = strrchr(path, '/');
    size_t size = !slash ? 0 : slash == path ? 1 : (size_t)(slash - path);
    char folder[PATH_MAX];
    int printed = slash ? snprintf(folder, sizeof folder, "%.*s", (int)size, path)
                        : snprintf(folder, sizeof folder, ".");
    if (printed < 0 || (size_t)printed >= sizeof folder) {
        errno = ENAMETOOLONG;
        return failed(path, "written", error);
    }
    int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) {
        return failed(folder, "opened", error);
    }
    enum status status = fsync(file) < 0 ? failed(folder, "synced", error) : STATUS_OK;
    close(file);
    return status;
}

static enum status fill_and_close(int file, const char *path, struct text content, unsigned mode,
                                  struct error *error)
{
    bool done = write_all(file, content) && fchmod(file, (mode_t)mode) == 0 && fsync(file) == 0;
    enum status status = done ? STATUS_OK : failed(path, "written", error);
    if (close(file) < 0 && status == STATUS_OK) {
        status = failed(path, "written", error);
    }
    return status;
}

static enum status system_write(void *self, const char *path, struct text content, unsigned mode,
                                struct error *error)
{
    (void)self;
    char temporary[PATH_MAX];
    int printed = snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    if (printed < 0 || (size_t)printed >= sizeof temporary) {
        errno = ENAMETOOLONG;
        return failed(path, "written", error);
    }
    int file = mkostemp(temporary, O_CLOEXEC);
    if (file < 0) {
        return failed(path, "written", error);
    }
    enum status status = fill_and_close(file, path, content, mode, error);
    if (status == STATUS_OK && rename(temporary, path) < 0) {
        status = failed(path, "written", error);
    }
    if (status != STATUS_OK) {
        unlink(temporary);
        return status;
    }
    return sync_folder_of(path, error);
}

static bool entry_is_folder(DIR *folder, const struct dirent *entry)
{
    if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK) {
        return entry->d_type == DT_DIR;
    }
    struct stat stat;
    return fstatat(dirfd(folder), entry->d_name, &stat, 0) == 0 && S_ISDIR(stat.st_mode);
}

static int compare_entries(const void *a, const void *b)
{
    return text_compare(((const struct files_entry *)a)->name, ((const struct files_entry *)b)->name);
}

static enum status system_list(void *self, struct arena *arena, const char *path, struct files_list *list,
                               struct error *error)
{
    (void)self;
    DIR *folder = opendir(path);
    if (!folder) {
        return failed(path, "listed", error);
    }
    struct files_list found = {0};
    const struct dirent *entry;
    while ((errno = 0, entry = readdir(folder))) {
        struct text name = text_of(entry->d_name);
        if (!text_is(name, ".") && !text_is(name, "..")) {
            struct files_entry copy = {text_copy(arena, name), entry_is_folder(folder, entry)};
            vector_push(arena, &found.list, copy);
        }
    }
    enum status status = errno ? failed(path, "listed", error) : STATUS_OK;
    closedir(folder);
    if (status == STATUS_OK) {
        if (found.list.count) {
            qsort(found.list.at, found.list.count, sizeof *found.list.at, compare_entries);
        }
        *list = found;
    }
    return status;
}

static bool system_exists(void *self, const char *path, bool *is_folder)
{
    (void)self;
    struct stat found;
    if (stat(path, &found) < 0) {
        return false;
    }
    if (is_folder) {
        *is_folder = S_ISDIR(found.st_mode);
    }
    return true;
}

/* One folder, those above it being there. */
static enum status make_one(const char *path, struct error *error)
{
    bool is_folder = false;
    if (mkdir(path, 0777) == 0) {
        return STATUS_OK;
    }
    int code = errno;
    if (code == EEXIST && system_exists(NULL, path, &is_folder) && is_folder) {
        return STATUS_OK;
    }
    errno = code;
    return failed(path, "made", error);
}

static enum status system_make_folder(void *self, const char *path, struct error *error)
{
    (void)self;
    char part[PATH_MAX];
    size_t size = strlen(path);
    if (size >= sizeof part) {
        errno = ENAMETOOLONG;
        return failed(path, "made", error);
    }
    memcpy(part, path, size + 1);
    for (size_t i = 1; i < size; i++) {
        if (part[i] == '/' && part[i - 1] != '/') {
            part[i] = '\0';
            enum status status = make_one(part, error);
            if (status != STATUS_OK) {
                return status;
            }
            part[i] = '/';
        }
    }
    return make_one(part, error);
}

static enum status system_exchange(void *self, const char *path, const char *other, struct error *error)
{
    (void)self;
    if (renameat2(AT_FDCWD, path, AT_FDCWD, other, RENAME_EXCHANGE) < 0) {
        return failed(path, "exchanged", error);
    }
    enum status status = sync_folder_of(path, error);
    return status == STATUS_OK ? sync_folder_of(other, error) : status;
}

struct files files_system(void)
{
    return (struct files){
        .read = system_read,
        .write = system_write,
        .list = system_list,
        .make_folder = system_make_folder,
        .exchange = system_exchange,
        .exists = system_exists,
    };
}

#include "base/status.h"

#include "base/insist.h"

#include <errno.h>
#include <stddef.h>

const char *status_name(enum status status)
{
    static const char *const names[] = {"ok",     "invalid", "limit",   "not_found",  "exists", "conflict",
                                        "denied", "busy",    "locked",  "full",       "io",     "corrupt",
                                        "script", "cut_off", "stopped", "unsupported"};
    _Static_assert(sizeof names / sizeof *names == STATUS_COUNT, "a status has no name");
    insist((size_t)status < STATUS_COUNT);
    return names[status];
}

const char *status_words(enum status status)
{
    static const char *const words[] = {
#define X(name, text) text,
        STATUS_TABLE(X)
#undef X
    };
    insist((size_t)status < STATUS_COUNT);
    return words[status];
}

enum status status_of_errno(int code)
{
    switch (code) {
    case ENOENT:
    case ENOTDIR:
        return STATUS_NOT_FOUND;
    case EEXIST:
    case ENOTEMPTY:
        return STATUS_EXISTS;
    case EACCES:
    case EPERM:
    case EROFS:
        return STATUS_DENIED;
    case ENOSPC:
    case EDQUOT:
        return STATUS_FULL;
    case ENAMETOOLONG:
    case EMFILE:
    case ENFILE:
        return STATUS_LIMIT;
    case EAGAIN:
        return STATUS_BUSY;
    default:
        return STATUS_IO;
    }
}

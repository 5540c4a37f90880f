/* The file system as the rooms may use it: handed out by app, replaced by tests. All paths are
 * NUL-terminated. */
#ifndef CASEWAY_BASE_FILES_H
#define CASEWAY_BASE_FILES_H

#include "base/error.h"

struct files_entry {
    struct text name; /* without its folder */
    bool is_folder;
};

struct files_list {
    VECTOR(struct files_entry)
    list; /* in order of name, without . and .. */
};

struct files {
    /* The whole of a regular file, at most LIMIT bytes (else STATUS_LIMIT), in ARENA. */
    enum status (*read)(void *self, struct arena *arena, const char *path, size_t limit, struct text *content,
                        struct error *error);
    /* Writes a file whole or not at all (a temporary one beside it, synced, then renamed), with MODE. */
    enum status (*write)(void *self, const char *path, struct text content, unsigned mode,
                         struct error *error);
    enum status (*list)(void *self, struct arena *arena, const char *path, struct files_list *list,
                        struct error *error);
    /* Makes a folder and those above it; it may be there already. */
    enum status (*make_folder)(void *self, const char *path, struct error *error);
    /* Two files or folders on one disk change their names, both at once. */
    enum status (*exchange)(void *self, const char *path, const char *other, struct error *error);
    bool (*exists)(void *self, const char *path, bool *is_folder);
    void *self;
};

/* The machine's. Any thread. Errors name the path and what the system said. */
struct files files_system(void);

#endif

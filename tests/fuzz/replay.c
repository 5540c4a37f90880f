/* Runs a fuzz target on files, without libFuzzer: on each file that is named, and on each in the folders that
 * are named. That nothing was run is a failure too. */
#include "base/files.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST = 64 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool run_file(const struct files *files, struct arena *arena, const char *path)
{
    struct text content;
    struct error error;
    if (files->read(files->self, arena, path, LARGEST, &content, &error) != STATUS_OK) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    /* Said first, so that what stops the process is known. */
    printf("%s\n", path);
    fflush(stdout);
    /* In memory of just its size, so that a sanitizer sees a step too far. */
    uint8_t *copy = memory_new(content.size);
    memcpy(copy, content.at ? content.at : "", content.size);
    LLVMFuzzerTestOneInput(copy, content.size);
    free(copy);
    return true;
}

static bool run_folder(const struct files *files, struct arena *arena, const char *path)
{
    struct files_list list;
    struct error error;
    if (files->list(files->self, arena, path, &list, &error) != STATUS_OK) {
        fprintf(stderr, "%s\n", error.message);
        return false;
    }
    bool done = list.list.count > 0;
    vector_each(struct files_entry, entry, &list.list)
    {
        done = run_file(files, arena, arena_printf(arena, "%s/%.*s", path, TEXT_ARGS(entry->name))) && done;
    }
    return done;
}

int main(int count, char **arguments)
{
    struct files files = files_system();
    struct arena arena;
    arena_init(&arena);
    bool done = count > 1;
    for (int i = 1; i < count; i++) {
        bool is_folder = false;
        files.exists(files.self, arguments[i], &is_folder);
        done = (is_folder ? run_folder : run_file)(&files, &arena, arguments[i]) && done;
    }
    arena_deinit(&arena);
    return done ? 0 : 1;
}

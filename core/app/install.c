/* A plugin's new files in the place of its old ones. See site.h. */
#include "app/site.h"

enum { FORMER_HASH = 8, FILE_MODE = 0644 };

struct installing {
    struct arena *arena;
    const struct files *files;
    const char *from, *to; /* folders: the plugin's, and the one that is filled */
    const struct json *content;
    size_t count;
    struct error *error;
};

static const char *below(struct installing *installing, const char *folder, struct text path)
{
    return arena_printf(installing->arena, "%s/%.*s", folder, TEXT_ARGS(path));
}

static struct text folder_of(struct text path)
{
    size_t size = path.size;
    while (size > 0 && path.at[size - 1] != '/') {
        size--;
    }
    return text_part(path, 0, size ? size - 1 : 0);
}

static enum status write_one(struct installing *installing, struct text path, struct text content)
{
    const struct files *files = installing->files;
    const char *folder = below(installing, installing->to, folder_of(path));
    enum status status = files->make_folder(files->self, folder, installing->error);
    if (status != STATUS_OK) {
        return status;
    }
    return files->write(files->self, below(installing, installing->to, path), content, FILE_MODE,
                        installing->error);
}

/* A path that leads out of the folder, or is hidden, is none of a plugin's. */
static bool is_plain(struct text path)
{
    struct text rest = path, step;
    while (text_split(&rest, '/', &step)) {
        if (step.size == 0 || step.at[0] == '.') {
            return false;
        }
    }
    return path.size > 0;
}

static enum status write_new(struct installing *installing)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; status == STATUS_OK && i < installing->content->count; i++) {
        const struct json_member *file = &installing->content->members[i];
        if (!is_plain(file->name)) {
            return error_set(installing->error, STATUS_INVALID, "“%.*s” is no path of a plugin's file",
                             TEXT_ARGS(file->name));
        }
        status = write_one(installing, file->name, json_text(&file->value));
    }
    return status;
}

/* What no version counts, such as a README, stays with the plugin. */
static bool is_counted(struct text name)
{
    return text_ends(name, TEXT(".yaml")) || text_ends(name, TEXT(".yml")) || text_ends(name, TEXT(".lua"));
}

static enum status keep_rest(struct installing *installing, struct text path, unsigned depth)
{
    struct files_list list = {0};
    const struct files *files = installing->files;
    const char *folder = path.size ? below(installing, installing->from, path) : installing->from;
    enum status status = files->list(files->self, installing->arena, folder, &list, installing->error);
    for (size_t i = 0; status == STATUS_OK && i < list.list.count; i++) {
        const struct files_entry *entry = &list.list.at[i];
        struct text content, own = text_printf(installing->arena, "%.*s%s%.*s", TEXT_ARGS(path),
                                               path.size ? "/" : "", TEXT_ARGS(entry->name));
        if (entry->is_folder) {
            status = depth < SITE_DEPTH_LIMIT ? keep_rest(installing, own, depth + 1) : STATUS_OK;
        } else if (!is_counted(own) && !json_get(installing->content, own) &&
                   installing->count++ < SITE_FILES_LIMIT) {
            status = files->read(files->self, installing->arena, below(installing, installing->from, own),
                                 SITE_FILE_LIMIT, &content, installing->error);
            status = status == STATUS_OK ? write_one(installing, own, content) : status;
        }
    }
    return status;
}

/* plugins/.former/NAME-HASH, or with a number behind it: one that is not there. */
static bool find_place(struct installing *installing, const char *folder, const struct plugin *plugin,
                       struct text *former)
{
    const struct files *files = installing->files;
    struct text hash = text_part(plugin_hash(installing->arena, plugin), 0, FORMER_HASH);
    for (int number = 1; number <= SITE_FORMER_LIMIT; number++) {
        const char *tail = number > 1 ? arena_printf(installing->arena, "-%d", number) : "";
        *former = text_printf(installing->arena, "plugins/.former/%.*s-%.*s%s", TEXT_ARGS(plugin->name),
                              TEXT_ARGS(hash), tail);
        installing->to = below(installing, folder, *former);
        if (!files->exists(files->self, installing->to, NULL)) {
            return true;
        }
    }
    return false;
}

enum status site_install(struct arena *arena, const struct files *files, const char *folder,
                         const struct plugin *plugin, const struct json *content, struct text *former,
                         struct error *error)
{
    struct installing installing = {.arena = arena, .files = files, .content = content, .error = error};
    installing.from = below(&installing, folder, folder_of(plugin->file));
    if (!find_place(&installing, folder, plugin, former)) {
        return error_set(error, STATUS_LIMIT,
                         "plugins/.former holds %d copies of this version of %.*s; delete some of them",
                         SITE_FORMER_LIMIT, TEXT_ARGS(plugin->name));
    }
    enum status status = write_new(&installing);
    if (status == STATUS_OK) {
        status = keep_rest(&installing, (struct text){0}, 0);
    }
    return status == STATUS_OK ? files->exchange(files->self, installing.from, installing.to, error) : status;
}

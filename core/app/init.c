/* `caseway init`: a new site from what is shipped. See site.h. */
#include "app/site.h"

#include "access/access.h"

static const char settings_text[] = "# This site. Every key may be left out.\n"
                                    "title: Action for Change\n"
                                    "zone: Europe/London\n"
                                    "listen: 127.0.0.1:8080\n"
                                    "link: http://127.0.0.1:8080/cases/\n"
                                    "# What an admin sets and grants, by plugin:\n"
                                    "plugins: {}\n";

static struct text folder_of(struct arena *arena, struct text path)
{
    size_t end = path.size;
    while (end > 0 && path.at[end - 1] != '/') {
        end--;
    }
    return text_copy(arena, text_part(path, 0, end ? end - 1 : 0));
}

static enum status write_file(struct arena *arena, const struct files *files, const char *folder,
                              const char *path, struct text content, unsigned mode, struct error *error)
{
    const char *whole = arena_printf(arena, "%s/%s", folder, path);
    struct text parent = folder_of(arena, text_of(whole));
    enum status status = files->make_folder(files->self, parent.at, error);
    return status == STATUS_OK ? files->write(files->self, whole, content, mode, error) : status;
}

/* The first user may do everything; the token is shown this once and kept as its digest. */
static enum status first_user(struct arena *arena, const struct files *files, const char *folder,
                              const struct random *random, struct error *error)
{
    struct store *store;
    struct text token;
    struct user user = {
        .name = TEXT("admin"), .title = TEXT("Administrator"), .roles = TEXT("*"), .may_import = true};
    enum status status = store_open(folder, true, random, &store, error);
    if (status != STATUS_OK) {
        return status;
    }
    status = store->api->begin(store, error);
    if (status == STATUS_OK) {
        status = access_keep_user(store, arena, &user, error);
    }
    if (status == STATUS_OK) {
        status = access_new_token(store, arena, random, user.name, &token, error);
    }
    if (status == STATUS_OK) {
        status = store->api->commit(store, error);
    }
    store_close(store);
    if (status != STATUS_OK) {
        return status;
    }
    return write_file(arena, files, folder, "token", token, 0600, error);
}

enum status site_init(struct arena *arena, const struct files *files, const char *folder,
                      const struct random *random, struct buffer *told, struct error *error)
{
    const char *settings = arena_printf(arena, "%s/site.yaml", folder);
    if (files->exists(files->self, settings, NULL)) {
        return error_set(error, STATUS_EXISTS, "%s is a site already", folder);
    }
    enum status status = files->make_folder(files->self, folder, error);
    for (size_t i = 0; status == STATUS_OK && i < shipped_count; i++) {
        const struct shipped_file *file = &shipped_files[i];
        struct text content = {(const char *)file->bytes, file->size};
        status = write_file(arena, files, folder, file->path, content, 0644, error);
    }
    if (status == STATUS_OK) {
        status = files->make_folder(files->self, arena_printf(arena, "%s/calendars", folder), error);
    }
    if (status == STATUS_OK) {
        status = first_user(arena, files, folder, random, error);
    }
    if (status == STATUS_OK) { /* last: with it the folder is a site */
        status = files->write(files->self, settings, text_of(settings_text), 0644, error);
    }
    if (status != STATUS_OK) {
        return status;
    }
    buffer_printf(
        told,
        "A site stands in %s, with Action for Change and its three boroughs in it.\n"
        "Its first user is admin, who may do everything; the bearer token is in %s/token: keep it safe.\n\n"
        "Next:\n"
        "  caseway --site %s open --workflow action-for-change --area rbkc parent='A parent' route=self "
        "lives_in=rbkc removed_by=rbkc\n"
        "  caseway --site %s serve\n",
        folder, folder, folder, folder);
    return STATUS_OK;
}

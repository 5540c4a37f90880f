#include "support.h"

#include <errno.h>
#include <stdlib.h>

/* --- requests ------------------------------------------------------------------------- */

static enum status use_site(void *self, const char *folder, struct error *error)
{
    struct fake *fake = self;
    (void)error;
    fake->site = folder;
    return STATUS_OK;
}

static enum status ask(void *self, struct exchange *exchange, struct error *error)
{
    struct fake *fake = self;
    const struct request *request = &exchange->request;
    struct text line =
        text_printf(&fake->arena, "%.*s %.*s%s%.*s", TEXT_ARGS(request->method), TEXT_ARGS(request->path),
                    request->query.size ? "?" : "", TEXT_ARGS(request->query));
    assert_true(request->authenticated && request->principal.operator_);
    if (!text_is(request->accept, "application/json")) {
        buffer_printf(&fake->requests, "accepts %.*s: ", TEXT_ARGS(request->accept));
    }
    buffer_printf(&fake->requests, "%.*s%s%.*s\n", TEXT_ARGS(line), request->body.size ? " " : "",
                  TEXT_ARGS(request->body));
    for (size_t i = 0; i < fake->canned_count; i++) {
        const struct canned *canned = &fake->canned[i];
        if (!text_starts(line, text_of(canned->request))) {
            continue;
        }
        if (canned->status == 0) {
            return error_set(error, STATUS_NOT_FOUND, "%s", canned->body);
        }
        bool lines = text_starts(request->path, TEXT("/v1/import")) ||
                     text_starts(request->path, TEXT("/v1/simulations/"));
        exchange->response = (struct response){
            .status = canned->status,
            .content_type = text_of(canned->status >= 400 ? "application/problem+json"
                                    : lines               ? "application/x-ndjson"
                                                          : "application/json"),
            .body = text_of(canned->body),
            .location = text_of(canned->location),
        };
        return STATUS_OK;
    }
    print_error("no answer to: %.*s\n", TEXT_ARGS(line));
    fail();
    return STATUS_OK;
}

/* --- files ------------------------------------------------------------------------------ */

static const struct fake_file *find(const struct fake *fake, const char *path)
{
    for (size_t i = 0; i < fake->file_count; i++) {
        if (strcmp(fake->files[i].path, path) == 0) {
            return &fake->files[i];
        }
    }
    return NULL;
}

static enum status read_file(void *self, struct arena *arena, const char *path, size_t limit,
                             struct text *content, struct error *error)
{
    const struct fake_file *file = find(self, path);
    (void)arena;
    (void)limit;
    if (!file || !file->content) {
        return error_set(error, STATUS_NOT_FOUND, "%s cannot be read: there is no such file", path);
    }
    *content = text_of(file->content);
    return STATUS_OK;
}

static enum status list_folder(void *self, struct arena *arena, const char *path, struct files_list *list,
                               struct error *error)
{
    struct fake *fake = self;
    size_t size = strlen(path);
    (void)error;
    *list = (struct files_list){0};
    for (size_t i = 0; i < fake->file_count; i++) {
        const char *other = fake->files[i].path;
        if (strncmp(other, path, size) == 0 && other[size] == '/' && !strchr(other + size + 1, '/')) {
            vector_push(arena, &list->list,
                        (struct files_entry){text_of(other + size + 1), fake->files[i].content == NULL});
        }
    }
    return STATUS_OK;
}

static bool exists(void *self, const char *path, bool *is_folder)
{
    const struct fake_file *file = find(self, path);
    if (file) {
        *is_folder = file->content == NULL;
    }
    return file != NULL;
}

static FILE *open_file(void *self, const char *path, const char *mode)
{
    struct fake *fake = self;
    const struct fake_file *file = find(fake, path);
    if (mode[0] == 'w') {
        buffer_printf(&fake->requests, "write %s\n", path);
        fake->written = open_memstream(&fake->written_text, &fake->written_size);
        return fake->written;
    }
    if (!file || !file->content) {
        errno = ENOENT;
        return NULL;
    }
    return fmemopen((void *)(uintptr_t)file->content, strlen(file->content), "r");
}

/* --- what app does itself ------------------------------------------------------------------ */

static enum status init(void *self, const char *folder, struct buffer *told, struct error *error)
{
    struct fake *fake = self;
    fake->called = arena_printf(&fake->arena, "init %s", folder);
    if (strcmp(folder, "taken") == 0) {
        return error_set(error, STATUS_EXISTS, "taken is a site already");
    }
    buffer_printf(told, "Made %s.\n", folder);
    return STATUS_OK;
}

static enum status serve(void *self, const char *listen, bool watch, struct error *error)
{
    struct fake *fake = self;
    (void)error;
    fake->called = arena_printf(&fake->arena, "serve %s%s", listen ? listen : "-", watch ? " watch" : "");
    return STATUS_OK;
}

static int bench(void *self, int argc, char **argv)
{
    struct fake *fake = self;
    fake->called = "bench";
    for (int i = 0; i < argc; i++) {
        fake->called = arena_printf(&fake->arena, "%s %s", fake->called, argv[i]);
    }
    return 1;
}

/* --- the host -------------------------------------------------------------------------------- */

void fake_init(struct fake *fake)
{
    *fake = (struct fake){0};
    arena_init(&fake->arena);
    buffer_init(&fake->requests, &fake->arena);
    fake->host = (struct cli_host){
        .use_site = use_site,
        .ask = ask,
        .init = init,
        .serve = serve,
        .bench = bench,
        .open_file = open_file,
        .self = fake,
        .files = {.read = read_file, .list = list_folder, .exists = exists, .self = fake},
        .clock = clock_of_virtual(&fake->clock),
    };
}

static void forget(struct fake *fake)
{
    free(fake->out_text);
    free(fake->err_text);
    free(fake->written_text);
    fake->out_text = fake->err_text = fake->written_text = NULL;
}

void fake_deinit(struct fake *fake)
{
    forget(fake);
    arena_deinit(&fake->arena);
}

int fake_run_input(struct fake *fake, const char *input, ...)
{
    char *argv[64] = {(char *)(uintptr_t) "caseway"};
    int argc = 1;
    va_list words;
    forget(fake);
    fake->requests.size = 0;
    va_start(words, input);
    while ((argv[argc] = va_arg(words, char *)) != NULL) {
        argc++;
    }
    va_end(words);
    fake->host.in =
        input[0] ? fmemopen((void *)(uintptr_t)input, strlen(input), "r") : fopen("/dev/null", "r");
    fake->host.out = open_memstream(&fake->out_text, &fake->out_size);
    fake->host.err = open_memstream(&fake->err_text, &fake->err_size);
    int status = cli_run(&fake->host, argc, argv);
    fclose(fake->host.in);
    fclose(fake->host.out);
    fclose(fake->host.err);
    return status;
}

const char *fake_requests(struct fake *fake)
{
    return text_copy(&fake->arena, buffer_result(&fake->requests)).at;
}

#include "support.h"

#include "base/files.h"

#include <stdio.h>
#include <string.h>

void load_tree_of(struct loaded *loaded, struct text bytes)
{
    *loaded = (struct loaded){0};
    arena_init(&loaded->arena);
    findings_init(&loaded->findings, &loaded->arena);
    loaded->source = (struct source){TEXT("w.yaml"), bytes, &loaded->findings};
    loaded->root = node_read(&loaded->arena, &loaded->source);
}

void load_tree(struct loaded *loaded, const char *yaml)
{
    load_tree_of(loaded, text_of(yaml));
}

static void read_definition(struct loaded *loaded)
{
    if (loaded->root) {
        loaded->definition = definition_read(&loaded->arena, loaded->root, &loaded->source);
    }
}

void load(struct loaded *loaded, const char *yaml)
{
    load_tree(loaded, yaml);
    read_definition(loaded);
}

void load_file(struct loaded *loaded, const char *path)
{
    struct files files = files_system();
    struct text bytes;
    struct error error;
    *loaded = (struct loaded){0};
    arena_init(&loaded->arena);
    findings_init(&loaded->findings, &loaded->arena);
    if (files.read(files.self, &loaded->arena, arena_printf(&loaded->arena, "%s/%s", SOURCE_DIR, path),
                   NODE_FILE_LIMIT, &bytes, &error) != STATUS_OK) {
        fail_msg("%s", error.message);
    }
    loaded->source = (struct source){text_of(path), bytes, &loaded->findings};
    loaded->root = node_read(&loaded->arena, &loaded->source);
    read_definition(loaded);
}

void unload(struct loaded *loaded)
{
    arena_deinit(&loaded->arena);
}

void load_part(struct loaded *loaded, const char *part)
{
    static char yaml[16 * 1024];
    bool has_states = strstr(part, "\nstates:") || strncmp(part, "states:", 7) == 0;
    int size = snprintf(yaml, sizeof yaml, "workflow: w\n%s%s", part, has_states ? "" : "states: {s: {}}\n");
    assert_true(size > 0 && (size_t)size < sizeof yaml);
    load(loaded, yaml);
}

const char *found(struct loaded *loaded)
{
    struct buffer out;
    buffer_init(&out, &loaded->arena);
    findings_print(&loaded->findings, &out);
    buffer_byte(&out, '\0');
    return out.at;
}

static bool holds(struct text text, const char *words)
{
    return strlen(words) == 0 || memmem(text.at, text.size, words, strlen(words)) != NULL;
}

void assert_hint(struct loaded *loaded, unsigned line, unsigned column, const char *words, const char *hint)
{
    vector_each(struct finding, finding, &loaded->findings.list)
    {
        if (finding->place.line == line && finding->place.column == column &&
            holds(finding->message, words) && holds(finding->hint, hint)) {
            return;
        }
    }
    fail_msg("not found at %u:%u: \"%s\" with \"%s\", but:\n%s", line, column, words, hint, found(loaded));
}

void assert_found(struct loaded *loaded, unsigned line, unsigned column, const char *words)
{
    assert_hint(loaded, line, column, words, "");
}

void assert_nothing_found(struct loaded *loaded)
{
    if (loaded->findings.errors + loaded->findings.warnings) {
        fail_msg("%s", found(loaded));
    }
}

void assert_text(struct text text, const char *expected)
{
    if (!text_is(text, expected)) {
        fail_msg("\"%.*s\" is not \"%s\"", TEXT_ARGS(text), expected);
    }
}

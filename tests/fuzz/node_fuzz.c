/* Any bytes as YAML: a tree whose places lie in the file, and which is JSON; or findings that say why there
 * is none. */
#include "base/insist.h"
#include "definition/node.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_node(const struct node *node, unsigned depth)
{
    insist(depth <= NODE_DEPTH_LIMIT && node->place.line >= 1 && node->place.column >= 1);
    insist(text_is_utf8(node->scalar));
    for (uint32_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAP) {
            const struct node_entry *entry = &node->entries[i];
            insist(entry->key.size > 0 && entry->place.line >= 1);
            insist(node_entry_of(node, entry->key) == entry || node->count > 8);
        }
        check_node(node->kind == NODE_MAP ? &node->entries[i].value : &node->elements[i], depth + 1);
    }
}

static void check_json(struct arena *arena, const struct node *root)
{
    struct json value = node_to_json(arena, root), again;
    struct text text = json_to_text(arena, &value);
    insist(json_read(arena, text, &again, NULL) == STATUS_OK && json_equal(&value, &again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct findings findings;
    struct buffer printed;
    arena_init(&arena);
    findings_init(&findings, &arena);
    buffer_init(&printed, &arena);
    struct source source = {TEXT("fuzz.yaml"), {(const char *)data, size}, &findings};
    const struct node *root = node_read(&arena, &source);
    insist(root || findings.errors > 0);
    if (root) {
        check_node(root, 1);
        check_json(&arena, root);
    }
    findings_sort(&findings);
    findings_print(&findings, &printed);
    insist(text_is_utf8(buffer_result(&printed)));
    arena_deinit(&arena);
    return 0;
}

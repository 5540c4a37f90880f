/* What the two halves of the YAML reader share: the tree's maker (node.c) and who says what is wrong with the
 * text (node_faults.c). Private to this room, and the one header that names libyaml. */
#ifndef CASEWAY_DEFINITION_NODE_LOADER_H
#define CASEWAY_DEFINITION_NODE_LOADER_H

#include "definition/source.h"

#include <yaml.h>

struct node_loader {
    struct arena *arena;
    const struct source *source;
    yaml_parser_t parser;
    yaml_event_t event;
    struct lines lines;
    struct place bracket; /* of the innermost "{" or "[" that is open; line 0: none */
    uint32_t count;       /* nodes so far */
    bool stopped;         /* nothing more is read */
};

/* Ours count from 1. */
struct place place_of_mark(yaml_mark_t mark);

/* libyaml stopped: says why, in our words. */
void node_fault_syntax(struct node_loader *loader);
/* Something that YAML has and we do not take: an alias, an anchor, a tag. */
void node_fault_alias(struct node_loader *loader);
void node_fault_anchor(struct node_loader *loader, const yaml_char_t *anchor);
void node_fault_tag(struct node_loader *loader, const yaml_char_t *tag);
/* True, and said, when bytes are not UTF-8. */
bool node_fault_encoding(struct node_loader *loader);
/* True, and said, when ENTRY, whose value is empty, is a torn text: its key ended at KEY_END, its value
 * begins at VALUE_START. */
bool node_fault_torn(struct node_loader *loader, const struct node_entry *entry, bool flow,
                     yaml_mark_t key_end, yaml_mark_t value_start);

#endif

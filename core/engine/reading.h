/* Reading a subject's document with suspicion, shared by the files that do it (subject_read.c, where the
 * shape of the document stands, and subject_nodes.c). Private to engine/. */
#ifndef CASEWAY_ENGINE_READING_H
#define CASEWAY_ENGINE_READING_H

#include "engine/nodes.h"

struct reading {
    struct arena *arena;
    const struct definition *definition;
    const struct json *document;
    struct subject *subject;
    struct error *error;
};

/* PART of the document names something that the workflow does not have. */
enum status reading_damaged(struct reading *reading, const char *part, struct text name);
/* The part NAME of the document; NULL when it is not there, and when it is not of TYPE, which *STATUS tells
 * then. */
const struct json *reading_part(struct reading *reading, const char *name, enum json_type type,
                                enum status *status);
/* Takes "name[12]" apart; without brackets the item is 0. False when the brackets are not such. */
bool reading_label(struct text label, struct text *name, uint32_t *item);
/* "service.pre-birth[2].expected" → state and item; false when there is no such node. */
bool reading_node(struct reading *reading, struct text path, struct node_id *node);

/* Whether messages can wait like that (waiting.c). */
bool waiting_is_whole(const struct json *waiting);
enum status reading_configuration(struct reading *reading);
enum status reading_histories(struct reading *reading);
enum status reading_entered(struct reading *reading);
enum status reading_stood(struct reading *reading);

#endif

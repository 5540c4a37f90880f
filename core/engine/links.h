/* Links from a record to others: {kind: [references]} in its document. Each is there on both sides: who makes
 * one tells the other record in the same commit, which has its back then (`earlier` here, `later` there).
 *
 * A record that was merged into another has the link `merged_into` to it: it is closed, stands still as it
 * stood, and work goes on there. Pure; any thread. */
#ifndef CASEWAY_ENGINE_LINKS_H
#define CASEWAY_ENGINE_LINKS_H

#include "definition/link_kinds.h"
#include "engine/subject.h"

enum { LINK_LIMIT = 100 }; /* links of one kind */

/* The references under KIND, as JSON; NULL when there is none. */
const struct json *link_list(const struct subject *subject, enum link_kind kind);
bool link_is_there(const struct subject *subject, enum link_kind kind, struct text reference);
/* What the record was merged into; empty when it was not. */
struct text link_merged_into(const struct subject *subject);
/* Whether LINKS, a document's, are links: known kinds, lists of references, none of them empty. */
bool links_are_whole(const struct json *links);

#endif

/* The kinds of link between records, and the engine's own events about them: words that the language knows
 * (`case.links.sibling`, `tell: {to: sibling}`). What a link is and does is in engine/links.h. */
#ifndef CASEWAY_DEFINITION_LINK_KINDS_H
#define CASEWAY_DEFINITION_LINK_KINDS_H

#include "base/text.h"

/* X(ENUMERATOR, name, the name of what the other record has, whether people make it with `link`) */
#define LINK_KINDS(X)                                                                                        \
    X(LINK_SIBLING, "sibling", "sibling", true)                                                              \
    X(LINK_EARLIER, "earlier", "later", true)                                                                \
    X(LINK_LATER, "later", "earlier", true)                                                                  \
    X(LINK_RELATED, "related", "related", true)                                                              \
    X(LINK_MERGED_INTO, "merged_into", "merged_from", false)                                                 \
    X(LINK_MERGED_FROM, "merged_from", "merged_into", false)

#define X(kind, name, back, by_hand) kind,
enum link_kind { LINK_KINDS(X) LINK_KIND_COUNT };
#undef X

/* False when NAME is no kind. */
bool link_kind_read(struct text name, enum link_kind *kind);
const char *link_kind_name(enum link_kind kind);
/* What the other record has: of `earlier` it is `later`. */
const char *link_kind_back(enum link_kind kind);
/* People make and take away such links with `link` and `unlink`; the others come of merging. */
bool link_kind_is_by_hand(enum link_kind kind);

/* link unlink merge unmerge, and linked unlinked merged unmerged, which one record tells another. */
bool link_event_is(struct text event);
bool link_event_is_told(struct text event);

#endif

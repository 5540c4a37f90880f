/* The schemas of the door's description (JSON Schema 2020-12, as OpenAPI 3.1 has it), from a notation that
 * can be read. Private to api/. */
#ifndef CASEWAY_API_SCHEMAS_H
#define CASEWAY_API_SCHEMAS_H

#include "base/json.h"

enum { SCHEMA_DEPTH_LIMIT = 8 /* objects and lists within one another */ };

/* The schema that NOTATION writes, in ARENA. It is ours: what cannot be read is a mistake of this program.
 *
 *   type     = one { " or " one }
 *   one      = "[" type "]" | "{" member { ", " member } "}" | "{*: " type "}" | "page of " type | word
 *   member   = name [ ": " type ]                                               (a text, unless it says)
 *   word     = text | integer | boolean | null | object | any | uri
 *            | date | time | due                      (RFC 3339: full-date, date-time in UTC, either one)
 *            | Name                                     (of another schema: it begins with a capital)
 *            | this|that|other                                              (one of these texts) */
struct json schema_read(struct arena *arena, const char *notation);

/* All that answers and requests are made of, by name. What is not there is left out of an answer. */
struct json schemas_all(struct arena *arena);

#endif

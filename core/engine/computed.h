/* The fields that are always their expression (`value: = …`), worked out when a case is shown: they are not
 * in its document, and rules ask for them when they read them. */
#ifndef CASEWAY_ENGINE_COMPUTED_H
#define CASEWAY_ENGINE_COMPUTED_H

#include "engine/rules.h"

/* The data of SCOPE's subject with the present value of each computed field, of lists' items too; one that is
 * empty is left out, and so is one that fails inside, which is added to *NOTES (an array; NULL: nobody asks)
 * as {line, message, what}. Within the begin and end of RULES. The subject's own data, as it is, when its
 * definition computes none; what is made lives in ARENA. An amount of money is rounded to pence. */
struct json computed_fields(struct arena *arena, const struct scope *scope, const struct rules *rules,
                            struct json *notes);
/* The present value of FIELD, which is computed, in SCOPE; JSON_NULL when it is empty, or fails. Within the
 * begin and end of RULES. */
struct json computed_value(struct arena *arena, const struct scope *scope, const struct rules *rules,
                           const struct field *field);
/* What computed_fields() gives, for a reading at NOW, which begins and ends RULES where there is something to
 * ask. */
struct json computed_data(struct arena *arena, const struct world *world, const struct subject *subject,
                          instant now, const struct rules *rules);

#endif

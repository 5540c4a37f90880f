/* Which records a command names, so that flow can look them up before it plans: planning itself reads no
 * store. Pure; any thread. */
#ifndef CASEWAY_ENGINE_NAMES_H
#define CASEWAY_ENGINE_NAMES_H

#include "engine/plan.h"

struct command_names {
    VECTOR(struct text)
    records,
        people; /* each reference once, as the command has it; people: those that answer a person field */
};

/* The record that `link`, `unlink` or `merge` names; the P-references among the answers for person fields.
 * Borrows COMMAND. */
void command_names(struct arena *arena, const struct definition *definition, const struct command *command,
                   struct command_names *names);
/* "P-7": the reference of a person, which the store numbered. */
bool is_person_reference(struct text text);
/* What was looked up, to be kept with the entry: {known, episodes}, empty parts left out. */
struct json given_json(struct arena *arena, const struct given *given);
/* And back, into GIVEN; JSON that is none gives nothing. Borrows JSON. */
void given_read(struct arena *arena, const struct json *json, struct given *given);

#endif

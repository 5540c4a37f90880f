/* What a plan must know of other records, looked up before it is made: planning reads no store. Private to
 * flow/; engine thread. */
#ifndef CASEWAY_FLOW_LOOK_UP_H
#define CASEWAY_FLOW_LOOK_UP_H

#include "flow/path.h"

enum {
    LOOK_UP_EPISODES = 50, /* cases of one person that an `open` is told of, newest first */
    LOOK_UP_MERGES = 10    /* merged records that lead one to the next */
};

/* Fills GIVEN with the records that COMMAND on a subject of DEFINITION names, and for an `open` with the
 * cases that the people among them have; of one who was merged into another, that other's. What is not there
 * is left out. Anything but STATUS_OK: the store failed. */
enum status look_up(struct flow *flow, const struct definition *definition, const struct command *command,
                    struct given *given, struct error *error);

#endif

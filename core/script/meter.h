/* What plugins cost: calls, time, failures, by plugin. Shared by hosts of several threads, in memory alone.
 */
#ifndef CASEWAY_SCRIPT_METER_H
#define CASEWAY_SCRIPT_METER_H

#include "base/json.h"

enum {
    METER_LIMIT = 64,     /* plugins that are told apart */
    METER_NAME_LIMIT = 64 /* bytes of a plugin's name */
};

struct script_meter;

struct script_meter *script_meter_new(void);
void script_meter_free(struct script_meter *meter);
/* Any thread: a call into PLUGIN's code took so many NANOSECONDS, and failed or did not. */
void script_meter_note(struct script_meter *meter, struct text plugin, uint64_t nanoseconds, bool failed);
/* Any thread: an object, plugin → {calls, failures, mean, worst}; the latter two in microseconds. */
struct json script_meter_json(struct script_meter *meter, struct arena *arena);

#endif

/* Versions of workflows that a world does not hold, because no open case needs them or there are too many:
 * read out of the parts that the store keeps, when a subject stands on one.
 *
 * A shelf belongs to one thread, and what it gives lives in its arena: as long as the run, the call or the
 * turn that asked. */
#ifndef CASEWAY_STORE_PINNED_H
#define CASEWAY_STORE_PINNED_H

#include "base/map.h"
#include "base/vector.h"
#include "store/store.h"

/* The world of cases that keep an older set of plugins' versions. */
struct shelf_world {
    const struct world *present, *pinned;
};

struct shelf {
    struct arena *arena;
    struct map by_digest;
    VECTOR(const struct definition *)
    definitions;
    VECTOR(struct shelf_world)
    worlds;
};

/* The space of values that keeps sets of plugins' versions: number → {plugin: digest}. */
#define PINNED_PLUGINS TEXT("plugins")

/* The definition of that digest (hex): the world's, else the shelf's, else read from the store (within a
 * read, or on the writer) and put on the shelf. STATUS_NOT_FOUND when the store does not keep it,
 * STATUS_UNSUPPORTED when this program cannot read it any more; the error names the version and why. */
enum status pinned_definition(struct shelf *shelf, const struct world *world, struct store *store,
                              struct text digest_hex, const struct definition **definition,
                              struct error *error);
/* The world of a case that keeps the plugins' versions of SET: WORLD itself where those are the present ones
 * (0 too), else WORLD with the versions of that set, made and put on the shelf. A plugin that is not in the
 * set is the present one; one that is not installed any more is gone. The same failures. */
enum status pinned_world(struct shelf *shelf, const struct world *world, struct store *store, int64_t set,
                         const struct world **pinned, struct error *error);
/* Reads a version out of its SOURCE, as the store or a site keeps it; the same failures. */
enum status pinned_read(struct arena *arena, struct text digest_hex, struct text source,
                        const struct definition **definition, struct error *error);

#endif

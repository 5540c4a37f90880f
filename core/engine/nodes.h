/* Nodes of a configuration: a state and the strand it is in; their order, kinship and kinds. Private to
 * engine/.
 *
 * A strand, the node (each state, item), stands between its `each` state (each state, 0) and the states
 * within, so that kinship reads as a tree: parent((child, item)) is (each, item), whose parent is (each, 0).
 * The root is (0, 0); it is always active and never in a configuration. */
#ifndef CASEWAY_ENGINE_NODES_H
#define CASEWAY_ENGINE_NODES_H

#include "engine/subject.h"

#define NODE_ROOT ((struct node_id){0, 0})

static inline bool node_equal(struct node_id a, struct node_id b)
{
    return a.state == b.state && a.item == b.item;
}

static inline const struct state *node_state(const struct definition *definition, struct node_id node)
{
    return &definition->states[node.state];
}

/* The strand (each state, item) itself. */
static inline bool node_is_strand(const struct definition *definition, struct node_id node)
{
    return node.item != 0 && node_state(definition, node)->each != NULL;
}

/* The root's parent is the root. */
struct node_id node_parent(const struct definition *definition, struct node_id node);
/* Document order: negative, 0 or positive. */
int node_compare(const struct definition *definition, struct node_id a, struct node_id b);
/* B is strictly below A (SCXML's isDescendant). */
bool node_is_descendant(const struct definition *definition, struct node_id b, struct node_id a);
/* STATE as seen from NODE: within the same `each` it is in NODE's strand, elsewhere in none. */
struct node_id node_of(const struct definition *definition, uint16_t state, struct node_id node);

/* A final state at the outermost level: a case in it is closed. */
static inline bool node_is_root_final(const struct definition *definition, struct node_id node)
{
    return node_state(definition, node)->kind == STATE_FINAL && node_state(definition, node)->parent == 0;
}

bool node_is_compound(const struct definition *definition, struct node_id node);
bool node_is_parallel(const struct subject *subject, struct node_id node);
/* The list of an `each` state has items. */
uint32_t each_count(const struct subject *subject, const struct state *each);
/* The id of the INDEXth item. */
uint32_t each_item(const struct subject *subject, const struct state *each, uint32_t index);

/* Where NODE is, or would be, in the configuration; *FOUND tells which. */
size_t nodes_find(const struct subject *subject, struct node_id node, bool *found);
bool nodes_has(const struct subject *subject, struct node_id node);
/* Nothing that is active is inside of the INDEXth active node: SCXML's atomic state, but told by the
 * configuration, since an `each` state whose first item has just appeared has no strand yet. */
bool nodes_is_leaf(const struct subject *subject, size_t index);
/* The configuration is one that the statechart can be in (SCXML 3.11): parents are active, of a compound
 * state's children exactly one, of a parallel one's all. One that is empty is too: nothing has begun. */
bool nodes_are_whole(const struct subject *subject);
/* Puts it in its place in document order; it must not be there. */
void nodes_insert(struct arena *arena, struct subject *subject, struct active active);

#endif

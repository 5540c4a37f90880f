/* See nodes.h. */
#include "engine/nodes.h"

#include "base/insist.h"

struct node_id node_parent(const struct definition *definition, struct node_id node)
{
    const struct state *state = node_state(definition, node);
    if (node_is_strand(definition, node)) {
        return (struct node_id){node.state, 0};
    }
    return (struct node_id){state->parent, node.item}; /* of a strand's own child that is the strand itself */
}

/* Within one `each`, strands go by item before anything inside of them goes by state. */
int node_compare(const struct definition *definition, struct node_id a, struct node_id b)
{
    if (a.item != b.item && a.item != 0 && b.item != 0) {
        const struct state *one = node_state(definition, a), *two = node_state(definition, b);
        uint16_t each_a = one->each ? one->index : one->strand;
        uint16_t each_b = two->each ? two->index : two->strand;
        if (each_a == each_b) {
            return a.item < b.item ? -1 : 1;
        }
    }
    if (a.state != b.state) {
        return a.state < b.state ? -1 : 1;
    }
    return a.item == b.item ? 0 : a.item < b.item ? -1 : 1;
}

bool node_is_descendant(const struct definition *definition, struct node_id b, struct node_id a)
{
    const struct state *above = node_state(definition, a);
    if (node_equal(a, NODE_ROOT)) {
        return b.state != 0;
    }
    if (!state_contains(above, b.state)) {
        return false;
    }
    if (a.state == b.state) {
        return a.item == 0 && b.item != 0; /* a strand below its `each` state */
    }
    return a.item == 0 || a.item == b.item;
}

struct node_id node_of(const struct definition *definition, uint16_t state, struct node_id node)
{
    uint16_t strand = definition->states[state].strand;
    uint16_t here =
        node_state(definition, node)->each && node.item ? node.state : node_state(definition, node)->strand;
    bool same = strand != DEFINITION_NONE && strand == here;
    return (struct node_id){state, same ? node.item : 0};
}

uint32_t each_count(const struct subject *subject, const struct state *each)
{
    const struct json *items = json_get(&subject->data, each->each->name);
    return items && items->type == JSON_ARRAY ? items->count : 0;
}

uint32_t each_item(const struct subject *subject, const struct state *each, uint32_t index)
{
    const struct json *items = json_get(&subject->data, each->each->name);
    insist(items && index < items->count);
    return (uint32_t)json_get_integer(&items->elements[index], "id", 0);
}

bool node_is_parallel(const struct subject *subject, struct node_id node)
{
    const struct state *state = node_state(subject->definition, node);
    if (state->each) {
        return node.item == 0 && each_count(subject, state) > 0;
    }
    return state->kind == STATE_PARALLEL;
}

bool node_is_compound(const struct definition *definition, struct node_id node)
{
    const struct state *state = node_state(definition, node);
    return state->kind == STATE_COMPOUND || node_is_strand(definition, node) || node.state == 0;
}

size_t nodes_find(const struct subject *subject, struct node_id node, bool *found)
{
    size_t low = 0, high = subject->configuration.count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = node_compare(subject->definition, subject->configuration.at[middle].node, node);
        if (order == 0) {
            *found = true;
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    *found = false;
    return low;
}

bool nodes_has(const struct subject *subject, struct node_id node)
{
    bool found;
    if (node.state == 0) {
        return true;
    }
    nodes_find(subject, node, &found);
    return found;
}

void nodes_insert(struct arena *arena, struct subject *subject, struct active active)
{
    bool found;
    size_t index = nodes_find(subject, active.node, &found);
    insist(!found);
    (void)vector_more(arena, &subject->configuration);
    struct active *at = subject->configuration.at;
    memmove(&at[index + 1], &at[index], (subject->configuration.count - 1 - index) * sizeof *at);
    at[index] = active;
}

/* The next in document order is inside of a node that is no leaf. */
bool nodes_is_leaf(const struct subject *subject, size_t index)
{
    struct node_id node = subject->configuration.at[index].node;
    if (index + 1 == subject->configuration.count) {
        return true;
    }
    return !node_is_descendant(subject->definition, subject->configuration.at[index + 1].node, node);
}

/* The active children of PARENT; FROM is where its descendants begin. */
static size_t count_children(const struct subject *subject, struct node_id parent, size_t from)
{
    size_t count = 0;
    for (size_t i = from; i < subject->configuration.count; i++) {
        struct node_id node = subject->configuration.at[i].node;
        if (!node_is_descendant(subject->definition, node, parent)) {
            break;
        }
        count += node_equal(node_parent(subject->definition, node), parent);
    }
    return count;
}

bool nodes_are_whole(const struct subject *subject)
{
    const struct definition *definition = subject->definition;
    bool whole = subject->configuration.count == 0 || count_children(subject, NODE_ROOT, 0) == 1;
    for (size_t i = 0; whole && i < subject->configuration.count; i++) {
        struct node_id node = subject->configuration.at[i].node;
        const struct state *state = node_state(definition, node);
        bool all = state->kind == STATE_PARALLEL && !state->each;
        whole = nodes_has(subject, node_parent(definition, node));
        if (whole && (all || node_is_compound(definition, node))) {
            whole = count_children(subject, node, i + 1) == (all ? state->child_count : 1);
        }
    }
    return whole;
}

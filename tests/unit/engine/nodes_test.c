/* Nodes: a tree whose leaves may stand in strands; its order and its kinship. */
#include "support.h"

#include "engine/nodes.h"

static const char yaml[] =
    "fields:\n"
    "  child: {type: list, of: {name: text}}\n"
    "  pet: {type: list, of: {name: text}}\n"
    "initial: before\n"
    "states:\n"
    "  before: {on: {go: life}}\n"
    "  life:\n"
    "    type: parallel\n"
    "    states:\n"
    "      work: {states: {idle: {}, busy: {states: {slow: {}, fast: {}}}}}\n"
    "      children:\n"
    "        each: child\n"
    "        states: {young: {}, old: {states: {well: {}, ill: {}}}, gone: {type: final}}\n"
    "      pets: {each: pet, states: {here: {}}}\n"
    "  after: {}\n";

enum { NODE_ROOM = 64 };

struct tree {
    struct bench bench;
    struct node_id nodes[NODE_ROOM];
    size_t count;
};

/* All nodes that there can be with items 1, 2 and 12, in no order. */
static int begin(void **state)
{
    static struct tree tree;
    static const uint32_t items[] = {12, 1, 0, 2};
    bench_begin(&tree.bench, yaml);
    const struct definition *definition = tree.bench.definition;
    tree.count = 0;
    for (size_t n = definition->state_count; n-- > 0;) {
        const struct state *one = &definition->states[n];
        for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
            bool can_be =
                items[i] ? one->each || one->strand != DEFINITION_NONE : one->strand == DEFINITION_NONE;
            if (can_be) {
                assert_true(tree.count < NODE_ROOM);
                tree.nodes[tree.count++] = (struct node_id){(uint16_t)n, items[i]};
            }
        }
    }
    *state = &tree;
    return 0;
}

static int end(void **state)
{
    struct tree *tree = *state;
    bench_end(&tree->bench);
    return 0;
}

static struct node_id node(struct tree *tree, const char *path, uint32_t item)
{
    uint16_t found = definition_state(tree->bench.definition, text_of(path));
    assert_int_not_equal(found, DEFINITION_NONE);
    return (struct node_id){found, item};
}

static int sign(int number)
{
    return number < 0 ? -1 : number > 0;
}

static void the_order_is_total(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    for (size_t a = 0; a < tree->count; a++) {
        for (size_t b = 0; b < tree->count; b++) {
            int order = sign(node_compare(definition, tree->nodes[a], tree->nodes[b]));
            assert_int_equal(order, -sign(node_compare(definition, tree->nodes[b], tree->nodes[a])));
            assert_int_equal(order == 0, a == b);
            for (size_t c = 0; c < tree->count; c++) {
                if (order < 0 && node_compare(definition, tree->nodes[b], tree->nodes[c]) < 0) {
                    assert_true(node_compare(definition, tree->nodes[a], tree->nodes[c]) < 0);
                }
            }
        }
    }
}

/* isDescendant, told once more by climbing. */
static bool is_below(const struct definition *definition, struct node_id b, struct node_id a)
{
    while (b.state != 0) {
        b = node_parent(definition, b);
        if (node_equal(a, b)) {
            return true;
        }
    }
    return false;
}

static void kinship_is_what_climbing_finds(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    for (size_t a = 0; a < tree->count; a++) {
        for (size_t b = 0; b < tree->count; b++) {
            bool below = is_below(definition, tree->nodes[b], tree->nodes[a]);
            assert_int_equal(node_is_descendant(definition, tree->nodes[b], tree->nodes[a]), below);
            if (below) { /* parents come before children: entry order */
                assert_true(node_compare(definition, tree->nodes[a], tree->nodes[b]) < 0);
            }
        }
    }
}

/* What is between a node and its descendant in document order is its descendant too. */
static void a_nodes_descendants_stand_together(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    for (size_t a = 0; a < tree->count; a++) {
        for (size_t b = 0; b < tree->count; b++) {
            if (!node_is_descendant(definition, tree->nodes[b], tree->nodes[a])) {
                continue;
            }
            for (size_t c = 0; c < tree->count; c++) {
                bool between = node_compare(definition, tree->nodes[a], tree->nodes[c]) < 0 &&
                               node_compare(definition, tree->nodes[c], tree->nodes[b]) < 0;
                assert_true(!between || node_is_descendant(definition, tree->nodes[c], tree->nodes[a]));
            }
        }
    }
}

static void a_strand_stands_between_its_list_and_its_states(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    struct node_id young = node(tree, "life.children.young", 2), strand = node(tree, "life.children", 2);
    assert_true(node_equal(node_parent(definition, young), strand));
    assert_true(node_equal(node_parent(definition, strand), node(tree, "life.children", 0)));
    assert_true(node_equal(node_parent(definition, node(tree, "life.children", 0)), node(tree, "life", 0)));
    assert_true(node_equal(node_parent(definition, node(tree, "life", 0)), NODE_ROOT));
    assert_true(node_equal(node_parent(definition, NODE_ROOT), NODE_ROOT));
    assert_true(node_is_strand(definition, strand));
    assert_false(node_is_strand(definition, young));
    assert_false(node_is_strand(definition, node(tree, "life.children", 0)));
}

static void strands_go_by_item_before_state(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    assert_true(
        node_compare(definition, node(tree, "life.children.gone", 1), node(tree, "life.children", 2)) < 0);
    assert_true(node_compare(definition, node(tree, "life.children.old.ill", 2),
                             node(tree, "life.children.young", 12)) < 0);
    /* items of another list say nothing */
    assert_true(
        node_compare(definition, node(tree, "life.children.young", 12), node(tree, "life.pets.here", 1)) < 0);
}

static void a_state_is_seen_in_the_strand_it_is_looked_at_from(void **state)
{
    struct tree *tree = *state;
    const struct definition *definition = tree->bench.definition;
    uint16_t old = node(tree, "life.children.old", 0).state, after = node(tree, "after", 0).state;
    assert_int_equal(node_of(definition, old, node(tree, "life.children.young", 2)).item, 2);
    assert_int_equal(node_of(definition, old, node(tree, "life.children", 12)).item, 12);
    assert_int_equal(node_of(definition, after, node(tree, "life.children.young", 2)).item, 0);
    assert_int_equal(node_of(definition, old, node(tree, "life.pets.here", 2)).item, 0);
}

static void kinds_are_told_of_strands_too(void **state)
{
    struct tree *tree = *state;
    struct bench *bench = &tree->bench;
    struct subject subject;
    subject_init(&subject, bench->definition);
    struct node_id children = node(tree, "life.children", 0), strand = node(tree, "life.children", 1);
    assert_true(node_is_parallel(&subject, node(tree, "life", 0)));
    assert_false(node_is_parallel(&subject, children)); /* without items it is atomic */
    assert_int_equal(each_count(&subject, node_state(bench->definition, children)), 0);
    subject.data = json_of(&bench->arena, "{'child':[{'id':1},{'id':12}]}");
    assert_true(node_is_parallel(&subject, children));
    assert_false(node_is_parallel(&subject, strand));
    assert_int_equal(each_count(&subject, node_state(bench->definition, children)), 2);
    assert_int_equal(each_item(&subject, node_state(bench->definition, children), 1), 12);
    assert_true(node_is_compound(bench->definition, strand));
    assert_false(node_is_compound(bench->definition, children));
    assert_true(node_is_compound(bench->definition, NODE_ROOT));
    assert_true(node_is_compound(bench->definition, node(tree, "life.work", 0)));
    assert_false(node_is_compound(bench->definition, node(tree, "life", 0)));
    assert_false(node_is_compound(bench->definition, node(tree, "after", 0)));
}

static void a_configuration_keeps_document_order(void **state)
{
    struct tree *tree = *state;
    struct bench *bench = &tree->bench;
    struct subject subject;
    subject_init(&subject, bench->definition);
    for (size_t i = 0; i < tree->count; i++) {
        if (tree->nodes[i].state != 0) {
            assert_false(nodes_has(&subject, tree->nodes[i]));
            nodes_insert(&bench->arena, &subject, (struct active){tree->nodes[i], 7});
            assert_true(nodes_has(&subject, tree->nodes[i]));
        }
    }
    assert_true(nodes_has(&subject, NODE_ROOT));
    assert_int_equal(subject.configuration.count, tree->count - 1);
    for (size_t i = 1; i < subject.configuration.count; i++) {
        assert_true(node_compare(bench->definition, subject.configuration.at[i - 1].node,
                                 subject.configuration.at[i].node) < 0);
        bool found;
        assert_int_equal(nodes_find(&subject, subject.configuration.at[i].node, &found), i);
        assert_true(found);
    }
}

static void a_leaf_has_nothing_active_inside(void **state)
{
    struct tree *tree = *state;
    struct bench *bench = &tree->bench;
    struct subject subject;
    subject_init(&subject, bench->definition);
    const struct node_id nodes[] = {node(tree, "life", 0),           node(tree, "life.work", 0),
                                    node(tree, "life.work.idle", 0), node(tree, "life.children", 0),
                                    node(tree, "life.pets", 0),      node(tree, "life.pets", 3),
                                    node(tree, "life.pets.here", 3)};
    static const bool leaves[] = {false, false, true, true, false, false, true};
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        nodes_insert(&bench->arena, &subject, (struct active){nodes[i], 7});
    }
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++) {
        assert_int_equal(nodes_is_leaf(&subject, i), leaves[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_is_total),
        cmocka_unit_test(kinship_is_what_climbing_finds),
        cmocka_unit_test(a_nodes_descendants_stand_together),
        cmocka_unit_test(a_strand_stands_between_its_list_and_its_states),
        cmocka_unit_test(strands_go_by_item_before_state),
        cmocka_unit_test(a_state_is_seen_in_the_strand_it_is_looked_at_from),
        cmocka_unit_test(kinds_are_told_of_strands_too),
        cmocka_unit_test(a_configuration_keeps_document_order),
        cmocka_unit_test(a_leaf_has_nothing_active_inside),
    };
    return cmocka_run_group_tests(tests, begin, end);
}

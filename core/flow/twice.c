/* Purity shown: of the plans of commands one in TWICE_EVERY is made twice, where asserts are compiled in, and
 * the two must be the same. No plugin can make them differ; if they do, it is our bug. See path.h. */
#include "flow/path.h"

#include "base/insist.h"

#ifdef NDEBUG
enum { TWICE_EVERY = 0 };
#else
enum { TWICE_EVERY = 16 };
#endif

static bool same(struct arena *arena, const struct json *a, const struct json *b)
{
    return text_equal(json_to_text(arena, a), json_to_text(arena, b));
}

void path_plan_twice(struct flow *flow, const struct loaded *loaded, const struct command *command,
                     const struct given *given, const struct plan *plan)
{
    struct arena *arena = &flow->arena;
    if (TWICE_EVERY == 0 || flow->plans++ % (TWICE_EVERY ? TWICE_EVERY : 1) != 0) {
        return;
    }
    struct subject *subject =
        path_subject(arena, plan->after->definition, &loaded->stored, &loaded->document);
    insist(subject); /* it could be read before */
    const struct plan *again =
        plan_build(arena, loaded->world, subject, &loaded->document, command, given, &flow->options.rules);
    bool cut = plan->failure.status == STATUS_CUT_OFF || again->failure.status == STATUS_CUT_OFF;
    insist(cut || plan->outcome == again->outcome); /* the watchdog's time alone is outside of a plan */
    insist(cut || same(arena, &plan->document, &again->document));
    insist(cut || same(arena, &plan->transcript, &again->transcript));
}

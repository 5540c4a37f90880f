/* Purity shown: of the plans of commands one in TWICE_EVERY is made twice, where asserts are compiled in, and
 * the two must be the same. No plugin can make them differ; if they do, it is our bug. See path.h. */
#include "flow/path.h"

#include "base/insist.h"

#ifdef NDEBUG
enum { TWICE_EVERY = 0 };
#else
enum { TWICE_EVERY = 16 };
#endif

static struct subject *read_again(struct arena *arena, const struct loaded *loaded, const struct plan *plan)
{
    struct subject *subject = arena_new(arena, struct subject);
    const struct definition *definition = plan->after->definition;
    if (loaded->document.type == JSON_NULL) {
        subject_init(subject, definition);
    } else {
        enum status status = subject_read(arena, definition, &loaded->document, subject, NULL);
        insist(status == STATUS_OK); /* it could be read before */
    }
    subject->id = loaded->stored.id;
    subject->kind = loaded->stored.kind;
    subject->reference = loaded->stored.reference;
    subject->version = loaded->stored.version;
    return subject;
}

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
    const struct plan *again = plan_build(arena, loaded->world, read_again(arena, loaded, plan),
                                          &loaded->document, command, given, &flow->options.rules);
    bool cut = plan->failure.status == STATUS_CUT_OFF || again->failure.status == STATUS_CUT_OFF;
    insist(cut || plan->outcome == again->outcome); /* the watchdog's time alone is outside of a plan */
    insist(cut || same(arena, &plan->document, &again->document));
    insist(cut || same(arena, &plan->transcript, &again->transcript));
}

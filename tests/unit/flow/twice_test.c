/* Purity shown: a plan that would come out otherwise a second time stops the process, where asserts are
 * compiled in. */
#include "support.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { COMMANDS = 40 /* more than enough for one of the sample */ };

static const char workflow[] = "title: W\n"
                               "fields: {n: {type: number, default: 0}}\n"
                               "events: {open: {}, up: {}}\n"
                               "initial: a\n"
                               "states:\n"
                               "  a: {on: {up: {actions: [{assign: {n: = data.n + 1}}]}}}\n"
                               "  end: {type: final}\n";

/* The fake's rules, but what they evaluate is never twice the same. */
static struct rules_api restless;
static const struct rules_api *real;
static int64_t evaluated;

static enum status evaluate(void *self, const struct expression *expression, const struct scope *scope,
                            struct value *value, struct error *error)
{
    enum status status = real->evaluate(self, expression, scope, value, error);
    if (value->kind == VALUE_NUMBER) {
        value->json = json_integer(value->json.integer + ++evaluated);
    }
    return status;
}

static void run_commands(struct site *site, struct rules rules)
{
    struct flow_options options = {site->store, &site->world, rules, clock_of_virtual(&site->clock),
                                   random_of_seed(&site->seeded, 8)};
    struct flow *flow = site->flow;
    site->flow = flow_new(&options);
    must(site, "{'event':'open','workflow':'w'}");
    for (int i = 0; i < COMMANDS; i++) {
        must(site, "{'event':'up','case':'C-1'}");
    }
    flow_free(site->flow);
    site->flow = flow;
}

static void the_same_comes_out(void **state)
{
    struct site site;
    (void)state;
    site_begin(&site, workflow);
    run_commands(&site, fake_rules(&site.fake));
    site_end(&site);
}

static void what_differs_stops_the_process(void **state)
{
    (void)state;
#ifdef NDEBUG
    skip();
#endif
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct site site;
        signal(SIGABRT, SIG_DFL);
        (void)!freopen("/dev/null", "w", stderr);
        site_begin(&site, workflow);
        struct rules rules = fake_rules(&site.fake);
        real = rules.api;
        restless = *real;
        restless.evaluate = evaluate;
        rules.api = &restless;
        run_commands(&site, rules);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_comes_out),
        cmocka_unit_test(what_differs_stops_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

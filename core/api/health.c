/* Whether the process lives, takes commands, and what it counts; and the walk over every chain. */
#include "api/parts.h"

#include <inttypes.h>

bool health_get(struct call *call)
{
    return answer_text(call, 200, "text/plain; charset=utf-8", TEXT("alive\n"));
}

bool ready_get(struct call *call)
{
    struct api *api = call->api;
    bool takes =
        api->options.store && !atomic_load(&api->stopped) && atomic_load(&api->in_flight) < QUEUE_LIMIT;
    if (!takes) {
        return answer_problem(call, PROBLEM_BUSY, "No commands are taken at present.");
    }
    return answer_text(call, 200, "text/plain; charset=utf-8", TEXT("ready\n"));
}

/* --- numbers (Prometheus' text format, version 0.0.4) ---------------------------------------- */

static void gauge(struct buffer *out, const char *name, const char *help, uint64_t value)
{
    buffer_printf(out, "# HELP caseway_%s %s\n# TYPE caseway_%s gauge\ncaseway_%s %" PRIu64 "\n", name, help,
                  name, name, value);
}

static void write_requests(struct api *api, struct buffer *out)
{
    buffer_string(out, "# HELP caseway_requests_total Requests answered, by class of status.\n"
                       "# TYPE caseway_requests_total counter\n");
    for (int class = 1; class < API_STATUS_CLASSES; class ++) {
        buffer_printf(out, "caseway_requests_total{class=\"%dxx\"} %lu\n", class,
                      atomic_load(&api->answered[class]));
    }
}

static void write_counts(const struct store_counts *counts, struct buffer *out)
{
    gauge(out, "cases", "Cases, closed ones too.", counts->cases);
    gauge(out, "cases_open", "Cases that are open.", counts->open_cases);
    gauge(out, "people", "Records of people.", counts->people);
    gauge(out, "entries", "Entries of all journals.", counts->entries);
    gauge(out, "tasks_open", "Tasks that are open.", counts->tasks);
    gauge(out, "agenda", "Commands told by one record to another that wait.", counts->agenda);
    gauge(out, "outbox", "Messages that wait to leave.", counts->outbox);
    gauge(out, "held", "Records that time does not touch.", counts->held);
}

bool metrics_get(struct call *call)
{
    struct error error;
    struct buffer out;
    struct store_counts counts;
    struct api *api = call->api;
    buffer_init(&out, call->arena);
    write_requests(api, &out);
    gauge(&out, "commands_in_flight", "Commands that the engine has and has not answered.",
          atomic_load(&api->in_flight));
    gauge(&out, "reads_waiting", "Requests that wait for a read worker.", readers_waiting(api->readers));
    if (call->store) {
        enum status status = call->store->api->counts(call->store, &counts, &error);
        if (status != STATUS_OK) {
            return answer_failure(call, status, &error);
        }
        write_counts(&counts, &out);
    }
    return answer_text(call, 200, "text/plain; version=0.0.4; charset=utf-8", buffer_result(&out));
}

/* The bar of an import, on a terminal alone. See import.h. */
#include "cli/import.h"

#include <inttypes.h>

enum { BAR_WIDTH = 30, BAR_NANOSECONDS = 100000000 };

void progress_begin(struct progress *progress, struct cli *cli, FILE *in)
{
    *progress = (struct progress){.cli = cli, .began = clock_elapsed(&cli->host->clock)};
    long at = ftell(in);
    if (cli->host->err_is_terminal && at >= 0 && fseek(in, 0, SEEK_END) == 0) {
        progress->size = ftell(in);
        fseek(in, at, SEEK_SET);
    }
}

static void draw(struct progress *progress, double seconds, double done)
{
    char bar[BAR_WIDTH + 1] = {0};
    double rate = seconds > 0 ? (double)progress->lines / seconds : 0;
    FILE *err = progress->cli->host->err;
    if (progress->size <= 0 || done <= 0) {
        fprintf(err, "\r%" PRIu64 " lines, %.0f a second \033[K", progress->lines, rate);
        return;
    }
    for (int i = 0; i < BAR_WIDTH; i++) {
        bar[i] = i < (int)(done * BAR_WIDTH) ? '#' : '.';
    }
    long left = (long)(seconds / done - seconds + 0.5);
    fprintf(err, "\r[%s] %3.0f %%  %" PRIu64 " lines, %.0f a second, %ld:%02ld left \033[K", bar, done * 100,
            progress->lines, rate, left / 60, left % 60);
}

void progress_step(struct progress *progress, FILE *in, uint64_t lines)
{
    uint64_t now = clock_elapsed(&progress->cli->host->clock);
    progress->lines += lines;
    if (!progress->cli->host->err_is_terminal ||
        (progress->drawn && now - progress->shown < BAR_NANOSECONDS)) {
        return;
    }
    long at = progress->size > 0 ? ftell(in) : 0;
    draw(progress, (double)(now - progress->began) / 1e9,
         progress->size > 0 ? (double)at / (double)progress->size : 0);
    fflush(progress->cli->host->err);
    progress->shown = now;
    progress->drawn = true;
}

void progress_end(struct progress *progress)
{
    if (progress->drawn) {
        fputs("\r\033[K", progress->cli->host->err);
    }
}

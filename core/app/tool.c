/* Another program, as a bounded child: what it prints is read up to a limit, for a time, and then it is gone.
 * It has no input, and what it complains about goes nowhere. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { READ_SIZE = 16 * 1024 };

/* STATUS_NOT_FOUND when there is no such program; else it runs, and prints to OUT. */
static enum status start(const char *const *argv, int out, pid_t *child, struct error *error)
{
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int code = posix_spawnp(child, argv[0], &actions, NULL, (char *const *)argv, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (code) {
        return error_set(error, code == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "%s cannot be run", argv[0]);
    }
    return STATUS_OK;
}

/* Reads until the end, the limit or the time. */
static enum status read_all(const struct clock *clock, int in, unsigned milliseconds, size_t limit,
                            struct buffer *out)
{
    uint64_t began = clock_elapsed(clock);
    char piece[READ_SIZE];
    for (;;) {
        uint64_t spent = (clock_elapsed(clock) - began) / 1000000;
        struct pollfd wait = {.fd = in, .events = POLLIN};
        if (spent >= milliseconds || poll(&wait, 1, (int)(milliseconds - spent)) == 0) {
            return STATUS_CUT_OFF;
        }
        ssize_t size = read(in, piece, sizeof piece);
        if (size == 0 || (size < 0 && errno != EINTR)) {
            return STATUS_OK;
        }
        if (size > 0 && out->size + (size_t)size > limit) {
            return STATUS_CUT_OFF;
        }
        buffer_add(out, piece, size > 0 ? (size_t)size : 0);
    }
}

/* Waits for the end of a child that prints no more; one that stays beyond its time is ended. */
static int wait_for(const struct clock *clock, pid_t child, unsigned milliseconds)
{
    uint64_t began = clock_elapsed(clock);
    int ended = 0;
    for (;;) {
        pid_t done = waitpid(child, &ended, WNOHANG);
        if (done == child || (done < 0 && errno != EINTR)) {
            return ended;
        }
        if ((clock_elapsed(clock) - began) / 1000000 >= milliseconds) {
            kill(child, SIGKILL);
        }
        poll(NULL, 0, 1);
    }
}

enum status app_run_tool(void *self, struct arena *arena, const char *const *argv, unsigned milliseconds,
                         size_t limit, struct text *out, struct error *error)
{
    const struct app *app = self;
    struct buffer read;
    int ends[2], ended;
    pid_t child;
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return error_set(error, status_of_errno(errno), "%s cannot be run", argv[0]);
    }
    buffer_init(&read, arena);
    enum status status = start(argv, ends[1], &child, error);
    close(ends[1]);
    if (status == STATUS_OK) {
        status = read_all(&app->clock, ends[0], milliseconds, limit, &read);
        if (status != STATUS_OK) {
            kill(child, SIGKILL);
            error_set(error, status, "%s was ended: it took more than %u milliseconds, or printed too much",
                      argv[0], milliseconds);
        }
        ended = wait_for(&app->clock, child, milliseconds);
        bool missing = status == STATUS_OK && WIFEXITED(ended) && WEXITSTATUS(ended) == 127;
        status = missing ? error_set(error, STATUS_NOT_FOUND, "%s is not installed", argv[0]) : status;
    }
    close(ends[0]);
    *out = buffer_result(&read);
    return status;
}

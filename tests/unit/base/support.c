#include "support.h"

#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

void assert_text_at(struct text text, struct text expected, const char *file, int line)
{
    if (!text_equal(text, expected)) {
        print_error("\"%.*s\" instead of \"%.*s\"\n", TEXT_ARGS(text), TEXT_ARGS(expected));
        _fail(file, line);
    }
}

void assert_aborts(void (*run)(void *self), void *self)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct rlimit none = {0, 0};
        setrlimit(RLIMIT_CORE, &none);
        signal(SIGABRT, SIG_DFL);
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        run(self);
        _exit(0);
    }
    int state;
    assert_int_equal(waitpid(child, &state, 0), child);
    assert_true(WIFSIGNALED(state) && WTERMSIG(state) == SIGABRT);
}

static uint32_t random_character(const struct random *random, bool with_nul)
{
    uint32_t character;
    do {
        switch (random_below(random, 8)) {
        case 0:
            character = (uint32_t)random_below(random, 0x20);
            break;
        case 1:
            character = (uint32_t)random_below(random, 0x800);
            break;
        case 2:
            character = (uint32_t)random_below(random, 0x110000);
            break;
        case 3:
            character = (uint32_t)(unsigned char)"\"\\/\b\f\n\r\t\x7f"[random_below(random, 9)];
            break;
        default:
            character = 0x20 + (uint32_t)random_below(random, 0x5F);
        }
    } while ((character >= 0xD800 && character < 0xE000) || (character == 0 && !with_nul));
    return character;
}

static void add_character(struct buffer *buffer, uint32_t character)
{
    if (character < 0x80) {
        buffer_byte(buffer, (char)character);
    } else if (character < 0x800) {
        buffer_byte(buffer, (char)(0xC0 | character >> 6));
        buffer_byte(buffer, (char)(0x80 | (character & 0x3F)));
    } else if (character < 0x10000) {
        buffer_byte(buffer, (char)(0xE0 | character >> 12));
        buffer_byte(buffer, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_byte(buffer, (char)(0x80 | (character & 0x3F)));
    } else {
        buffer_byte(buffer, (char)(0xF0 | character >> 18));
        buffer_byte(buffer, (char)(0x80 | (character >> 12 & 0x3F)));
        buffer_byte(buffer, (char)(0x80 | (character >> 6 & 0x3F)));
        buffer_byte(buffer, (char)(0x80 | (character & 0x3F)));
    }
}

struct text support_text(struct arena *arena, const struct random *random, unsigned longest, bool with_nul)
{
    struct buffer buffer;
    buffer_init(&buffer, arena);
    for (uint64_t size = random_below(random, longest + 1); size > 0; size--) {
        add_character(&buffer, random_character(random, with_nul));
    }
    return buffer_result(&buffer);
}

static double random_real(const struct random *random, bool tame)
{
    double real;
    do {
        if (random_below(random, 2)) {
            real = (double)(int64_t)(random_below(random, 2000001) - 1000000) /
                   (double[]){2, 10, 100, 1e5, 1e9}[random_below(random, 5)];
        } else {
            random_fill(random, &real, sizeof real);
        }
    } while (!isfinite(real) || (tame && fabs(real) >= 0x1p63 && fabs(real) < 1e21));
    return real;
}

static int64_t random_integer(const struct random *random)
{
    uint64_t bits;
    random_fill(random, &bits, sizeof bits);
    return (int64_t)bits >> random_below(random, 64);
}

static struct json random_group(struct arena *arena, const struct random *random, unsigned depth, bool tame)
{
    bool object = random_below(random, 3) > 0;
    struct json value = object ? json_object() : json_array();
    for (uint64_t count = random_below(random, random_below(random, 8) ? 6 : 30); count > 0; count--) {
        struct json item = support_value(arena, random, depth - 1, tame);
        if (object) {
            /* Short names, so that two values have some in common. */
            json_set(arena, &value, support_text(arena, random, random_below(random, 4) ? 1 : 12, !tame),
                     item);
        } else {
            json_append(arena, &value, item);
        }
    }
    return value;
}

struct json support_value(struct arena *arena, const struct random *random, unsigned depth, bool tame)
{
    switch (random_below(random, depth ? 10 : 5)) {
    case 0:
        return json_null();
    case 1:
        return json_boolean(random_below(random, 2));
    case 2:
        return json_integer(random_integer(random));
    case 3:
        return json_real(random_real(random, tame));
    case 4:
        return json_string(support_text(arena, random, 20, true));
    default:
        return random_group(arena, random, depth, tame);
    }
}

struct json support_read(struct arena *arena, const char *text)
{
    struct json value = json_null();
    struct error error = {0};
    if (json_read(arena, text_of(text), &value, &error) != STATUS_OK) {
        fail_msg("%s: %s: %s", text, error.place, error.message);
    }
    return value;
}

enum status support_read_exactly(struct arena *arena, struct text text, struct json *value,
                                 struct error *error)
{
    char *copy = memory_new(text.size);
    if (text.size) {
        memcpy(copy, text.at, text.size);
    }
    enum status status = json_read(arena, (struct text){copy, text.size}, value, error);
    memset(copy, 'X', text.size);
    free(copy);
    return status;
}

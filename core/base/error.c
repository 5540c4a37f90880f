#include "base/error.h"

#include <stdio.h>

/* printf into AT, of ROOM bytes; what is too long is cut where a character ends. */
static void print_cut(char *at, size_t room, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));
static void print_cut(char *at, size_t room, const char *format, va_list arguments)
{
    int size = vsnprintf(at, room, format, arguments);
    if (size < 0) {
        at[0] = '\0';
    } else if ((size_t)size >= room) {
        size_t cut = room - 1;
        size_t lead = cut - 1;
        while (lead > 0 && cut - lead < 3 && ((unsigned char)at[lead] & 0xC0) == 0x80) {
            lead--;
        }
        if ((unsigned char)at[lead] >= 0xC0 && text_character((struct text){at + lead, cut - lead}) == 0) {
            cut = lead;
        }
        at[cut] = '\0';
    }
}

enum status error_vset(struct error *error, enum status status, const char *format, va_list arguments)
{
    if (error) {
        /* What is printed may be the error's own words, so they stay until it is. */
        char message[ERROR_MESSAGE_SIZE];
        print_cut(message, sizeof message, format, arguments);
        error->status = status;
        memcpy(error->message, message, strlen(message) + 1);
        error->place[0] = '\0';
        error->trace[0] = '\0';
    }
    return status;
}

enum status error_set(struct error *error, enum status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    error_vset(error, status, format, arguments);
    va_end(arguments);
    return status;
}

void error_place(struct error *error, const char *format, ...)
{
    if (error && error->place[0] == '\0') {
        va_list arguments;
        va_start(arguments, format);
        print_cut(error->place, sizeof error->place, format, arguments);
        va_end(arguments);
    }
}

void error_trace(struct error *error, const char *trace)
{
    if (error) {
        snprintf(error->trace, sizeof error->trace, "%s", trace);
    }
}

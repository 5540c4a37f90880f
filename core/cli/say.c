/* What is said, and where. See command.h. */
#include "cli/command.h"

static void put(FILE *out, struct text text)
{
    size_t from = 0;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        unsigned char next = i + 1 < text.size ? (unsigned char)text.at[i + 1] : 0;
        bool second = byte == 0xC2 && next >= 0x80 && next < 0xA0; /* U+0080 to U+009F */
        if ((byte >= 0x20 && byte != 0x7F && !second) || byte == '\n' || byte == '\t') {
            continue;
        }
        fwrite(text.at + from, 1, i - from, out);
        fputc('?', out);
        i += second;
        from = i + 1;
    }
    if (from < text.size) {
        fwrite(text.at + from, 1, text.size - from, out);
    }
}

void cli_put(const struct cli *cli, struct text text)
{
    put(cli->host->out, text);
}

void cli_say(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_put(cli, text_of(arena_vprintf(&cli->arena, format, arguments)));
    va_end(arguments);
}

void cli_complain_text(struct cli *cli, struct text text)
{
    put(cli->host->err, text);
}

void cli_complain(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_complain_text(
        cli, text_printf(&cli->arena, "caseway: %s\n", arena_vprintf(&cli->arena, format, arguments)));
    va_end(arguments);
}

int cli_wrong(struct cli *cli, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    cli_complain(cli, "%s", arena_vprintf(&cli->arena, format, arguments));
    va_end(arguments);
    if (cli->command) {
        cli_complain(cli, "`caseway help %s` tells what it takes", cli->command->name);
    } else {
        cli_complain(cli, "`caseway help` tells what there is");
    }
    return CLI_USAGE;
}

int cli_failed(struct cli *cli, const struct error *error)
{
    if (error->place[0]) {
        cli_complain(cli, "%s: %s", error->place, error->message);
    } else {
        cli_complain(cli, "%s", error->message);
    }
    return CLI_FAILED;
}

void cli_say_json(struct cli *cli, const struct json *value)
{
    struct buffer line;
    buffer_init(&line, &cli->arena);
    json_write(value, &line);
    buffer_byte(&line, '\n');
    cli_put(cli, buffer_result(&line));
}

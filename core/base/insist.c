#include "base/insist.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void insist_failed(const char *condition, const char *file, int line)
{
    fprintf(stderr, "%s:%d: a bug in caseway: %s\n", file, line, condition);
    abort();
}

#include "base/sodium_ready.h"

#include "base/insist.h"

#include <pthread.h>
#include <sodium.h>

static void start(void)
{
    insist(sodium_init() >= 0);
}

void sodium_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    insist(pthread_once(&once, start) == 0);
}

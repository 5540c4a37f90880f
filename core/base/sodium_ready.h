/* libsodium wants to be started once before its generator and its fastest code are used; whoever uses it
 * calls this first. Any thread, as often as one likes. Within base only. */
#ifndef CASEWAY_BASE_SODIUM_READY_H
#define CASEWAY_BASE_SODIUM_READY_H

void sodium_ready(void);

#endif

/* The expressions of these tests are evaluated as those of the engine's are. */
#include "../engine/support_rules.c"

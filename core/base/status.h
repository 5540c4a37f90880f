/* Every status an operation may end with, and its words, in one table.
 *
 * A status is for operating failures alone. A bug asserts (insist.h); a refusal is data (engine/plan.h).
 * Any thread may call anything here. */
#ifndef CASEWAY_BASE_STATUS_H
#define CASEWAY_BASE_STATUS_H

#define STATUS_TABLE(X)                                                                                      \
    X(OK, "done")                                                                                            \
    X(INVALID, "the input is not valid")                                                                     \
    X(LIMIT, "a limit was reached")                                                                          \
    X(NOT_FOUND, "there is no such thing")                                                                   \
    X(EXISTS, "it is there already")                                                                         \
    X(CONFLICT, "it has changed meanwhile")                                                                  \
    X(DENIED, "not allowed")                                                                                 \
    X(BUSY, "too busy, try again")                                                                           \
    X(LOCKED, "another process holds it")                                                                    \
    X(FULL, "the disk is full")                                                                              \
    X(IO, "reading or writing failed")                                                                       \
    X(CORRUPT, "what is stored is damaged")                                                                  \
    X(SCRIPT, "a script failed")                                                                             \
    X(CUT_OFF, "a script was cut off at its budget")                                                         \
    X(STOPPED, "stopping")                                                                                   \
    X(UNSUPPORTED, "not supported")

enum status {
#define X(name, words) STATUS_##name,
    STATUS_TABLE(X)
#undef X
        STATUS_COUNT
};

/* The lower-case name ("not_found") and the words ("there is no such thing") of STATUS. Static storage. */
const char *status_name(enum status status);
const char *status_words(enum status status);
/* The status that an errno of the system stands for; STATUS_IO when it says nothing more. */
enum status status_of_errno(int code);

#endif

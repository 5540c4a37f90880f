/* Who may do what: users, their roles and areas, and the tokens by which they are known. Denied by default.
 *
 * Users are kept as values of the store (space "user": name → JSON; space "token": digest of the token → user
 * name), outside of the journal. A token is shown once, when it is made, and kept as its digest. authorise()
 * is pure. */
#ifndef CASEWAY_ACCESS_ACCESS_H
#define CASEWAY_ACCESS_ACCESS_H

#include "base/map.h"
#include "base/random.h"
#include "base/vector.h"
#include "store/store.h"

enum {
    ACCESS_NAME_LIMIT = 100,  /* bytes of a user's name, of a role's and an area's */
    ACCESS_NAMES_LIMIT = 1000 /* … and of all roles, all areas, the title of one user */
};

/* Somebody who asks. Plain data in the arena it was made in. */
struct principal {
    struct text user;  /* the name; empty: nobody */
    bool operator_;    /* holds the site's folder (its socket, its files): may do everything */
    bool all_roles;    /* every role of every workflow */
    struct text roles; /* names joined by blanks */
    struct text areas; /* names joined by blanks; empty: all */
    bool may_import;
};

enum act {
    ACT_READ,  /* a case, its tasks, deadlines, history */
    ACT_WRITE, /* an event */
    ACT_OPEN,
    ACT_LIST,
    ACT_REPORT,
    ACT_IMPORT,
    ACT_ADMINISTER /* verify, users */
};

/* Whether PRINCIPAL may do ACT on what is in AREA (empty: no one area). */
bool access_allows(const struct principal *principal, enum act act, struct text area);
/* Whether PRINCIPAL may read a case of AREA that is offered to the area OFFERED (empty: to none): who works
 * in either. */
bool access_reads(const struct principal *principal, struct text area, struct text offered);
/* Whether PRINCIPAL may send EVENT to such a case. In OFFERED it may be taken over (`move.accepted`) or not
 * (`move.declined`), by nobody else, and a note be left; all else is for AREA. */
bool access_sends(const struct principal *principal, struct text event, struct text area,
                  struct text offered);
/* The roles PRINCIPAL acts in, when it names ROLE (empty: all that it has): names joined by blanks, or *ALL.
 * False when it does not have ROLE. */
bool access_roles(const struct principal *principal, struct text role, struct text *roles, bool *all);

/* Whoever holds TOKEN. STATUS_DENIED when nobody does. */
enum status access_by_token(struct store *store, struct arena *arena, struct text token,
                            struct principal *principal, struct error *error);
struct principal access_operator(struct text user);

/* All who hold tokens, read once, so that a token is looked up without the store. Not changed after: any
 * thread. */
struct access_table {
    struct json tokens; /* digest in hex → the user's name */
    VECTOR(struct principal)
    users;
    struct map by_name; /* → its index in users */
};

/* STATUS_CORRUPT when what is kept about a user cannot be read. Lives in ARENA. */
enum status access_table_load(struct store *store, struct arena *arena, struct access_table *table,
                              struct error *error);
/* Whoever holds TOKEN; its texts are the table's. ARENA is for the look-up alone. */
bool access_table_find(const struct access_table *table, struct arena *arena, struct text token,
                       struct principal *principal);

struct user {
    struct text name, title;
    struct text roles, areas; /* joined by blanks; roles "*" is all of them */
    bool may_import;
};

/* Keeps a user, over what was kept of that name (the caller has begun a transaction on the writer).
 * STATUS_INVALID when a name is not one. */
enum status access_keep_user(struct store *store, struct arena *arena, const struct user *user,
                             struct error *error);
/* Makes a token for a user that is there (else STATUS_NOT_FOUND), and tells it, this once; in a transaction
 * on the writer. */
enum status access_new_token(struct store *store, struct arena *arena, const struct random *random,
                             struct text user, struct text *token, struct error *error);

#endif

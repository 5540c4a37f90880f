/* The store: subjects, their journals, and what is written with them, behind one const vtable in the domain's
 * own words.
 *
 * It knows nothing of workflows: it keeps documents and rows that others made. What must hold: a change
 * commits whole or not at all; an entry is only ever appended; each subject's entries are chained (chain.h);
 * a version is never skipped. One process holds a site's store (STATUS_LOCKED for a second one).
 *
 * There are two kinds of connection. The writer (store_open) belongs to the engine thread: begin, load,
 * apply, commit. A reader (store_reader) belongs to one read worker: each read_begin … read_end sees one
 * moment, later than every commit that was answered before it began. Neither is used by two threads at once.
 * Failures carry the status: FULL (disk), IO (answer nobody and stop), CORRUPT, BUSY, CONFLICT. */
#ifndef CASEWAY_STORE_STORE_H
#define CASEWAY_STORE_STORE_H

#include "base/digest.h"
#include "base/json.h"
#include "base/random.h"
#include "engine/subject.h"

struct store;

/* --- rows ------------------------------------------------------------------- */

/* A subject as it is kept. */
struct stored_subject {
    int64_t id;
    enum subject_kind kind;
    struct text reference; /* as people name it: the one it was given, else "C-17", "P-18" */
    struct text workflow;
    struct text definition; /* the digest of the definition it is pinned to, hex */
    struct text area, worker;
    struct text offered; /* the area that it is offered to; empty: to none */
    struct text state;   /* the active atomic states, joined by a blank: for lists */
    struct text name;    /* of a person; empty for the rest */
    instant opened, closed;
    uint64_t version;
    int64_t head;         /* the number of its newest entry; 0: none */
    struct digest hash;   /* of that entry */
    instant due;          /* what time brings next; INSTANT_NONE */
    bool held;            /* an import replays it: time does not touch it until it is released */
    struct text document; /* canonical JSON */
};

/* An open task, as work lists show it. */
struct task_row {
    int64_t subject;
    struct text name;        /* with its item: "birth-plan[1]" */
    struct text title, role; /* role: names of roles joined by a blank */
    struct text worker;      /* to whom it was given; empty: its case's worker has it on her list */
    struct moment due;
    instant opened;
    bool required;
};

/* A deadline, open or not, as lists show it. */
struct deadline_row {
    int64_t subject;
    struct text name, title, status;
    struct moment due;
    instant ends; /* when it has passed; INSTANT_NONE */
    bool open, breached;
};

/* What a row belongs to, for lists over many cases. */
struct row_case {
    struct text reference, workflow, area, worker;
};

/* An entry of a journal. */
struct stored_entry {
    int64_t number, subject;
    uint64_t seq;     /* from 1 */
    int64_t previous; /* the number of the subject's entry before; 0: none */
    instant happened, recorded;
    int64_t world;
    unsigned char salt[16];
    struct digest digest, hash;
    bool erased;         /* content and salt are gone, lawfully */
    struct text content; /* canonical JSON: command, outcome, transcript, changes, notes, ledger */
};

/* A command for another record, to be run later. */
struct agenda_row {
    int64_t number;
    int64_t subject;     /* the record, or the one to make */
    struct text command; /* canonical JSON, its key with it */
};

/* A message that waits to leave. */
struct outbox_row {
    int64_t number, subject;
    bool waits;          /* its time has not come when it is written: it can be stopped */
    struct text key;     /* lets the receiver drop a repeat */
    struct text content; /* canonical JSON */
    instant at;
};

/* That a person has a part in a case. */
struct part_row {
    struct text person; /* "P-7" */
    struct text part;   /* the field that names the person: "parent", "children[2].father" */
};

/* One part of a person in one case. */
struct episode_row {
    struct text reference, workflow, part, area, state;
    instant opened, closed; /* closed: INSTANT_NONE while open */
    bool merged;            /* the case was merged into another */
};

/* A requirement that was let through, as the register shows it. */
struct exception_row {
    int64_t subject;
    uint32_t place; /* in the case's own register, from 0 */
    instant at;
    struct text by, event, unmet, reason;
    date until; /* DATE_NONE: for that once */
};

/* What a spent key stands for. */
struct stored_key {
    struct digest body; /* of the command's canonical text */
    int64_t subject;
    int64_t entry;
    uint64_t seq;
};

/* --- writing ------------------------------------------------------------------ */

/* All that one plan changes. Lists hold only what differs. */
struct store_change {
    struct stored_subject subject; /* as it shall be, version too; head and hash are set by apply */
    bool is_new;
    uint64_t expected_version; /* the version it was planned on: STATUS_CONFLICT when it is another */
    struct text alias;         /* of a new one: a reference that its opener chose; empty */
    bool area_changed, worker_changed, name_changed,
        offered_changed; /* so that an unchanged indexed column is not named */

    instant happened, recorded;
    int64_t world;
    unsigned char salt[16];
    struct text content;

    struct text key; /* to be spent; empty: none */
    struct digest body;

    const struct task_row *tasks; /* written anew, by name */
    size_t task_count;
    const struct text *tasks_gone; /* names */
    size_t task_gone_count;
    const struct deadline_row *deadlines; /* written anew, by name */
    size_t deadline_count;
    const struct agenda_row *agenda;
    size_t agenda_count;
    const struct outbox_row *outbox;
    size_t outbox_count;
    const struct text *outbox_stopped; /* keys of messages that wait and are not to leave */
    size_t outbox_stopped_count;
    const struct part_row *parts; /* that are new */
    size_t part_count;
    const struct part_row *parts_gone;
    size_t part_gone_count;
    const struct exception_row *exceptions; /* written anew, by place */
    size_t exception_count;
    const struct text *keys; /* of a person (engine/person.h): that are new */
    size_t key_count;
    const struct text *keys_gone;
    size_t key_gone_count;
    bool merged_changed;
    struct text merged_into; /* the reference of the record that this one was merged into; empty: of none */
    int64_t agenda_done;     /* the agenda row that this command was; 0 */
    int64_t entry;           /* set by apply: the entry's number */
};

/* --- lists ------------------------------------------------------------------------ */

enum { STORE_PAGE_LIMIT = 500, STORE_KEYS_LIMIT = 200 };

/* What a list shall hold; empty parts do not narrow. */
struct store_query {
    enum subject_kind kind;
    struct text workflow, area, worker, state; /* state: one that is active, or above one that is */
    struct text words;                         /* a reference, or the beginning of a person's name */
    struct text name_words;                    /* with `words`: the words of a name, as keys of a person in
                                                  a JSON array; who has all of them is meant too. A case is
                                                  meant where such a person has a part */
    struct text subject;                       /* one case's tasks or deadlines, by reference */
    struct text role;                          /* of tasks */
    bool offered;                              /* subjects that are offered to another area … */
    struct text offered_to;                    /* … to this one; empty: to any */
    instant due_before;                        /* INSTANT_NONE */
    bool overdue_at_given;
    instant overdue_at; /* deadlines that have passed at this instant */
    bool include_closed;
    date today;         /* of exceptions: those are left out whose `until` has passed, unless closed ones are
                           included */
    struct text cursor; /* opaque: where the last page ended; empty: from the start */
    size_t limit;       /* 1 to STORE_PAGE_LIMIT */
};

/* Given each row in turn; false stops. What it is given lives until it returns. */
typedef bool (*store_each_subject)(void *self, const struct stored_subject *row);
typedef bool (*store_each_task)(void *self, const struct task_row *row, const struct row_case *of);
typedef bool (*store_each_deadline)(void *self, const struct deadline_row *row, const struct row_case *of);
typedef bool (*store_each_exception)(void *self, const struct exception_row *row, const struct row_case *of);
typedef bool (*store_each_entry)(void *self, const struct stored_entry *row);

/* What verify found, and where. */
struct store_verified {
    uint64_t subjects, entries, erased;
    uint64_t faults;
    struct text first_fault; /* a sentence; empty when there is none */
};

/* A version of a workflow that the store keeps. */
struct version_row {
    struct text workflow, digest; /* hex */
    instant since;                /* when a world first had it */
    uint64_t open, closed;        /* subjects that stand on it */
};

struct store_counts {
    uint64_t cases, open_cases, people, entries, tasks, agenda, outbox, held;
};

struct store_api {
    void (*close)(struct store *store);

    /* --- the writer --- */
    enum status (*begin)(struct store *store, struct error *error); /* BEGIN IMMEDIATE */
    /* On disk when it returns OK; else rolled back, but that after IO it may be there all the same: stop. */
    enum status (*commit)(struct store *store, struct error *error);
    void (*rollback)(struct store *store);
    /* CONFLICT, EXISTS (its number, alias or key is taken), NOT_FOUND, INVALID and LIMIT leave nothing of the
     * change behind, and the batch can go on; after any other failure it can only be rolled back. */
    enum status (*apply)(struct store *store, struct store_change *change, struct error *error);
    /* The first free subject number, and from now on COUNT are taken. Numbers taken by a batch that is rolled
     * back are not given again before a restart. */
    int64_t (*take_ids)(struct store *store, size_t count);
    enum status (*key)(struct store *store, struct text key, struct stored_key *found, struct error *error);
    /* At most LIMIT subjects whose next due time is not after NOW, nearest first. */
    enum status (*due)(struct store *store, instant now, size_t limit, struct arena *arena, int64_t *subjects,
                       size_t *count, struct error *error);
    /* The nearest due time of all; INSTANT_NONE. */
    enum status (*next_due)(struct store *store, instant *due, struct error *error);
    enum status (*agenda)(struct store *store, size_t limit, struct arena *arena, struct agenda_row *rows,
                          size_t *count, struct error *error);
    /* Takes an agenda row that can never be run out of the list and keeps it, with WHY, where an operator
     * finds it. */
    enum status (*agenda_fail)(struct store *store, int64_t number, struct text why, struct error *error);
    /* Lets time touch the held subject again (or holds it), with DUE as its next time. */
    enum status (*hold)(struct store *store, int64_t subject, bool held, instant due, struct error *error);
    /* Keeps a part of a world (a definition, a plugin, a calendar: any bytes) by its digest, if it is not
     * there yet. */
    enum status (*keep_part)(struct store *store, struct text kind, struct text name,
                             const struct digest *digest, struct text content, struct error *error);
    /* Keeps a world and tells its number; the same world has the same number. CONTENT names its parts:
     * canonical JSON. */
    enum status (*keep_world)(struct store *store, const struct digest *digest, struct text content,
                              instant recorded, int64_t *number, struct error *error);
    /* Operational tables: small named values (users, tokens, settings of the site), outside of the journal.
     */
    enum status (*set_value)(struct store *store, struct text space, struct text name, struct text value,
                             struct error *error);
    enum status (*unset_value)(struct store *store, struct text space, struct text name, struct error *error);
    /* When nothing else is to do: checkpoint. */
    enum status (*idle)(struct store *store, struct error *error);
    /* Empties content and salt of an entry; the chain still verifies. Its bytes are gone from the disk too
     * once idle has run with no reader reading. */
    enum status (*erase)(struct store *store, int64_t entry, struct error *error);

    /* --- readers, and the writer too --- */
    enum status (*read_begin)(struct store *store, struct error *error);
    void (*read_end)(struct store *store);
    /* STATUS_NOT_FOUND when there is none. Results live in ARENA. */
    enum status (*load)(struct store *store, struct arena *arena, struct text reference,
                        struct stored_subject *subject, struct error *error);
    enum status (*load_id)(struct store *store, struct arena *arena, int64_t id,
                           struct stored_subject *subject, struct error *error);
    /* In order of number (oldest first). *CURSOR is where the next page begins; empty at the end. */
    enum status (*subjects)(struct store *store, struct arena *arena, const struct store_query *query,
                            store_each_subject each, void *self, struct text *cursor, struct error *error);
    /* In order of due time, those without one last; a date stands at its midday. Of a worker: her tasks, and
     * those of her cases that were given to nobody. The kind narrows neither tasks nor deadlines. */
    enum status (*tasks)(struct store *store, struct arena *arena, const struct store_query *query,
                         store_each_task each, void *self, struct text *cursor, struct error *error);
    enum status (*deadlines)(struct store *store, struct arena *arena, const struct store_query *query,
                             store_each_deadline each, void *self, struct text *cursor, struct error *error);
    /* Newest first. With include_closed also those of closed cases and those whose `until` has passed. */
    enum status (*exceptions)(struct store *store, struct arena *arena, const struct store_query *query,
                              store_each_exception each, void *self, struct text *cursor,
                              struct error *error);
    /* The cases in which PERSON (a reference) has a part, newest first; WORKFLOW empty: of all. Who was
     * merged with the person counts as the person. At most LIMIT; none for what is not a person. */
    enum status (*episodes)(struct store *store, struct arena *arena, struct text person,
                            struct text workflow, struct episode_row *rows, size_t limit, size_t *count,
                            struct error *error);
    /* The people who have most of KEYS (at most STORE_KEYS_LIMIT), those first; at most LIMIT. */
    enum status (*alike)(struct store *store, struct arena *arena, const struct text *keys, size_t count,
                         size_t limit, store_each_subject each, void *self, struct error *error);
    /* Of one subject, newest first, from its head or from before entry BEFORE (0: head). */
    enum status (*entries)(struct store *store, struct arena *arena, int64_t subject, int64_t before,
                           store_each_entry each, void *self, struct error *error);
    /* Messages of the outbox that come after number AFTER, oldest first, at most LIMIT. */
    enum status (*outbox)(struct store *store, int64_t after, size_t limit, struct arena *arena,
                          struct outbox_row *rows, size_t *count, struct error *error);
    enum status (*part)(struct store *store, struct arena *arena, struct text digest_hex,
                        struct text *content, struct error *error);
    /* What keep_world kept as world NUMBER. */
    enum status (*world)(struct store *store, struct arena *arena, int64_t number, struct text *content,
                         struct error *error);
    /* Digests of the definitions that some open case is pinned to. STATUS_LIMIT when there are more than
     * ROOM: so many are there. */
    enum status (*pinned)(struct store *store, struct arena *arena, struct text *digests, size_t room,
                          size_t *count, struct error *error);
    /* All versions of workflows that are kept, by workflow and since when; in ARENA. */
    enum status (*versions)(struct store *store, struct arena *arena, struct version_row **rows,
                            size_t *count, struct error *error);
    enum status (*get_value)(struct store *store, struct arena *arena, struct text space, struct text name,
                             struct text *value, struct error *error);
    /* All values of a space as a JSON object of strings. */
    enum status (*values)(struct store *store, struct arena *arena, struct text space, struct json *values,
                          struct error *error);
    enum status (*counts)(struct store *store, struct store_counts *counts, struct error *error);
    /* Walks every chain: digests, hashes, sequence, heads; and folds each open subject's changes against its
     * document. PROGRESS may be NULL. */
    enum status (*verify)(struct store *store, struct arena *arena,
                          void (*progress)(void *self, uint64_t done, uint64_t all), void *self,
                          struct store_verified *verified, struct error *error);
};

struct store {
    const struct store_api *api;
};

/* --- opening (sqlite/) ------------------------------------------------------------- */

/* Opens the store in FOLDER ("caseway.db") as its one process: takes "caseway.lock", makes or migrates the
 * schema. CREATE: makes it when it is not there (else STATUS_NOT_FOUND). RANDOM is for
 * what the store itself may have to make up, which is nothing yet. */
enum status store_open(const char *folder, bool create, const struct random *random, struct store **store,
                       struct error *error);
/* The same store, in memory, alone: for simulation and tests. */
enum status store_open_memory(struct store **store, struct error *error);
/* A connection that reads, to the same store as WRITER (whose process it must be in). STATUS_UNSUPPORTED for
 * one in memory: use the writer. */
enum status store_reader(struct store *writer, struct store **reader, struct error *error);
static inline void store_close(struct store *store)
{
    store->api->close(store);
}

#endif

/* Proves the journal: every subject's chain from its head to its first entry, its digests and hashes, and
 * that its changes, done one after the other from nothing, give its document to the byte.
 *
 * A chain is walked twice: backwards for the numbers alone, forwards for the content, since both a hash and a
 * fold begin at the first entry. So memory holds eight bytes for each entry of one subject, and one document.
 * The first fault of a subject is told; the rest of that subject cannot be trusted and is passed over. */
#include "base/insist.h"
#include "store/chain.h"
#include "store/sqlite/connection.h"

enum { FOLD_LIMIT = 1024 * 1024, PROGRESS_STEP = 4096, NO_ENTRY = -1 };

struct verification {
    struct connection *connection;
    struct arena *arena; /* of the caller: for the first fault */
    struct store_verified *verified;
    void (*progress)(void *self, uint64_t done, uint64_t all);
    void *self;
    uint64_t all;
    VECTOR(int64_t)
    numbers; /* newest first */
    struct arena numbers_arena;
    struct arena fold[2]; /* the document as folded so far is in the first */
};

/* The subject that is being verified. */
struct chain {
    int64_t subject;
    uint64_t version;
    int64_t head;
    struct digest hash;
    struct text document;
    struct json folded;
    bool foldable; /* nothing erased so far */
};

static void fault(struct verification *verification, const struct chain *chain, int64_t entry,
                  const char *what)
{
    struct store_verified *verified = verification->verified;
    verified->faults++;
    if (verified->faults == 1) {
        verified->first_fault = entry >= 0 ? text_printf(verification->arena, "Subject %lld, entry %lld: %s",
                                                         (long long)chain->subject, (long long)entry, what)
                                           : text_printf(verification->arena, "Subject %lld: %s",
                                                         (long long)chain->subject, what);
    }
}

/* What is wrong with the link to entry NUMBER, which must be the chain's of that SEQ; NULL when nothing is.
 */
static const char *link_fault(const struct chain *chain, sqlite3_stmt *statement, int64_t number,
                              uint64_t seq)
{
    if (column_integer(statement, 0) != chain->subject) {
        return "it belongs to another subject";
    }
    if ((uint64_t)column_integer(statement, 1) != seq) {
        return "its place in the sequence is not the one it must have";
    }
    if (column_integer(statement, 2) >= number || (seq == 1) != (column_integer(statement, 2) == 0)) {
        return "the entry before it is not one that can be";
    }
    return NULL;
}

/* Gathers the numbers of the chain's entries. *SOUND false: a fault was told. */
static enum status walk_back(struct verification *verification, const struct chain *chain, bool *sound,
                             struct error *error)
{
    struct connection *connection = verification->connection;
    sqlite3_stmt *statement = NULL;
    int64_t number = chain->head;
    verification->numbers.count = 0;
    enum status status = statement_ready(connection, SQL_ENTRY_LINK, &statement, error);
    for (uint64_t seq = chain->version; status == STATUS_OK && seq > 0 && *sound; seq--) {
        bool row = false;
        bind_integer(statement, 1, number);
        status = statement_row(connection, statement, &row, "verify a journal", error);
        if (status != STATUS_OK) {
            break;
        }
        const char *what = row ? link_fault(chain, statement, number, seq) : "it is missing";
        vector_push(&verification->numbers_arena, &verification->numbers, number);
        if (what) {
            fault(verification, chain, number, what);
            *sound = false;
        }
        number = row ? column_integer(statement, 2) : 0;
        statement_end(statement);
    }
    return status;
}

static const char *fold(struct verification *verification, struct chain *chain, struct text content)
{
    struct json entry;
    struct arena *arena = &verification->fold[0];
    if (json_read(arena, content, &entry, NULL) != STATUS_OK) {
        return "its content is not JSON";
    }
    const struct json *changes = json_member_of(&entry, "changes");
    if (!changes || json_redo(arena, &chain->folded, changes, NULL) != STATUS_OK) {
        return "its changes do not follow from the entries before it";
    }
    if (arena->used > FOLD_LIMIT) {
        chain->folded = json_copy(&verification->fold[1], chain->folded);
        arena_reset(arena);
        struct arena emptied = *arena;
        verification->fold[0] = verification->fold[1];
        verification->fold[1] = emptied;
    }
    return NULL;
}

/* What is wrong with ENTRY, which follows one with the hash PREVIOUS. */
static const char *entry_fault(struct verification *verification, struct chain *chain,
                               const struct stored_entry *entry, const struct digest *previous)
{
    struct digest digest = entry->digest;
    if (entry->erased) {
        verification->verified->erased++;
        chain->foldable = false;
    } else {
        digest = chain_digest(entry->salt, entry->content);
    }
    if (!digest_equal(&digest, &entry->digest)) {
        return "its content was altered: it does not fit its digest";
    }
    digest = chain_hash(previous, entry->subject, entry->seq, entry->recorded, &entry->digest);
    if (!digest_equal(&digest, &entry->hash)) {
        return "its hash does not follow from the entry before it";
    }
    return chain->foldable ? fold(verification, chain, entry->content) : NULL;
}

static void count_entry(struct verification *verification)
{
    uint64_t done = ++verification->verified->entries;
    if (verification->progress && done % PROGRESS_STEP == 0) {
        verification->progress(verification->self, done, verification->all);
    }
}

static enum status walk_forward(struct verification *verification, struct chain *chain, struct digest *hash,
                                bool *sound, struct error *error)
{
    struct connection *connection = verification->connection;
    sqlite3_stmt *statement = NULL;
    enum status status = statement_ready(connection, SQL_ENTRY_LOAD, &statement, error);
    for (size_t i = verification->numbers.count; i > 0 && status == STATUS_OK && *sound; i--) {
        struct stored_entry entry = {0};
        bool row = false;
        bind_integer(statement, 1, verification->numbers.at[i - 1]);
        status = statement_row(connection, statement, &row, "verify a journal", error);
        if (status != STATUS_OK) {
            break;
        }
        insist(row); /* it was there on the way back, within the same transaction */
        entry_row(statement, &entry);
        const char *what = entry_fault(verification, chain, &entry, hash);
        if (what) {
            fault(verification, chain, entry.number, what);
            *sound = false;
        }
        *hash = entry.hash;
        statement_end(statement);
        count_entry(verification);
    }
    return status;
}

static enum status verify_chain(struct verification *verification, struct chain *chain, struct error *error)
{
    bool sound = true;
    struct digest hash = {{0}};
    chain->folded = json_object();
    chain->foldable = true;
    enum status status = walk_back(verification, chain, &sound, error);
    if (status == STATUS_OK && sound) {
        status = walk_forward(verification, chain, &hash, &sound, error);
    }
    if (status == STATUS_OK && sound) {
        if (!digest_equal(&hash, &chain->hash)) {
            fault(verification, chain, NO_ENTRY, "its newest entry is not the one that it names");
        } else if (chain->foldable &&
                   !text_equal(json_to_text(&verification->fold[0], &chain->folded), chain->document)) {
            fault(verification, chain, NO_ENTRY, "its document is not what its entries made of it");
        }
    }
    arena_reset(&verification->fold[0]);
    return status;
}

static enum status verify_subjects(struct verification *verification, struct error *error)
{
    struct connection *connection = verification->connection;
    sqlite3_stmt *statement = NULL;
    bool row = true;
    enum status status = statement_ready(connection, SQL_VERIFY_SUBJECTS, &statement, error);
    while (status == STATUS_OK &&
           (status = statement_row(connection, statement, &row, "verify the store", error)) == STATUS_OK &&
           row) {
        struct chain chain = {.subject = column_integer(statement, 0),
                              .version = (uint64_t)column_integer(statement, 1),
                              .head = column_integer(statement, 2),
                              .document = column_text(statement, 4)};
        verification->verified->subjects++;
        if (column_digest(statement, 3, &chain.hash)) {
            status = verify_chain(verification, &chain, error);
        } else {
            fault(verification, &chain, NO_ENTRY, "its hash is damaged");
        }
    }
    if (statement) {
        statement_end(statement);
    }
    return status;
}

static enum status count_entries(struct verification *verification, struct error *error)
{
    sqlite3_stmt *statement = NULL;
    bool row = false;
    enum status status = statement_ready(verification->connection, SQL_ENTRY_COUNT, &statement, error);
    if (status == STATUS_OK) {
        status = statement_row(verification->connection, statement, &row, "count the entries", error);
    }
    if (row) {
        verification->all = (uint64_t)column_integer(statement, 0);
        statement_end(statement);
    }
    return status;
}

static enum status verify_all(struct verification *verification, struct error *error)
{
    struct store_verified *verified = verification->verified;
    enum status status = count_entries(verification, error);
    if (status == STATUS_OK) {
        status = verify_subjects(verification, error);
    }
    if (status == STATUS_OK && verified->faults == 0 && verified->entries != verification->all) {
        verified->faults++;
        verified->first_fault = text_printf(
            verification->arena, "The store has %llu entries, and the chains of its subjects %llu",
            (unsigned long long)verification->all, (unsigned long long)verified->entries);
    }
    if (status == STATUS_OK && verification->progress) {
        verification->progress(verification->self, verification->all, verification->all);
    }
    return status;
}

enum status store_verify(struct store *store, struct arena *arena,
                         void (*progress)(void *self, uint64_t done, uint64_t all), void *self,
                         struct store_verified *verified, struct error *error)
{
    struct verification verification = {.connection = connection_of(store),
                                        .arena = arena,
                                        .verified = verified,
                                        .progress = progress,
                                        .self = self};
    *verified = (struct store_verified){0};
    bool own = !verification.connection->reading;
    enum status status = own ? store_read_begin(store, error) : STATUS_OK;
    if (status != STATUS_OK) {
        return status;
    }
    arena_init(&verification.numbers_arena);
    arena_init(&verification.fold[0]);
    arena_init(&verification.fold[1]);
    status = verify_all(&verification, error);
    arena_deinit(&verification.fold[1]);
    arena_deinit(&verification.fold[0]);
    arena_deinit(&verification.numbers_arena);
    if (own) {
        store_read_end(store);
    }
    return status;
}

/* Every statement that the store runs while it works, in one table: apply, the lists and the hand-written
 * loop of the bench (bare.h) share them, so that the bench compares like with like.
 *
 * What every event changes is in no index, but for the nearest due time; so an advance is split:
 * SUBJECT_UPDATE names no indexed column, SUBJECT_UPDATE_DUE the due time alone, SUBJECT_MOVE the rest, which
 * is rare. */
#ifndef CASEWAY_STORE_SQLITE_SQL_H
#define CASEWAY_STORE_SQLITE_SQL_H

#define SQL_SUBJECT_COLUMNS                                                                                  \
    "s.id, s.kind, s.alias, s.workflow, s.definition, s.area, s.worker, s.state, s.name, s.opened, "         \
    "s.closed, s.version, s.head, s.hash, s.due, s.held, s.document, s.offered"

#define SQL_ENTRY_COLUMNS                                                                                    \
    "number, subject, seq, previous, happened, recorded, world, salt, digest, hash, content"

/* Parameters of every list: 7 workflow, 8 area, 9 worker, 10 state; 1 to 6 and 11 as each says. */
#define SQL_WITHIN                                                                                           \
    "(?7 = '' OR s.workflow = ?7) AND (?8 = '' OR s.area = ?8) AND (?10 = '' OR state_in(s.state, ?10))"

/* 1: after this number; 2: how many; 3: kind; 4: closed ones too; 5: due before; 6: a number that `words` may
 * mean; 11: `words`. */
#define SQL_SUBJECT_FILTER SQL_SUBJECT_ANY SQL_SUBJECT_WORDS
#define SQL_SUBJECT_WORDS                                                                                    \
    " AND (?11 = '' OR s.id = ?6 OR s.alias = ?11 COLLATE NOCASE OR substr(s.name, 1, length(?11)) = ?11 "   \
    "COLLATE NOCASE)"
#define SQL_SUBJECT_ANY                                                                                      \
    "s.id > ?1 AND s.kind = ?3 AND (?4 OR s.closed IS NULL) AND (?5 IS NULL OR s.due < ?5) "                 \
    "AND (?9 = '' OR s.worker = ?9) AND " SQL_WITHIN

/* Who may be meant by the beginning of a name, ?11, or by all of the keys in ?12; and what may be, with the
 * cases in which they have a part. */
#define SQL_THE_NAMED                                                                                        \
    "SELECT id FROM subject INDEXED BY subject_name WHERE name IS NOT NULL "                                 \
    "AND name >= ?11 COLLATE NOCASE AND name < ?11 || char(1114111) COLLATE NOCASE "                         \
    "UNION SELECT person FROM (SELECT person, count(*) AS found FROM person_key "                            \
    "WHERE key IN (SELECT value FROM json_each(?12)) GROUP BY person) "                                      \
    "WHERE found = json_array_length(?12)"
#define SQL_NAMED_LIST                                                                                       \
    "SELECT " SQL_SUBJECT_COLUMNS " FROM subject s NOT INDEXED WHERE s.id IN (WITH named (id) AS "           \
    "MATERIALIZED (" SQL_THE_NAMED ") SELECT ?6 UNION ALL SELECT id FROM subject WHERE alias = ?11 "         \
    "UNION ALL SELECT id FROM named UNION ALL SELECT p.subject FROM named CROSS JOIN person_part p "         \
    "ON p.person = named.id) AND " SQL_SUBJECT_ANY " ORDER BY s.id LIMIT ?2"

#define SQL_SUBJECT_LIST(from)                                                                               \
    "SELECT " SQL_SUBJECT_COLUMNS " FROM subject s " from SQL_SUBJECT_FILTER " ORDER BY s.id LIMIT ?2"

#define SQL_TASK_COLUMNS                                                                                     \
    "t.subject, t.name, t.title, t.role, t.worker, t.due_kind, t.due, t.opened, t.required"
#define SQL_DEADLINE_COLUMNS                                                                                 \
    "d.subject, d.name, d.title, d.status, d.due_kind, d.due, d.ends, d.open, d.breached"
#define SQL_CASE_COLUMNS "s.kind, s.alias, s.workflow, s.area, s.worker"

/* 1, 2, 3: after this due time, subject and name; 4: how many; 5: role; 6: due before; 11: the subject asked
 * for. A task that is given to nobody is its case's worker's. */
#define SQL_TASK_FILTER                                                                                      \
    "(t.due, t.subject, t.name) > (?1, ?2, ?3) AND (?5 = '' OR word_in(t.role, ?5)) "                        \
    "AND (?6 IS NULL OR t.due < ?6) "                                                                        \
    "AND (?9 = '' OR t.worker = ?9 OR (t.worker = '' AND s.worker = ?9)) AND " SQL_WITHIN
#define SQL_TASK_SELECT "SELECT " SQL_TASK_COLUMNS ", " SQL_CASE_COLUMNS " FROM "
#define SQL_TASK_ORDER " ORDER BY 7, 1, 2 LIMIT ?4"

/* 1, 2, 3: after this end, subject and name; 4: how many; 5: not only open ones; 6: has ended by then; 11 as
 * above. */
#define SQL_DEADLINE_FILTER                                                                                  \
    "(d.ends, d.subject, d.name) > (?1, ?2, ?3) AND (?5 OR d.open = 1) AND (?6 IS NULL OR d.ends <= ?6) "    \
    "AND (?9 = '' OR s.worker = ?9) AND " SQL_WITHIN
#define SQL_DEADLINE_SELECT "SELECT " SQL_DEADLINE_COLUMNS ", " SQL_CASE_COLUMNS " FROM "
#define SQL_DEADLINE_ORDER " ORDER BY 7, 1, 2 LIMIT ?4"

/* Everybody who is the same as person ?1, by merges: those above, and all that lead to them. UNION ends even
 * a circle. */
#define SQL_SAME_PERSON                                                                                      \
    "WITH RECURSIVE above (id) AS (SELECT ?1 UNION SELECT into_subject FROM merged JOIN above "              \
    "ON merged.subject = above.id), same (id) AS (SELECT id FROM above UNION SELECT merged.subject "         \
    "FROM merged JOIN same ON merged.into_subject = same.id) "

/* 1: before this number; 2: how many; 3: the case asked for; 4: all of them; 5: today. Columns 9 to 13 are
 * the case. */
#define SQL_REGISTER(of)                                                                                     \
    "SELECT e.subject, e.number, e.place, e.at, e.by, e.event, e.unmet, e.reason, "                          \
    "e.until, " SQL_CASE_COLUMNS " FROM exception e CROSS JOIN subject s ON s.id = e.subject WHERE " of      \
    "e.number < ?1 "                                                                                         \
    "AND (?4 OR (s.closed IS NULL AND (e.until IS NULL OR e.until >= ?5))) "                                 \
    "AND (?9 = '' OR s.worker = ?9) AND " SQL_WITHIN " ORDER BY e.number DESC LIMIT ?2"

#define SQL_TABLE(X)                                                                                         \
    X(BEGIN, "BEGIN IMMEDIATE")                                                                              \
    X(BEGIN_READ, "BEGIN")                                                                                   \
    X(COMMIT, "COMMIT")                                                                                      \
    X(ROLLBACK, "ROLLBACK")                                                                                  \
    X(SUBJECT_LOAD, "SELECT " SQL_SUBJECT_COLUMNS " FROM subject s WHERE s.id = ?1")                         \
    X(SUBJECT_LOAD_ALIAS, "SELECT " SQL_SUBJECT_COLUMNS " FROM subject s WHERE s.alias = ?1")                \
    X(SUBJECT_SEEN, "SELECT version, head, hash, due, held, closed, definition FROM subject WHERE id = ?1")  \
    X(SUBJECT_HEAD, "SELECT head FROM subject WHERE id = ?1")                                                \
    X(ALIAS_FIND, "SELECT id FROM subject WHERE alias = ?1")                                                 \
    X(SUBJECT_INSERT,                                                                                        \
      "INSERT INTO subject (id, kind, alias, workflow, definition, area, worker, state, name, opened, "      \
      "closed, version, head, hash, due, held, document) "                                                   \
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)")                 \
    X(SUBJECT_UPDATE, "UPDATE subject SET state = ?3, version = ?4, head = ?5, hash = ?6, document = ?7 "    \
                      "WHERE id = ?1 AND version = ?2")                                                      \
    X(SUBJECT_UPDATE_DUE,                                                                                    \
      "UPDATE subject SET state = ?3, version = ?4, head = ?5, hash = ?6, document = ?7, due = ?8 "          \
      "WHERE id = ?1 AND version = ?2")                                                                      \
    X(SUBJECT_MOVE,                                                                                          \
      "UPDATE subject SET area = ?2, worker = ?3, name = ?4, closed = ?5, held = ?6, definition = ?7, "      \
      "offered = ?8 "                                                                                        \
      "WHERE id = ?1")                                                                                       \
    X(SUBJECT_HOLD, "UPDATE subject SET held = ?2, due = ?3 WHERE id = ?1")                                  \
    X(SUBJECT_DUE, "SELECT id FROM subject INDEXED BY subject_due "                                          \
                   "WHERE due IS NOT NULL AND held = 0 AND due <= ?1 ORDER BY due, id LIMIT ?2")             \
    X(SUBJECT_NEXT_DUE, "SELECT due FROM subject INDEXED BY subject_due WHERE due IS NOT NULL AND held = 0 " \
                        "ORDER BY due LIMIT 1")                                                              \
    X(SUBJECT_LAST,                                                                                          \
      "SELECT max(ifnull((SELECT max(id) FROM subject), 0), ifnull((SELECT max(subject) FROM agenda), 0), "  \
      "ifnull((SELECT max(subject) FROM agenda_failed), 0))")                                                \
    X(LIST_WORKER,                                                                                           \
      SQL_SUBJECT_LIST("INDEXED BY subject_worker WHERE s.worker = ?9 AND s.worker <> '' AND "))             \
    X(LIST_AREA, SQL_SUBJECT_LIST(                                                                           \
                     "INDEXED BY subject_area WHERE s.area = ?8 AND s.kind = ?3 AND s.closed IS NULL AND ")) \
    X(LIST_OPEN, SQL_SUBJECT_LIST("INDEXED BY subject_kind WHERE s.kind = ?3 AND s.closed IS NULL AND "))    \
    X(LIST_ALL, SQL_SUBJECT_LIST("NOT INDEXED WHERE "))                                                      \
    X(LIST_WORDS,                                                                                            \
      SQL_SUBJECT_LIST(                                                                                      \
          "NOT INDEXED WHERE s.id IN (SELECT ?6 UNION ALL SELECT id FROM subject WHERE alias = ?11 "         \
          "UNION ALL SELECT id FROM subject INDEXED BY subject_name WHERE name IS NOT NULL "                 \
          "AND name >= ?11 COLLATE NOCASE "                                                                  \
          "AND name < ?11 || char(1114111) COLLATE NOCASE) AND "))                                           \
    X(LIST_OFFERED, SQL_SUBJECT_LIST("INDEXED BY subject_offered WHERE s.offered IS NOT NULL AND "           \
                                     "(?12 = '' OR s.offered = ?12) AND "))                                  \
    X(LIST_NAMED, SQL_NAMED_LIST)                                                                            \
    X(SUBJECT_PINNED,                                                                                        \
      "SELECT digest FROM definition WHERE EXISTS (SELECT 1 FROM subject INDEXED BY subject_definition "     \
      "WHERE definition = definition.id AND closed IS NULL) ORDER BY digest")                                \
    X(VERSION_LIST, "SELECT p.name, lower(hex(p.digest)) AS digest, (SELECT min(w.recorded) FROM world w "   \
                    "WHERE instr(w.content, lower(hex(p.digest))) > 0) AS since, "                           \
                    "(SELECT count(*) FROM subject s INDEXED BY subject_definition "                         \
                    "WHERE s.definition = d.id AND s.closed IS NULL), "                                      \
                    "(SELECT count(*) FROM subject s INDEXED BY subject_definition_closed "                  \
                    "WHERE s.definition = d.id AND s.closed IS NOT NULL) "                                   \
                    "FROM part p LEFT JOIN definition d ON d.digest = lower(hex(p.digest)) "                 \
                    "WHERE p.kind = 'workflow' ORDER BY p.name, since, digest")                              \
    X(DEFINITION_FIND, "SELECT id FROM definition WHERE digest = ?1")                                        \
    X(DEFINITION_DIGEST, "SELECT digest FROM definition WHERE id = ?1")                                      \
    X(DEFINITION_INSERT, "INSERT INTO definition (digest) VALUES (?1)")                                      \
    X(ENTRY_INSERT,                                                                                          \
      "INSERT INTO entry (" SQL_ENTRY_COLUMNS ") VALUES (NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")   \
    X(ENTRY_LOAD, "SELECT " SQL_ENTRY_COLUMNS " FROM entry WHERE number = ?1")                               \
    X(ENTRY_LINK, "SELECT subject, seq, previous FROM entry WHERE number = ?1")                              \
    X(ENTRY_LAST, "SELECT ifnull(max(number), 0) FROM entry")                                                \
    X(ENTRY_ERASE, "UPDATE entry SET salt = NULL, content = NULL WHERE number = ?1")                         \
    X(KEY_FIND, "SELECT key.body, entry.subject, entry.number, entry.seq FROM key JOIN entry "               \
                "ON entry.number = key.entry WHERE key.key = ?1")                                            \
    X(KEY_INSERT, "INSERT INTO key (key, body, entry) VALUES (?1, ?2, ?3)")                                  \
    X(TASK_WRITE, "REPLACE INTO task (subject, name, title, role, worker, due_kind, due, opened, required) " \
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                             \
    X(TASK_DELETE, "DELETE FROM task WHERE subject = ?1 AND name = ?2")                                      \
    X(DEADLINE_WRITE,                                                                                        \
      "REPLACE INTO deadline (subject, name, title, status, due_kind, due, ends, open, breached) "           \
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                                         \
    X(TASK_LIST, SQL_TASK_SELECT                                                                             \
      "task t INDEXED BY task_due CROSS JOIN subject s ON s.id = t.subject WHERE " SQL_TASK_FILTER           \
          SQL_TASK_ORDER)                                                                                    \
    X(TASK_LIST_SUBJECT, SQL_TASK_SELECT                                                                     \
      "subject s CROSS JOIN task t ON t.subject = s.id WHERE s.id = ?11 AND " SQL_TASK_FILTER                \
          SQL_TASK_ORDER)                                                                                    \
    X(TASK_LIST_WORKER, SQL_TASK_SELECT                                                                      \
      "subject s INDEXED BY subject_worker CROSS JOIN task t ON t.subject = s.id "                           \
      "WHERE s.worker = ?9 AND s.worker <> '' AND " SQL_TASK_FILTER " UNION ALL " SQL_TASK_SELECT            \
      "task t INDEXED BY task_worker CROSS JOIN subject s ON s.id = t.subject "                              \
      "WHERE t.worker = ?9 AND t.worker <> '' AND s.worker <> ?9 AND " SQL_TASK_FILTER SQL_TASK_ORDER)       \
    X(DEADLINE_LIST,                                                                                         \
      SQL_DEADLINE_SELECT "deadline d INDEXED BY deadline_ends CROSS JOIN subject s ON s.id = d.subject "    \
                          "WHERE d.open = 1 AND " SQL_DEADLINE_FILTER SQL_DEADLINE_ORDER)                    \
    X(DEADLINE_LIST_ALL, SQL_DEADLINE_SELECT                                                                 \
      "deadline d CROSS JOIN subject s ON s.id = d.subject WHERE " SQL_DEADLINE_FILTER SQL_DEADLINE_ORDER)   \
    X(DEADLINE_LIST_SUBJECT, SQL_DEADLINE_SELECT                                                             \
      "subject s CROSS JOIN deadline d ON d.subject = s.id WHERE s.id = ?11 AND " SQL_DEADLINE_FILTER        \
          SQL_DEADLINE_ORDER)                                                                                \
    X(DEADLINE_LIST_WORKER, SQL_DEADLINE_SELECT                                                              \
      "subject s INDEXED BY subject_worker CROSS JOIN deadline d ON d.subject = s.id "                       \
      "WHERE s.worker = ?9 AND s.worker <> '' AND " SQL_DEADLINE_FILTER SQL_DEADLINE_ORDER)                  \
    X(AGENDA_INSERT, "INSERT INTO agenda (subject, command) VALUES (?1, ?2)")                                \
    X(AGENDA_LIST, "SELECT number, subject, command FROM agenda ORDER BY number LIMIT ?1")                   \
    X(AGENDA_DELETE, "DELETE FROM agenda WHERE number = ?1")                                                 \
    X(AGENDA_FAIL,                                                                                           \
      "INSERT INTO agenda_failed (subject, command, why) SELECT subject, command, ?2 FROM agenda "           \
      "WHERE number = ?1")                                                                                   \
    X(OUTBOX_INSERT, "INSERT INTO outbox (subject, key, content, at, waits) VALUES (?1, ?2, ?3, ?4, ?5)")    \
    X(OUTBOX_STOP, "UPDATE outbox SET waits = 2 WHERE key = ?1 AND waits = 1")                               \
    X(OUTBOX_LIST, "SELECT number, subject, key, content, at FROM outbox WHERE number > ?1 AND waits < 2"    \
                   " ORDER BY number LIMIT ?2")                                                              \
    X(PERSON_PART_WRITE, "INSERT OR IGNORE INTO person_part (person, subject, part) VALUES (?1, ?2, ?3)")    \
    X(PERSON_PART_DELETE, "DELETE FROM person_part WHERE person = ?1 AND subject = ?2 AND part = ?3")        \
    X(PERSON_KEY_WRITE, "INSERT OR IGNORE INTO person_key (key, person) VALUES (?1, ?2)")                    \
    X(PERSON_KEY_DELETE, "DELETE FROM person_key WHERE key = ?1 AND person = ?2")                            \
    X(PEOPLE_ALIKE,                                                                                          \
      "SELECT " SQL_SUBJECT_COLUMNS " FROM (SELECT person, count(*) AS found FROM person_key "               \
      "WHERE key IN (SELECT value FROM json_each(?1)) GROUP BY person ORDER BY found DESC, person "          \
      "LIMIT ?2) k CROSS JOIN subject s ON s.id = k.person ORDER BY k.found DESC, k.person")                 \
    X(MERGED_WRITE, "REPLACE INTO merged (subject, into_subject) VALUES (?1, ?2)")                           \
    X(MERGED_DELETE, "DELETE FROM merged WHERE subject = ?1")                                                \
    X(EPISODES, SQL_SAME_PERSON                                                                              \
      "SELECT DISTINCT s.id, s.kind, s.alias, s.workflow, p.part, s.area, s.state, s.opened, s.closed, "     \
      "EXISTS (SELECT 1 FROM merged WHERE merged.subject = s.id) "                                           \
      "FROM same CROSS JOIN person_part p ON p.person = same.id CROSS JOIN subject s ON s.id = p.subject "   \
      "WHERE ?2 = '' OR s.workflow = ?2 ORDER BY s.opened DESC, s.id DESC, p.part LIMIT ?3")                 \
    X(EXCEPTION_WRITE,                                                                                       \
      "INSERT INTO exception (subject, place, at, by, event, unmet, reason, until) "                         \
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (subject, place) DO UPDATE SET at = ?3, "         \
      "by = ?4, event = ?5, unmet = ?6, reason = ?7, until = ?8")                                            \
    X(EXCEPTION_LIST, SQL_REGISTER(""))                                                                      \
    X(EXCEPTION_LIST_SUBJECT, SQL_REGISTER("e.subject = ?3 AND "))                                           \
    X(PART_INSERT, "INSERT OR IGNORE INTO part (digest, kind, name, content) VALUES (?1, ?2, ?3, ?4)")       \
    X(PART_LOAD, "SELECT content FROM part WHERE digest = ?1")                                               \
    X(WORLD_FIND, "SELECT number FROM world WHERE digest = ?1")                                              \
    X(WORLD_LOAD, "SELECT content FROM world WHERE number = ?1")                                             \
    X(WORLD_INSERT, "INSERT INTO world (digest, content, recorded) VALUES (?1, ?2, ?3)")                     \
    X(VALUE_WRITE, "REPLACE INTO value (space, name, value) VALUES (?1, ?2, ?3)")                            \
    X(VALUE_DELETE, "DELETE FROM value WHERE space = ?1 AND name = ?2")                                      \
    X(VALUE_LOAD, "SELECT value FROM value WHERE space = ?1 AND name = ?2")                                  \
    X(VALUE_LIST, "SELECT name, value FROM value WHERE space = ?1 ORDER BY name")                            \
    X(COUNTS, "SELECT (SELECT count(*) FROM subject WHERE kind = 0), "                                       \
              "(SELECT count(*) FROM subject WHERE kind = 0 AND closed IS NULL), "                           \
              "(SELECT count(*) FROM subject WHERE kind = 1), (SELECT ifnull(max(number), 0) FROM entry), "  \
              "(SELECT count(*) FROM task), (SELECT count(*) FROM agenda), (SELECT count(*) FROM outbox "    \
              "WHERE waits < 2), "                                                                           \
              "(SELECT count(*) FROM subject WHERE held = 1)")                                               \
    X(ENTRY_COUNT, "SELECT count(*) FROM entry")                                                             \
    X(VERIFY_SUBJECTS, "SELECT id, version, head, hash, document FROM subject ORDER BY id")

enum sql {
#define X(name, text) SQL_##name,
    SQL_TABLE(X)
#undef X
        SQL_COUNT
};

const char *sql_text(enum sql which);

#endif

/* JSON in an arena, and its one canonical text.
 *
 * The journal's chain is made over canonical text, so reading and writing are ours: strict, bounded, quick.
 *
 * Invariants. The members of an object are always in ascending order of their names, by bytes, and no name
 * occurs twice; so a look-up is a binary search, two equal values have equal texts, and a text has one value.
 * A number is an integer if it is whole and fits 64 bits (2.0 and 2e0 are 2, and -0 is 0); else a double,
 * always finite. Texts are UTF-8. A value is plain data: copying the struct shares what is below it; what is
 * below lives in the arena it was made in.
 *
 * Reading takes RFC 8259 and no more: one value, no byte order mark, no duplicate names, no lone surrogates,
 * at most JSON_DEPTH_LIMIT deep, at most the size the caller allows. Writing is RFC 8785 but for two things:
 * names are ordered by UTF-8 bytes (not UTF-16 units), and integers are written exactly, beyond 2^53 too. */
#ifndef CASEWAY_BASE_JSON_H
#define CASEWAY_BASE_JSON_H

#include "base/error.h"
#include "base/text.h"

enum { JSON_DEPTH_LIMIT = 64 };

enum json_type { JSON_NULL, JSON_BOOLEAN, JSON_INTEGER, JSON_REAL, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

struct json {
    enum json_type type : 8;
    unsigned grown : 8; /* for json_set and json_append: there is place for 2^grown; 0: for just COUNT */
    uint32_t count;     /* elements of an array, members of an object, bytes of a string */
    union {
        bool boolean;
        int64_t integer;
        double real;
        const char *string;
        struct json *elements;
        struct json_member *members;
    };
};

struct json_member {
    struct text name;
    struct json value;
};

/* --- making --- */
struct json json_null(void);
struct json json_boolean(bool boolean);
struct json json_integer(int64_t integer);
/* A whole double that fits 64 bits becomes an integer, so that 2.0 and 2 are one value; it must be finite. */
struct json json_real(double real);
struct json json_string(struct text text); /* borrows the bytes, which must be UTF-8 */
struct json json_array(void);
struct json json_object(void);

/* Puts VALUE in under NAME (borrowed), in its place, over what was there. OBJECT's members are grown in
 * ARENA: an object that shares its members with another must be json_shallow'ed first. So it is with arrays
 * and json_append. */
void json_set(struct arena *arena, struct json *object, struct text name, struct json value);
/* Takes NAME out; true when it was there. */
bool json_unset(struct json *object, struct text name);
void json_append(struct arena *arena, struct json *array, struct json element);
/* A copy that may be changed at its first level, and one that shares nothing. */
struct json json_shallow(struct arena *arena, struct json value);
struct json json_copy(struct arena *arena, struct json value);

/* --- reading one's way --- */
/* The member, or NULL: not an object, or not there. */
const struct json *json_get(const struct json *object, struct text name);
struct json *json_get_mutable(struct json *object, struct text name);
const struct json *json_member_of(const struct json *object, const char *name);
/* Text, integer, boolean of the member NAME, or what is given instead when it is absent or of another type.
 */
struct text json_get_text(const struct json *object, const char *name);
int64_t json_get_integer(const struct json *object, const char *name, int64_t otherwise);
bool json_get_boolean(const struct json *object, const char *name, bool otherwise);
struct text json_text(const struct json *string); /* the empty text when it is not a string */
bool json_is_null(const struct json *value);      /* NULL or JSON_NULL */
/* "null", "a yes or no", "a number", "a text", "a list", "a group": as a message says it. */
const char *json_type_words(enum json_type type);

/* Equal values; the integer 1 and the real 1.0 cannot both occur (see json_real). */
bool json_equal(const struct json *a, const struct json *b);

/* --- text --- */
/* Reads TEXT; strings are copied (with a NUL behind them), so TEXT may go after the call. On failure VALUE is
 * not touched and ERROR says "line:column" in its place, counted in TEXT, columns in characters.
 * STATUS_INVALID, or STATUS_LIMIT for more than JSON_DEPTH_LIMIT levels, JSON_TEXT_LIMIT bytes, or
 * JSON_NUMBER_LIMIT bytes of one number. The locale must be "C", which it is in a process that never changes
 * it. */
enum { JSON_TEXT_LIMIT = INT32_MAX, JSON_NUMBER_LIMIT = 400 };
enum status json_read(struct arena *arena, struct text text, struct json *value, struct error *error);
/* Appends the canonical text: sorted, no white space, shortest numbers, the least escapes. */
void json_write(const struct json *value, struct buffer *out);
struct text json_to_text(struct arena *arena, const struct json *value);
/* For people: two spaces a level; not canonical. */
void json_write_pretty(const struct json *value, struct buffer *out);
/* Appends TEXT as a JSON string with its quotes. */
void json_write_string(struct text text, struct buffer *out);

/* --- difference ---
 * What leads from one value to another, so that states fold backwards: an array of changes, each an object
 * {"path":[NAME…],"before":VALUE,"after":VALUE}. The path is a list of member names from the top; "before" or
 * "after" is left out where there was or is nothing. Two objects are compared member by member, everything
 * else (lists too) as a whole. */
/* Appends the changes from BEFORE to AFTER (either may be NULL: there is nothing) to CHANGES, in order of
 * their paths. Values and names are shared, not copied. */
void json_diff(struct arena *arena, const struct json *before, const struct json *after,
               struct json *changes);
/* VALUE with CHANGES undone, the last first (each path set to its "before"), or done (its "after"); what is
 * changed is copied first. "Nothing" at the empty path is null. On failure VALUE is not touched:
 * STATUS_CORRUPT when CHANGES is not such a list, or a path leads through what is not an object. */
enum status json_undo(struct arena *arena, struct json *value, const struct json *changes,
                      struct error *error);
enum status json_redo(struct arena *arena, struct json *value, const struct json *changes,
                      struct error *error);

#endif

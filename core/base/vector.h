/* A typed list that grows in an arena: VECTOR(struct task) tasks; vector_push(arena, &tasks, task).
 * A vector is plain data: zero it and it is empty; copy it and both share what is there so far (push to one
 * only). */
#ifndef CASEWAY_BASE_VECTOR_H
#define CASEWAY_BASE_VECTOR_H

#include "base/arena.h"

#include <string.h>

#define VECTOR(type)                                                                                         \
    struct {                                                                                                 \
        type *at;                                                                                            \
        size_t count, room;                                                                                  \
    }

/* Room for one more, which is the last then; gives where it is, not initialised. */
#define vector_more(arena, vector)                                                                           \
    ((!(vector)->at || (vector)->count == (vector)->room                                                     \
          ? (void)((vector)->at =                                                                            \
                       vector_grown((arena), (vector)->at, sizeof *(vector)->at, &(vector)->room))           \
          : (void)0),                                                                                        \
     &(vector)->at[(vector)->count++])

#define vector_push(arena, vector, ...) ((void)(*vector_more(arena, vector) = (__VA_ARGS__)))

/* Takes element INDEX out; the rest moves up and keeps its order. */
#define vector_remove(vector, index)                                                                         \
    ((void)memmove(&(vector)->at[index], &(vector)->at[(index) + 1],                                         \
                   ((vector)->count - (index)-1) * sizeof *(vector)->at),                                    \
     (void)(vector)->count--)

/* For each element: vector_each(struct task, task, &tasks) { … task->name … } */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type and a name cannot stand in parentheses. */
#define vector_each(type, name, vector)                                                                      \
    for (type *name = (vector)->at, *name##_end = name ? name + (vector)->count : name; name < name##_end;   \
         name++)
/* NOLINTEND(bugprone-macro-parentheses) */

static inline void *vector_grown(struct arena *arena, void *at, size_t element, size_t *room)
{
    size_t before = *room;
    *room = before ? before * 2 : 4;
    return arena_grow(arena, at, before * element, *room * element);
}

#endif

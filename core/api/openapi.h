/* What of the description is not in the routing table. Private to api/. */
#ifndef CASEWAY_API_OPENAPI_H
#define CASEWAY_API_OPENAPI_H

#include "api/parts.h"

/* The document without `info` and `paths`: its schemas, headers and how one says who one is. */
struct text openapi_frame(struct arena *arena);

/* What the parameter NAME is for; NULL when nobody described it. */
const char *openapi_parameter(struct text name);

#endif

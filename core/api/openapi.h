/* What of the description is not in the routing table. Private to api/. */
#ifndef CASEWAY_API_OPENAPI_H
#define CASEWAY_API_OPENAPI_H

#include "api/parts.h"

/* What the parameter NAME is for; NULL when nobody described it. */
const char *openapi_parameter(struct text name);

#endif

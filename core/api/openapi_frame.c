/* The schemas of the description (JSON Schema 2020-12, as OpenAPI 3.1 has it). What is not there is left out
 * of an answer; instants are RFC 3339 in UTC, dates civil. */
#include "api/openapi.h"

/* The layout of these macros is left alone: the formatter makes another one of them each time. */
/* clang-format off */
#define FRAME_OPENS                                                                                          \
    "{\"openapi\":\"3.1.0\",\"security\":[{\"bearer\":[]}],\"components\":{"                                 \
    "\"securitySchemes\":{\"bearer\":{\"type\":\"http\",\"scheme\":\"bearer\"}},"                            \
    "\"parameters\":{"                                                                                       \
    "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"schema\":{\"type\":\"string\","    \
    "\"maxLength\":200},\"description\":\"Makes a repeat harmless: the first answer is given again.\"},"     \
    "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"schema\":{\"type\":\"string\"},"                 \
    "\"description\":\"The version that this was decided on, in quotes: 412 when the case has moved on.\"}"  \
    "},\"responses\":{\"Problem\":{\"description\":\"A problem (RFC 9457)\",\"content\":{"                   \
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"              \
    "\"schemas\":{"

#define TYPE(type) "{\"type\":\"" type "\"}"
#define AT "{\"type\":\"string\",\"format\":\"date-time\"}"
#define DUE "{\"type\":\"string\",\"description\":\"a date or an instant\"}"
#define LIST(of) "{\"type\":\"array\",\"items\":" of "}"
#define REF(name) "{\"$ref\":\"#/components/schemas/" name "\"}"
#define OBJECT(members) "{\"type\":\"object\",\"properties\":{" members "}}"
#define PAGE_OF(row) OBJECT("\"items\":" LIST(row) ",\"cursor\":" TYPE("string"))

#define COMMAND                                                                                                                                                                                    \
    "\"Command\":" OBJECT("\"key\":" TYPE("string") ",\"case\":" TYPE("string") ",\"workflow\":" TYPE(                                                                                             \
        "stri"                                                                                                                                                                                     \
        "ng") ",\"area\":" TYPE("string") ",\"event\":" TYPE("string") ",\""                                                                                                                       \
                                                                       "of"                                                                                                                        \
                                                                       "\""                                                                                                                        \
                                                                       ":" TYPE("string") ",\"data\":" TYPE("object") ",\"tasks\":" TYPE("object") ",\"actor\":" TYPE("string") ",\"role\":" TYPE( \
                                                                           "string") ",\"at\":" AT                                                                                                 \
                                                                                     ",\"recorded\":" AT                                                                                           \
                                                                                     ",\"override\":{"                                                                                             \
                                                                                     "\"oneOf\":"                                                                                                  \
                                                                                     "[" TYPE("string") "," OBJECT(                                                                                \
                                                                                         "\"reason\":" TYPE(                                                                                       \
                                                                                             "string") ",\""                                                                                       \
                                                                                                       "unt"                                                                                       \
                                                                                                       "il"                                                                                        \
                                                                                                       "\""                                                                                        \
                                                                                                       ":" DUE) "]}"                                                                               \
                                                                                                                ",\"i"                                                                             \
                                                                                                                "f_"                                                                               \
                                                                                                                "matc"                                                                             \
                                                                                                                "h\""                                                                              \
                                                                                                                ":" TYPE(                                                                          \
                                                                                                                    "integer")) ","

#define UNMET                                                                                                \
    "\"Unmet\":" OBJECT(                                                                                     \
        "\"code\":{\"enum\":[\"not-now\",\"guard\",\"requires\",\"rule\",\"role\",\"task\",\"form\","        \
        "\"closed\"]},\"text\":" TYPE("string") ",\"field\":" TYPE("string") ",\"who\":" TYPE(               \
            "string") ",\"when\":" DUE                                                                       \
                      ",\"seen\":" TYPE("object") ",\"override\":" TYPE("boolean") ",\"override_by\":" TYPE( \
                          "string")) ","

#define ANSWER_MEMBERS                                                                                                                     \
    "\"event\":{\"type\":[\"string\",\"null\"]},\"case\":" TYPE(                                                                           \
        "string") ",\"outcome\":{\"enum\":["                                                                                               \
                  "\"done\",\"refused\","                                                                                                  \
                  "\"unknown\",\"failed\"]},"                                                                                              \
                  "\"configuration\":" LIST(TYPE(                                                                                          \
                      "s"                                                                                                                  \
                      "t"                                                                                                                  \
                      "r"                                                                                                                  \
                      "i"                                                                                                                  \
                      "n"                                                                                                                  \
                      "g")) ",\"data\":" TYPE("object") ",\"unmet\":" LIST(REF("Unmet")) ",\"version\""                                    \
                                                                                         ":" TYPE(                                         \
                                                                                             "integ"                                       \
                                                                                             "er") ",\"repe"                               \
                                                                                                   "ated\""                                \
                                                                                                   ":" TYPE("boolean") ",\"error\":" TYPE( \
                                                                                                       "str"                               \
                                                                                                       "in"                                \
                                                                                                       "g")

#define ANSWER                                                                                                                    \
    "\"Answer\":" OBJECT(                                                                                                         \
        ANSWER_MEMBERS                                                                                                            \
        ",\"would\":" TYPE("object") ",\"known\":" LIST(TYPE("object")) ",\"likely\":" LIST(TYPE("object")) ",\"details\":" TYPE( \
            "object")) ","                                                                                                        \
                       "\"ImportAnswer\":" OBJECT(                                                                                \
                           "\"line\":" TYPE("integer") "," ANSWER_MEMBERS) ","                                                    \
                                                                           "\"Problem\":" OBJECT(                                 \
                                                                               "\"type\":{\"type\":"                              \
                                                                               "\"string\",\"format\":"                           \
                                                                               "\"uri-reference\"},"                              \
                                                                               "\"title\":" TYPE("string") ",\"status\":" TYPE(   \
                                                                                   "integer") ",\"detail\""                       \
                                                                                              ":" TYPE(                           \
                                                                                                  "str"                           \
                                                                                                  "in"                            \
                                                                                                  "g") ",\""                      \
                                                                                                       "pla"                      \
                                                                                                       "ce"                       \
                                                                                                       "\""                       \
                                                                                                       ":" TYPE(                  \
                                                                                                           "stri"                 \
                                                                                                           "ng") "," ANSWER_MEMBERS) ","

#define CASE_ROW                                                                                             \
    "\"case\":" TYPE("string") ",\"workflow\":" TYPE("string") ",\"area\":" TYPE(                            \
        "string") ",\"worker\":" TYPE("string")

#define CASES                                                                                                \
    "\"Cases\":" PAGE_OF(OBJECT(                                                                             \
        CASE_ROW ",\"state\":{\"type\":\"string\",\"description\":\"active states, joined by blanks\"}"      \
                 ",\"offered\":" TYPE("string") ",\"name\":" TYPE(                                           \
                     "string") ",\"opened\":" AT ",\"closed\":" AT ",\"due\":" AT                            \
                               ",\"version\":" TYPE("integer"))) ","

#define WORK                                                                                                                               \
    "\"Task\":" OBJECT(CASE_ROW ",\"task\":" TYPE("string") ",\"title\":" TYPE("string") ",\"role\":" TYPE(                                \
        "string") ",\"opened\":" AT ",\"due\":" DUE                                                                                        \
                  ",\"required\":" TYPE("boolean") ",\"event\":" TYPE("string") ",\"of\":" TYPE("string") ",\"forms\":" LIST(TYPE(         \
                      "string"))) ","                                                                                                      \
                                  "\"Tasks\":" PAGE_OF(REF(                                                                                \
                                      "Task")) ","                                                                                         \
                                               "\"Deadline\":" OBJECT(CASE_ROW ",\"deadline\":" TYPE(                                      \
                                                   "strin"                                                                                 \
                                                   "g") ",\"title\":" TYPE("string") ",\"status\":{"                                       \
                                                                                     "\"enum\":["                                          \
                                                                                     "\"pending\","                                        \
                                                                                     "\"warned\","                                         \
                                                                                     "\"overdue\",\"late\","                               \
                                                                                     "\"met\","                                            \
                                                                                     "\"met-late\","                                       \
                                                                                     "\"void\"]}"                                          \
                                                                                     ",\"from\":" AT                                       \
                                                                                     ",\"due\":" DUE                                       \
                                                                                     ",\"warn\":" AT                                       \
                                                                                     ",\"met\":" AT                                        \
                                                                                     ",\"of\":" TYPE(                                      \
                                                                                         "strin"                                           \
                                                                                         "g") ",\"open\""                                  \
                                                                                              ":" TYPE(                                    \
                                                                                                  "b"                                      \
                                                                                                  "o"                                      \
                                                                                                  "o"                                      \
                                                                                                  "l"                                      \
                                                                                                  "e"                                      \
                                                                                                  "a"                                      \
                                                                                                  "n") ",\""                               \
                                                                                                       "bre"                               \
                                                                                                       "ach"                               \
                                                                                                       "ed"                                \
                                                                                                       "\""                                \
                                                                                                       ":" TYPE(                           \
                                                                                                           "b"                             \
                                                                                                           "o"                             \
                                                                                                           "o"                             \
                                                                                                           "l"                             \
                                                                                                           "e"                             \
                                                                                                           "a"                             \
                                                                                                           "n")) ","                       \
                                                                                                                 "\"Deadlines\":" PAGE_OF( \
                                                                                                                     REF("Deadline")) ","

#define CASE                                                                                                                                                                                     \
    "\"Case\":" OBJECT(                                                                                                                                                                          \
        CASE_ROW ",\"title\":" TYPE("string") ",\"definition\":" TYPE("string") ",\"name\":" TYPE("string") ",\"opened\":" AT ",\"closed\":" AT ",\"due\":" AT ",\"version\":" TYPE(             \
            "in"                                                                                                                                                                                 \
            "te"                                                                                                                                                                                 \
            "ge"                                                                                                                                                                                 \
            "r") ",\"configuration\":" LIST(TYPE("strin"                                                                                                                                         \
                                                 "g")) ",\"data\":" TYPE("object") ",\"comput"                                                                                                   \
                                                                                   "ed\""                                                                                                        \
                                                                                   ":" TYPE(                                                                                                     \
                                                                                       "objec"                                                                                                   \
                                                                                       "t") ",\"people\""                                                                                        \
                                                                                            ":" TYPE(                                                                                            \
                                                                                                "objec"                                                                                          \
                                                                                                "t") ",\"ta"                                                                                     \
                                                                                                     "sks\""                                                                                     \
                                                                                                     ":" LIST(REF("Task")) ",\"deadlines\":" LIST(REF("Deadline")) ",\"milestones\":" TYPE("obj" \
                                                                                                                                                                                           "ec"  \
                                                                                                                                                                                           "t") ",\"exceptions\":" LIST(TYPE("object")) ",\"records\":" TYPE("object") ",\"moving\":" TYPE("object") ",\"links\":" TYPE("object")) ","

#define ACTION                                                                                               \
    OBJECT("\"event\":" TYPE("string") ",\"title\":" TYPE("string") ",\"of\":" TYPE(                         \
        "string") ",\"who\":" TYPE("string") ",\"when\":" DUE                                                \
                                             ",\"forms\":" LIST(TYPE("string")) ",\"would\":" TYPE(          \
                                                 "object") ",\"outcome\":{\"enum\":[\"done\",\"refused\","   \
                                                           "\"failed\"]},\"unmet\":" LIST(REF("Unmet")))

#define ACTIONS                                                                                              \
    "\"Actions\":" OBJECT("\"case\":" TYPE("string") ",\"version\":" TYPE("integer") ",\"items\":" LIST(     \
        ACTION) ",\"if\":" LIST(TYPE("string")) ",\"changes\":" TYPE("object")) ","

#define HISTORY                                                                                                                                                                                                                                      \
    "\"History\":" PAGE_OF(OBJECT("\"seq\":" TYPE(                                                                                                                                                                                                   \
        "integer") ",\"happened\":" AT ",\"recorded\":" AT                                                                                                                                                                                           \
                   ",\"event\":" TYPE("string") ",\"title\":" TYPE("string") ",\"actor\":" TYPE("string") ",\"role\":" TYPE("string") ",\"origin\":{\"enum\":[\"person\",\"time\",\"record\",\"import\"]},\"of\":" TYPE("string") ",\"data\":" TYPE( \
                       "object") ",\"override\":" TYPE("object") ",\"erased\""                                                                                                                                                                       \
                                                                 ":" TYPE(                                                                                                                                                                           \
                                                                     "bool"                                                                                                                                                                          \
                                                                     "ean") ",\"changes"                                                                                                                                                             \
                                                                            "\":" LIST(OBJECT(                                                                                                                                                       \
                                                                                "\"path"                                                                                                                                                             \
                                                                                "\""                                                                                                                                                                 \
                                                                                ":" LIST(TYPE(                                                                                                                                                       \
                                                                                    "st"                                                                                                                                                             \
                                                                                    "ri"                                                                                                                                                             \
                                                                                    "n"                                                                                                                                                              \
                                                                                    "g")) ",\"before\""                                                                                                                                              \
                                                                                          ":{},"                                                                                                                                                     \
                                                                                          "\"after\":{"                                                                                                                                              \
                                                                                          "}")) ",\"le"                                                                                                                                              \
                                                                                                "dger"                                                                                                                                               \
                                                                                                "\""                                                                                                                                                 \
                                                                                                ":" LIST(TYPE("object")) ",\"notes\":" TYPE(                                                                                                         \
                                                                                                    "objec"                                                                                                                                          \
                                                                                                    "t") ","                                                                                                                                         \
                                                                                                         "\"corrected\":" REF(                                                                                                                       \
                                                                                                             "Corrected"))) ","

#define LEDGER                                                                                                                                                                                                                            \
    "\"Ledger\":" PAGE_OF(OBJECT(                                                                                                                                                                                                         \
        "\"seq\":" TYPE("integer") ",\"happened\":" AT ",\"recorded\":" AT ",\"deadline\":" TYPE("string") ",\"title\":" TYPE("string") ",\"change\":" TYPE(                                                                              \
            "string") ",\"before\":" DUE ",\"after\":" DUE                                                                                                                                                                                \
                      ",\"because\":" TYPE("string") ",\"because_title\":" TYPE("string") ",\"fact\":" TYPE("string") ",\"fact_title\":" TYPE("string") ",\"actor\":" TYPE("string") ",\"reason\":" TYPE("string") ",\"corrected\":" REF( \
                          "Corrected"))) ",\"Corrected\":" OBJECT("\"by\":" TYPE("integer") ",\"out\""                                                                                                                                    \
                                                                                            ":" TYPE(                                                                                                                                     \
                                                                                                "boole"                                                                                                                                   \
                                                                                                "an") ",\"d"                                                                                                                              \
                                                                                                      "ata"                                                                                                                               \
                                                                                                      "\""                                                                                                                                \
                                                                                                      ":" TYPE(                                                                                                                           \
                                                                                                          "object") ",\"happened\":" AT                                                                                                   \
                                                                                                                    ",\"moved\":" TYPE("string") ",\"reason\":" TYPE(                                                                     \
                                                                                                                        "string")) ","

#define TOOLS                                                                                                                                                                                                                                 \
    "\"Files\":" OBJECT(                                                                                                                                                                                                                      \
        "\"files\":{\"type\":\"object\",\"additionalProperties\":" TYPE(                                                                                                                                                                      \
            "string") "}") ","                                                                                                                                                                                                                \
                           "\"Findings\":" OBJECT("\"findings\":" LIST(TYPE("object")) ",\"errors\":" TYPE("integer") ",\"warnings\":" TYPE("integer") ",\"dropped\":" TYPE(                                                                  \
                               "integer")) ","                                                                                                                                                                                                \
                                           "\"Simulation\":" OBJECT(                                                                                                                                                                          \
                                               "\"files\":" TYPE("object") ",\"workflow\":" TYPE("string") ",\"area\":" TYPE(                                                                                                                 \
                                                   "string") ",\"at\":" AT) ","                                                                                                                                                               \
                                                                            "\"SimulationBegun\":" OBJECT("\"id\":" TYPE("string") ",\"findings\":" LIST(TYPE(                                                                                \
                                                                                "object"))) ","                                                                                                                                               \
                                                                                            "\"Verified\""                                                                                                                                    \
                                                                                            ":" OBJECT(                                                                                                                                       \
                                                                                                "\"subjects"                                                                                                                                  \
                                                                                                "\":" TYPE("integer") ",\"entries\":" TYPE("integer") ",\"erased\":" TYPE("integer") ",\"faults\":" TYPE("integer") ",\"first_fault\":" TYPE( \
                                                                                                    "strin"                                                                                                                                   \
                                                                                                    "g")) ","                                                                                                                                 \
                                                                                                          "\"Workflows\":" OBJECT(                                                                                                            \
                                                                                                              "\"items\":" LIST(TYPE("object")) ",\"areas\":" LIST(                                                                           \
                                                                                                                  TYPE(                                                                                                                       \
                                                                                                                      "object"))) ","

#define STORIES                                                                                                                                                                                                                                                   \
    "\"Scenarios\":" OBJECT("\"files\":" TYPE("object") ",\"scenarios\":" LIST(TYPE(                                                                                                                                                                              \
        "string"))) ",\"ScenariosTold\":" OBJECT("\"scenarios\""                                                                                                                                                                                                  \
                                                 ":" LIST(REF(                                                                                                                                                                                                    \
                                                     "Scenar"                                                                                                                                                                                                     \
                                                     "ioTol"                                                                                                                                                                                                      \
                                                     "d")) ",\"findings\":" LIST(TYPE("object"))) ","                                                                                                                                                             \
                                                                                                  "\"Scenar"                                                                                                                                                      \
                                                                                                  "ioTold\""                                                                                                                                                      \
                                                                                                  ":" OBJECT(                                                                                                                                                     \
                                                                                                      "\"sc"                                                                                                                                                      \
                                                                                                      "enar"                                                                                                                                                      \
                                                                                                      "io\""                                                                                                                                                      \
                                                                                                      ":" TYPE("string") ",\"file\":" TYPE("string") ",\"ok\":" TYPE("boolean") ",\"steps\":" TYPE("integer") ",\"error\":" TYPE("string") ",\"failures\":" LIST( \
                                                                                                          REF("Difference"))) ","                                                                                                                                 \
                                                                                                                              "\"Difference\":" OBJECT(                                                                                                           \
                                                                                                                                  "\"line\":" TYPE("integer") ",\"sentence\":" TYPE("string") ",\"what\":" TYPE(                                                  \
                                                                                                                                      "string") ",\"expected\":" TYPE("string") ",\"stood\":" TYPE("string")) ","

#define AREAS                                                                                                \
    "\"AreasOfFiles\":" OBJECT("\"files\":" TYPE("object") ",\"shipped\":" TYPE("boolean")) ",\"Areas\":"   \
    OBJECT("\"items\":" LIST(REF("Area"))) ",\"Area\":" OBJECT(MEMBER("area") MEMBER("title")              \
    MEMBER("from") MEMBER("until") MEMBER("plugin") MEMBER("version") "\"served\":" TYPE("boolean")         \
    ",\"rules\":" LIST(TYPE("object"))) ",\"AreasCompared\":" OBJECT(MEMBER("workflow") MEMBER("at")       \
    MEMBER("case") "\"areas\":" LIST(REF("Area")) ",\"rows\":" LIST(TYPE("object"))) ","
#define PERSON_MEMBERS                                                                                       \
    "\"person\":" TYPE("string") ",\"name\":" TYPE("string") ",\"born_on\":" TYPE(                           \
        "string") ",\"merged_into\":" TYPE("string") ",\"opened\":" AT ",\"closed\":" AT
#define PEOPLE                                                                                                                        \
    "\"People\":" PAGE_OF(OBJECT(                                                                                                     \
        PERSON_MEMBERS ",\"likelihood\":{\"enum\":[\"likely\",\"possible\"]},\"why\":" LIST(TYPE("string")) ",\"merged_from\":" TYPE( \
            "string"))) ","                                                                                                           \
                        "\"Person\":" OBJECT(                                                                                         \
                            PERSON_MEMBERS ",\"version\":" TYPE("integer") ",\"data\":" TYPE(                                         \
                                "object") ",\"contacts\":" LIST(TYPE("object")) ",\"cases\":" LIST(TYPE("ob"                          \
                                                                                                        "je"                          \
                                                                                                        "c"                           \
                                                                                                        "t"))) ","
#define EXCEPTIONS                                                                                           \
    "\"Exceptions\":" PAGE_OF(OBJECT(                                                                        \
        CASE_ROW ",\"at\":" AT ",\"by\":" TYPE("string") ",\"event\":" TYPE("string") ",\"unmet\":" TYPE(    \
            "string") ",\"reason\":" TYPE("string") ",\"until\":" TYPE("string"))) ","
#define MEMBER(name) "\"" name "\":{\"type\":\"string\"},"
#define VERSION(name) "\"" name "\":{\"type\":\"integer\"},"
#define SINCE(name) "\"" name "\":{\"type\":\"string\",\"format\":\"date-time\"},"
#define DRAFT_IS MEMBER("case") MEMBER("event") MEMBER("of") MEMBER("title") SINCE("saved")
#define DRAFT_NOW VERSION("begun_on") VERSION("version") MEMBER("note") MEMBER("done_by") SINCE("done_at")
#define DRAFT_HOLDS "\"data\":{\"type\":\"object\"}"
#define DRAFT_UNKNOWN "\"unknown\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
#define DRAFTS                                                                                               \
    "\"DraftData\":{\"type\":\"object\",\"properties\":{" DRAFT_HOLDS "}},"                                  \
    "\"Draft\":{\"type\":\"object\",\"properties\":{" DRAFT_IS DRAFT_NOW DRAFT_UNKNOWN DRAFT_HOLDS "}},"     \
    "\"Drafts\":{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":"               \
    "{\"$ref\":\"#/components/schemas/Draft\"}}}},"

#define FRAME_ENDS                                                                                           \
    "\"Reports\":" PAGE_OF(TYPE("object")) ",\"Report\":" TYPE("object") ",\"Any\":{},\"Text\":" TYPE(       \
        "string") "}}}"

/* clang-format on */

/* C17 promises no literal longer than 4095 bytes. */
struct text openapi_frame(struct arena *arena)
{
    static const char *const parts[] = {FRAME_OPENS, COMMAND UNMET, ANSWER,     CASES,     WORK,    CASE,
                                        ACTIONS,     HISTORY,       LEDGER,     TOOLS,     STORIES, AREAS,
                                        DRAFTS,      PEOPLE,        EXCEPTIONS, FRAME_ENDS};
    struct buffer frame;
    buffer_init(&frame, arena);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buffer_string(&frame, parts[i]);
    }
    return buffer_result(&frame);
}

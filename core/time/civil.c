#include "time/civil.h"

#include <stdio.h>

/* Both ways between days and civil dates follow Howard Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms": the year begins in March, so that the leap day is its last, and 400 years, an era, always have
 * 146,097 days. */
enum { ERA_YEARS = 400, ERA_DAYS = 146097, EPOCH_DAYS = 719468 /* from 0000-03-01 to 1970-01-01 */ };
enum { YEAR_FIRST = 1, YEAR_LAST = 9999, YEAR_MONTHS = 12, WEEK_DAYS = 7, FINANCIAL_YEAR_MONTH = 4 };

static bool is_date(date day)
{
    return day >= DATE_FIRST && day <= DATE_LAST;
}

static bool is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % ERA_YEARS == 0);
}

static int32_t month_length(int32_t year, int32_t month)
{
    static const int8_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

date date_of(int32_t year, int32_t month, int32_t day)
{
    if (year < YEAR_FIRST || year > YEAR_LAST || month < 1 || month > YEAR_MONTHS || day < 1 ||
        day > month_length(year, month)) {
        return DATE_NONE;
    }
    int32_t from_march = month > 2 ? month - 3 : month + 9;
    int32_t march_year = month > 2 ? year : year - 1;
    int32_t era = march_year / ERA_YEARS;
    int32_t year_of_era = march_year % ERA_YEARS;
    int32_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - EPOCH_DAYS;
}

struct civil date_civil(date day)
{
    if (!is_date(day)) {
        return (struct civil){0};
    }
    int32_t since = day + EPOCH_DAYS;
    int32_t era = since / ERA_DAYS;
    int32_t day_of_era = since % ERA_DAYS;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (ERA_DAYS - 1)) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t from_march = (5 * day_of_year + 2) / 153;
    int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct civil){
        .year = era * ERA_YEARS + year_of_era + (month <= 2),
        .month = month,
        .day = day_of_year - (153 * from_march + 2) / 5 + 1,
    };
}

enum weekday date_weekday(date day)
{
    int64_t since_monday = (int64_t)day + THURSDAY; /* 1970-01-01 was a Thursday */
    return (enum weekday)((since_monday % WEEK_DAYS + WEEK_DAYS) % WEEK_DAYS);
}

date date_add_months(date day, int32_t months)
{
    if (!is_date(day)) {
        return DATE_NONE;
    }
    struct civil civil = date_civil(day);
    int64_t month = (int64_t)civil.year * YEAR_MONTHS + civil.month - 1 + months;
    if (month < YEAR_FIRST * YEAR_MONTHS || month >= (YEAR_LAST + 1) * YEAR_MONTHS) {
        return DATE_NONE;
    }
    int32_t to_year = (int32_t)(month / YEAR_MONTHS), to_month = (int32_t)(month % YEAR_MONTHS) + 1;
    int32_t length = month_length(to_year, to_month);
    return date_of(to_year, to_month, civil.day < length ? civil.day : length);
}

date date_add_days(date day, int64_t days)
{
    if (!is_date(day) || days < (int64_t)DATE_FIRST - day || days > (int64_t)DATE_LAST - day) {
        return DATE_NONE;
    }
    return (date)(day + days);
}

/* COUNT digits at AT as a number; -1 when one of them is none. */
static int32_t read_digits(const char *at, size_t count)
{
    int32_t number = 0;
    for (size_t i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9') {
            return -1;
        }
        number = number * 10 + (at[i] - '0');
    }
    return number;
}

date date_read(struct text text)
{
    if (text.size != DATE_TEXT_SIZE - 1 || text.at[4] != '-' || text.at[7] != '-') {
        return DATE_NONE;
    }
    return date_of(read_digits(text.at, 4), read_digits(text.at + 5, 2), read_digits(text.at + 8, 2));
}

char *digits_write(char *at, int32_t number, int digits)
{
    for (int i = digits; i-- > 0; number /= 10) {
        at[i] = (char)('0' + number % 10);
    }
    return at + digits;
}

char *date_write(date day, char text[DATE_TEXT_SIZE])
{
    text[0] = '\0';
    if (is_date(day)) {
        struct civil civil = date_civil(day);
        char *at = digits_write(text, civil.year, 4);
        *at++ = '-';
        at = digits_write(at, civil.month, 2);
        *at++ = '-';
        *digits_write(at, civil.day, 2) = '\0';
    }
    return text;
}

date date_financial_year(date day)
{
    if (!is_date(day)) {
        return DATE_NONE;
    }
    struct civil civil = date_civil(day);
    return date_of(civil.month >= FINANCIAL_YEAR_MONTH ? civil.year : civil.year - 1, FINANCIAL_YEAR_MONTH,
                   1);
}

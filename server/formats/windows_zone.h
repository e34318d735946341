/* The names that Windows has for time zones, as Outlook writes them. */
#ifndef MADANG_FORMATS_WINDOWS_ZONE_H
#define MADANG_FORMATS_WINDOWS_ZONE_H

/* Its IANA name: that of the largest place in the zone; NULL: none of these. */
const char *windows_zone(const char *name);

#endif

#include "formats/windows_zone.h"

#include <glib.h>

static const struct {
	const char *windows, *iana;
} zones[] = {
	{"AUS Eastern Standard Time", "Australia/Sydney"},
	{"Canada Central Standard Time", "America/Regina"},
	{"Central Europe Standard Time", "Europe/Budapest"},
	{"Central European Standard Time", "Europe/Warsaw"},
	{"Central Standard Time", "America/Chicago"},
	{"China Standard Time", "Asia/Shanghai"},
	{"E. Australia Standard Time", "Australia/Brisbane"},
	{"E. South America Standard Time", "America/Sao_Paulo"},
	{"Eastern Standard Time", "America/New_York"},
	{"FLE Standard Time", "Europe/Helsinki"},
	{"GMT Standard Time", "Europe/London"},
	{"GTB Standard Time", "Europe/Athens"},
	{"India Standard Time", "Asia/Kolkata"},
	{"Israel Standard Time", "Asia/Jerusalem"},
	{"Korea Standard Time", "Asia/Seoul"},
	{"Mountain Standard Time", "America/Denver"},
	{"New Zealand Standard Time", "Pacific/Auckland"},
	{"Pacific Standard Time", "America/Los_Angeles"},
	{"Romance Standard Time", "Europe/Paris"},
	{"Russian Standard Time", "Europe/Moscow"},
	{"SE Asia Standard Time", "Asia/Bangkok"},
	{"Singapore Standard Time", "Asia/Singapore"},
	{"South Africa Standard Time", "Africa/Johannesburg"},
	{"Taipei Standard Time", "Asia/Taipei"},
	{"Tokyo Standard Time", "Asia/Tokyo"},
	{"Turkey Standard Time", "Europe/Istanbul"},
	{"US Mountain Standard Time", "America/Phoenix"},
	{"W. Europe Standard Time", "Europe/Berlin"},
};

const char *windows_zone(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(zones); i++)
		if (g_ascii_strcasecmp(zones[i].windows, name) == 0)
			return zones[i].iana;
	return NULL;
}

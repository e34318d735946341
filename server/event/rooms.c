#include "event/rooms.h"

cJSON *room_new(struct db *db)
{
	cJSON *row = cJSON_CreateObject();
	row_set_str(row, "kind", "room");
	row_set_int(row, "order", db_int(db, 0, "SELECT max(\"order\") FROM rooms", "") + 1);
	return row;
}

void room_fill_said(cJSON *row, int64_t now)
{
	row_set(row, "fill_at", row_has(row, "fill") ? cJSON_CreateNumber((double)now) : NULL);
}

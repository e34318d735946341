#include "event/private.h"

#include "event/attendees.h"
#include "event/notices.h"
#include "event/places.h"
#include "event/screens.h"
#include "event/stars.h"

#include <glib.h>
#include <string.h>

struct private_collection {
	const char *name;
	/* The ids of an owner's documents (?1). */
	const char *ids;
	bool (*render)(struct db *db, const char *owner, const char *id, struct buf *out);
};

/* Contract: the topic `me`. What has a slot is a booking, else a place. A screen's
 * own is not `screens`: those are the desk's. */
static const struct private_collection collections[] = {
	{"attendees", "SELECT id FROM attendees WHERE id = ?1", attendee_render},
	{"bookings",
		"SELECT 'b' || id FROM places WHERE attendee = ?1 AND ended_at IS NULL AND slot IS NOT NULL "
		"UNION ALL SELECT 'b' || id FROM places WHERE attendee = ?1 AND ended_at IS NOT NULL AND slot IS NOT NULL",
		place_render},
	{"notices", "SELECT id FROM notices WHERE attendee = ?1", notice_render},
	{"places",
		"SELECT 'b' || id FROM places WHERE attendee = ?1 AND ended_at IS NULL AND slot IS NULL "
		"UNION ALL SELECT 'b' || id FROM places WHERE attendee = ?1 AND ended_at IS NOT NULL AND slot IS NULL",
		place_render},
	{"screen", "SELECT id FROM screen_keys WHERE id = ?1", screen_render_own},
	{"stars", "SELECT session FROM stars WHERE attendee = ?1", star_render},
};

const char *const private_collections[] = {"attendees", "bookings", "notices", "places", "screen", "stars", NULL};

bool private_render(struct db *db, const char *owner, const char *collection, const char *id, struct buf *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(collections); i++)
		if (strcmp(collections[i].name, collection) == 0)
			return collections[i].render(db, owner, id, out);
	return false;
}

static void render_collection(
	struct db *db, const struct private_collection *c, const char *owner, struct buf *out)
{
	buf_add_json(out, c->name);
	buf_add_str(out, ":{");
	struct stmt *s = db_query(db, c->ids, "s", owner);
	for (bool first = true; stmt_row(s); first = false) {
		const char *id = stmt_text(s, 0);
		if (!first)
			buf_add_char(out, ',');
		buf_add_json(out, id);
		buf_add_char(out, ':');
		c->render(db, owner, id, out);
	}
	stmt_end(s);
	buf_add_char(out, '}');
}

void private_render_all(struct db *db, const char *owner, struct buf *out)
{
	for (size_t i = 0; i < G_N_ELEMENTS(collections); i++) {
		buf_add_char(out, i ? ',' : '{');
		render_collection(db, &collections[i], owner, out);
	}
	buf_add_char(out, '}');
}

void private_touch_all(struct txn *txn, const char *owner)
{
	for (size_t i = 0; i < G_N_ELEMENTS(collections); i++) {
		struct stmt *s = db_query(txn->db, collections[i].ids, "s", owner);
		while (stmt_row(s))
			txn_touch(txn, owner, collections[i].name, stmt_text(s, 0));
		stmt_end(s);
	}
}

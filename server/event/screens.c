#include "event/screens.h"

#include "base/instant.h"
#include "base/text.h"

#include <glib.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MINUTE_MS = 60000 };

/* --- codes ---------------------------------------------------------------- */

bool screen_code_read(const char *text, char out[SCREEN_CODE_TEXT])
{
	size_t n = 0;
	for (const char *p = text; *p; p++) {
		if (*p == ' ' || *p == '-')
			continue;
		if (!g_ascii_isdigit(*p) || n == SCREEN_CODE_DIGITS)
			return false;
		out[n++] = *p;
	}
	out[n] = '\0';
	return n == SCREEN_CODE_DIGITS;
}

void screen_code_show(const char code[SCREEN_CODE_TEXT], char out[SCREEN_CODE_SHOWN])
{
	enum { HALF = SCREEN_CODE_DIGITS / 2 };
	memcpy(out, code, HALF);
	out[HALF] = ' ';
	memcpy(out + HALF + 1, code + HALF, SCREEN_CODE_TEXT - HALF);
}

bool screen_code_is_shown(struct db *db, const char *code, int64_t now)
{
	return db_int(db, 0, "SELECT 1 FROM screen_keys WHERE code = ?1 AND code_until > ?2", "si", code,
		       now) == 1;
}

/* One that no device shows. Of a million a few thousand are taken at most. */
static void draw_code(struct db *db, int64_t now, char out[SCREEN_CODE_TEXT])
{
	enum { CODES = 1000000 };
	uint32_t random;
	db_run(db, "UPDATE screen_keys SET code = NULL WHERE code IS NOT NULL AND code_until <= ?1", "i",
		now);
	do {
		random_bytes(&random, sizeof random);
		snprintf(out, SCREEN_CODE_TEXT, "%0*" PRIu32, SCREEN_CODE_DIGITS, random % CODES);
	} while (screen_code_is_shown(db, out, now));
}

/* --- asking --------------------------------------------------------------- */

static void make_room(struct db *db, int64_t now)
{
	db_run(db, "DELETE FROM screen_keys WHERE screen IS NULL AND until <= ?1", "i", now);
	if (screens_waiting(db, now) >= MAX_UNPAIRED_SCREENS)
		db_run(db,
			"DELETE FROM screen_keys WHERE id = "
			"(SELECT id FROM screen_keys WHERE screen IS NULL ORDER BY until LIMIT 1)",
			"");
}

static enum status ask_anew(
	struct db *db, const char *hash, int64_t now, struct screen_key *ret, struct err *err)
{
	make_room(db, now);
	random_id(ret->id);
	draw_code(db, now, ret->code);
	ret->until = now + SCREEN_CODE_MINUTES * MINUTE_MS;
	db_run(db, "INSERT INTO screen_keys (id, token, code, code_until, until) VALUES (?1, ?2, ?3, ?4, ?5)",
		"sssii", ret->id, hash, ret->code, ret->until, now + UNPAIRED_MINUTES * MINUTE_MS);
	return db_status(db, err);
}

/* A screen that is on goes on asking: it is forgotten an hour after the last time. */
static enum status ask_again(struct txn *txn, const char *hash, const char *id, int64_t now,
	struct screen_key *ret, struct err *err)
{
	struct db *db = txn->db;
	g_strlcpy(ret->id, id, sizeof ret->id);
	ret->until = db_int(db, 0, "SELECT code_until FROM screen_keys WHERE id = ?1", "s", id);
	if (ret->until <= now ||
		!db_text(db, ret->code, sizeof ret->code, "SELECT code FROM screen_keys WHERE id = ?1", "s",
			id)) {
		draw_code(db, now, ret->code);
		ret->until = now + SCREEN_CODE_MINUTES * MINUTE_MS;
	}
	db_run(db, "UPDATE screen_keys SET token = ?2, code = ?3, code_until = ?4, until = ?5 WHERE id = ?1",
		"sssii", id, hash, ret->code, ret->until, now + UNPAIRED_MINUTES * MINUTE_MS);
	txn_touch(txn, id, "screen", id);
	return db_status(db, err);
}

enum status screen_ask(struct txn *txn, const char *token, const char *id, int64_t now,
	struct screen_key *ret, struct err *err)
{
	char hash[SHA256_HEX];
	sha256_hex(token, strlen(token), hash);
	*ret = (struct screen_key){0};
	if (!id || !screen_is_known(txn->db, id))
		return ask_anew(txn->db, hash, now, ret, err);
	if (db_int(txn->db, 0, "SELECT 1 FROM screen_keys WHERE id = ?1 AND screen IS NOT NULL", "s", id) ==
		1)
		return err_set(err, STATUS_CONFLICT, "paired_already", "this screen is paired already");
	return ask_again(txn, hash, id, now, ret, err);
}

int64_t screens_waiting(struct db *db, int64_t now)
{
	return db_int(
		db, 0, "SELECT count(*) FROM screen_keys WHERE screen IS NULL AND until > ?1", "i", now);
}

/* --- what the desk gives it ------------------------------------------------ */

static enum status wrong(const char *what, struct err *err)
{
	return err_set(err, STATUS_UNPROCESSABLE, "invalid_field", "%s", what);
}

/* As kiosk/boards/index.js has them. */
static bool is_board(const char *name)
{
	static const char *const names[] = {"lobby", "door", "characters", "meetups", "table"};
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static enum status check_named(
	struct db *db, const char *collection, const cJSON *item, bool *ret_named, struct err *err)
{
	char sql[64];
	const char *id = cJSON_GetStringValue(item);
	*ret_named = id != NULL;
	if (!item || id) {
		snprintf(sql, sizeof sql, "SELECT 1 FROM %s WHERE id = ?1", collection);
		if (!id || db_int(db, 0, sql, "s", id) == 1)
			return STATUS_OK;
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_reference", "boards: there is no %s/%.*s",
			collection, MAX_ID, id);
	}
	return wrong("boards: room and meetup must be ids", err);
}

static enum status check_board(struct db *db, const cJSON *item, struct err *err)
{
	static const char *const known[] = {"board", "room", "meetup", "seconds"};
	const char *board = json_str(item, "board");
	const cJSON *seconds = json_get(item, "seconds"), *member;
	int64_t number;
	bool room, meetup;
	cJSON_ArrayForEach(member, item) {
		bool found = false;
		for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
			found = found || strcmp(known[i], member->string) == 0;
		if (!found)
			return wrong("boards: each has board, room, meetup, seconds, and nothing else", err);
	}
	if (!board || !is_board(board))
		return wrong("boards: board must be lobby|door|characters|meetups|table", err);
	if (seconds && !json_int(seconds, MIN_BOARD_SECONDS, MAX_BOARD_SECONDS, &number))
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"boards: seconds must be a whole number from %d to %d", MIN_BOARD_SECONDS,
			MAX_BOARD_SECONDS);
	if (check_named(db, "rooms", json_get(item, "room"), &room, err) != STATUS_OK ||
		check_named(db, "meetups", json_get(item, "meetup"), &meetup, err) != STATUS_OK)
		return err->status;
	if (strcmp(board, "door") == 0 && !room)
		return wrong("boards: a door is of a room", err);
	if (strcmp(board, "table") == 0 && !room && !meetup)
		return wrong("boards: a table is of a room or a meetup", err);
	return STATUS_OK;
}

static enum status check_boards(struct db *db, const cJSON *boards, struct err *err)
{
	const cJSON *item;
	int count = cJSON_IsArray(boards) ? cJSON_GetArraySize(boards) : 0;
	if (count < 1 || count > MAX_SCREEN_BOARDS)
		return err_set(err, STATUS_UNPROCESSABLE, "invalid_field",
			"boards: must be a list of 1 to %d boards", MAX_SCREEN_BOARDS);
	cJSON_ArrayForEach(item, boards)
		if (!cJSON_IsObject(item) || check_board(db, item, err) != STATUS_OK)
			return cJSON_IsObject(item) ? err->status
						    : wrong("boards: each must be an object", err);
	return STATUS_OK;
}

/* The board that fits a room: its door, a table's own, the lobby's. */
static enum status board_of_room(struct db *db, const char *room, cJSON *row, struct err *err)
{
	char kind[16];
	if (!db_text(db, kind, sizeof kind, "SELECT kind FROM rooms WHERE id = ?1", "s", room))
		return err_set(err, STATUS_UNPROCESSABLE, "unknown_reference", "room: there is no rooms/%.*s",
			MAX_ID, room);
	bool lobby = strcmp(kind, "lobby") == 0;
	const char *board = lobby ? "lobby" : strcmp(kind, "table") == 0 ? "table" : "door";
	cJSON *boards = cJSON_CreateArray(), *item = cJSON_CreateObject();
	cJSON_AddStringToObject(item, "board", board);
	if (!lobby)
		cJSON_AddStringToObject(item, "room", room);
	cJSON_AddItemToArray(boards, item);
	row_set(row, "boards", boards);
	return STATUS_OK;
}

/* Puts a body into the row, `boards` and all. */
static enum status put_body(struct db *db, cJSON *row, const cJSON *body, struct err *err)
{
	cJSON *plain = cJSON_Duplicate(body, true);
	cJSON *boards = cJSON_DetachItemFromObjectCaseSensitive(plain, "boards");
	enum status st = row_patch(db, &resource_screens, row, plain, err);
	if (st == STATUS_OK && boards)
		st = check_boards(db, boards, err);
	if (st == STATUS_OK && boards)
		row_set(row, "boards", cJSON_Duplicate(boards, true));
	cJSON_Delete(boards);
	cJSON_Delete(plain);
	if (st == STATUS_OK)
		st = row_complete(&resource_screens, row, err);
	if (st == STATUS_OK && text_is_blank(row_str(row, "name")))
		st = wrong("name: must not be blank", err);
	if (st == STATUS_OK && !json_get(row, "languages")->child)
		st = wrong("languages: must name one at least", err);
	return st;
}

/* --- pairing --------------------------------------------------------------- */

/* What a screen is that nobody has said more of. */
static cJSON *row_new(struct db *db, const char *id, int64_t now)
{
	cJSON *row = cJSON_CreateObject(), *event = row_load(db, &resource_event, "main");
	const cJSON *languages = json_get(event, "languages");
	row_set_str(row, "id", id);
	row_set(row, "boards", cJSON_Parse("[{\"board\":\"lobby\"}]"));
	row_set(row, "languages", cJSON_CreateArray());
	for (const cJSON *l = languages ? languages->child : NULL; l; l = l->next)
		if (cJSON_GetArraySize(json_get(row, "languages")) < MAX_SCREEN_LANGUAGES)
			cJSON_AddItemToArray(cJSON_GetObjectItemCaseSensitive(row, "languages"),
				cJSON_CreateString(l->valuestring));
	row_set_str(row, "theme", "dark");
	row_set(row, "locked", cJSON_CreateFalse());
	row_set_int(row, "reload", 0);
	row_set_int(row, "paired_at", now);
	cJSON_Delete(event);
	return row;
}

/* Which device shows the code, and is it free? */
static enum status find_device(
	struct db *db, const cJSON *body, int64_t now, char ret_id[RANDOM_ID_TEXT], struct err *err)
{
	char code[SCREEN_CODE_TEXT];
	const char *text = json_str(body, "code");
	if (!text || !screen_code_read(text, code))
		return wrong("code: must be the six digits that the screen shows", err);
	struct stmt *s = db_query(db,
		"SELECT id, screen IS NOT NULL FROM screen_keys WHERE code = ?1 AND code_until > ?2", "si",
		code, now);
	bool found = stmt_row(s), paired = found && stmt_int(s, 1);
	if (found)
		g_strlcpy(ret_id, stmt_text(s, 0), RANDOM_ID_TEXT);
	stmt_end(s);
	if (db_status(db, err) != STATUS_OK)
		return err->status;
	if (!found)
		return err_set(
			err, STATUS_NOT_FOUND, "not_found", "no screen shows this code, or it has run out");
	if (paired)
		return err_set(
			err, STATUS_CONFLICT, "paired_already", "somebody has paired this screen just now");
	if (db_int(db, 0, "SELECT count(*) FROM screens", "") >= MAX_SCREENS) {
		*ret_id = '\0';
		return err_set(
			err, STATUS_CONFLICT, "full", "%d screens are paired, and no more may", MAX_SCREENS);
	}
	return STATUS_OK;
}

static enum status fill_row(struct db *db, cJSON *row, const cJSON *body, struct err *err)
{
	enum status st = STATUS_OK;
	cJSON *rest = cJSON_Duplicate(body, true);
	cJSON *room = cJSON_DetachItemFromObjectCaseSensitive(rest, "room");
	cJSON_DeleteItemFromObjectCaseSensitive(rest, "code");
	if (room && !cJSON_IsNull(room) && !cJSON_IsString(room))
		st = wrong("room: must be an id", err);
	else if (cJSON_IsString(room) && json_get(rest, "boards"))
		st = wrong("room: or boards, not both", err);
	else if (cJSON_IsString(room))
		st = board_of_room(db, room->valuestring, row, err);
	if (st == STATUS_OK)
		st = put_body(db, row, rest, err);
	cJSON_Delete(room);
	cJSON_Delete(rest);
	return st;
}

enum status screen_pair(
	struct edit *e, const cJSON *body, int64_t now, char ret_id[RANDOM_ID_TEXT], struct err *err)
{
	struct db *db = e->txn->db;
	*ret_id = '\0';
	enum status st = find_device(db, body, now, ret_id, err);
	if (st != STATUS_OK)
		return st;
	cJSON *row = row_new(db, ret_id, e->txn->now);
	st = fill_row(db, row, body, err);
	if (st == STATUS_OK)
		st = edit_save(e, &resource_screens, row, err);
	cJSON_Delete(row);
	if (st == STATUS_OK)
		db_run(db, "UPDATE screen_keys SET screen = id WHERE id = ?1", "s", ret_id);
	return st == STATUS_OK ? db_status(db, err) : st;
}

/* --- what follows ---------------------------------------------------------- */

static enum status not_found(const char *id, struct err *err)
{
	return err_set(err, STATUS_NOT_FOUND, "not_found", "there is no screens/%s", id);
}

enum status screen_change(struct edit *e, const char *id, const cJSON *body, struct err *err)
{
	cJSON *row = row_load(e->txn->db, &resource_screens, id);
	if (!row)
		return not_found(id, err);
	enum status st = put_body(e->txn->db, row, body, err);
	if (st == STATUS_OK)
		st = edit_save(e, &resource_screens, row, err);
	cJSON_Delete(row);
	return st;
}

enum status screen_lock_out(struct edit *e, const char *id, struct err *err)
{
	enum status st;
	cJSON *row = row_load(e->txn->db, &resource_screens, id);
	if (!row)
		return not_found(id, err);
	if (cJSON_IsTrue(json_get(row, "locked"))) {
		st = edit_delete(e, &resource_screens, id, err);
	} else {
		row_set(row, "locked", cJSON_CreateTrue());
		st = edit_save(e, &resource_screens, row, err);
	}
	cJSON_Delete(row);
	return st;
}

static enum status must_listen(struct db *db, const char *id, struct err *err)
{
	int64_t locked = db_int(db, -1, "SELECT locked FROM screens WHERE id = ?1", "s", id);
	if (locked < 0)
		return not_found(id, err);
	return locked ? err_set(err, STATUS_CONFLICT, "locked_out", "this screen is locked out") : STATUS_OK;
}

enum status screen_identify(struct txn *txn, const char *id, int64_t until, struct err *err)
{
	if (must_listen(txn->db, id, err) != STATUS_OK)
		return err->status;
	screen_touch(txn, id);
	return db_run(txn->db, "UPDATE screens SET identify_until = ?2, rev = rev + 1 WHERE id = ?1", "si",
		id, until);
}

enum status screen_reload(struct txn *txn, const char *id, struct err *err)
{
	if (must_listen(txn->db, id, err) != STATUS_OK)
		return err->status;
	screen_touch(txn, id);
	return db_run(
		txn->db, "UPDATE screens SET reload = reload + 1, rev = rev + 1 WHERE id = ?1", "s", id);
}

void screen_key_end(struct db *db, const char *hash)
{
	db_run(db, "DELETE FROM screen_keys WHERE token = ?1", "s", hash);
}

/* --- documents ------------------------------------------------------------- */

void screen_touch(struct txn *txn, const char *id)
{
	txn_touch(txn, NULL, "screens", id);
	txn_touch(txn, id, "screen", id);
}

/* Of one that waits: the code to show. */
static bool render_waiting(struct db *db, const char *id, struct buf *out)
{
	char code[SCREEN_CODE_TEXT], shown[SCREEN_CODE_SHOWN], until[INSTANT_TEXT];
	struct stmt *s = db_query(
		db, "SELECT code_until, code FROM screen_keys WHERE id = ?1 AND screen IS NULL", "s", id);
	bool found = stmt_row(s), has_code = found && !stmt_is_null(s, 1);
	if (found)
		instant_format(stmt_int(s, 0), until);
	if (has_code)
		g_strlcpy(code, stmt_text(s, 1), sizeof code);
	stmt_end(s);
	if (!found)
		return false;
	if (has_code)
		screen_code_show(code, shown);
	buf_add_str(out, "{\"id\":");
	buf_add_json(out, id);
	buf_addf(out, ",\"paired_at\":null,\"code_until\":\"%s\",\"code\":", until);
	buf_add_json(out, has_code ? shown : NULL);
	buf_add_str(out, ",\"rev\":0}");
	return true;
}

bool screen_render_own(struct db *db, const char *owner, const char *id, struct buf *out)
{
	if (strcmp(owner, id) != 0)
		return false;
	return document_render(db, "screens", id, out) || render_waiting(db, id, out);
}

/* --- who it is ------------------------------------------------------------- */

bool screen_of_token(
	struct db *db, const char *hash, int64_t now, char id[RANDOM_ID_TEXT], int64_t *ret_until)
{
	struct stmt *s = db_query(db,
		"SELECT k.id, k.until, s.id IS NOT NULL FROM screen_keys AS k "
		"LEFT JOIN screens AS s ON s.id = k.screen "
		"WHERE k.token = ?1 AND (k.screen IS NULL AND k.until > ?2 OR s.locked = 0)",
		"si", hash, now);
	bool found = stmt_row(s);
	if (found) {
		g_strlcpy(id, stmt_text(s, 0), RANDOM_ID_TEXT);
		*ret_until = stmt_int(s, 2) ? INT64_MAX : stmt_int(s, 1);
	}
	stmt_end(s);
	return found;
}

bool screen_is_known(struct db *db, const char *id)
{
	return db_int(db, 0, "SELECT 1 FROM screen_keys WHERE id = ?1", "s", id) == 1;
}

bool screen_token_lives(struct db *db, const char *hash)
{
	char id[RANDOM_ID_TEXT];
	int64_t until;
	return screen_of_token(db, hash, machine_ms(), id, &until);
}

bool screen_may_show_table(struct db *db, const char *id, const char *meetup)
{
	if (!screen_is_known(db, id))
		return true;
	return db_int(db, 0,
		       "SELECT 1 FROM screens AS s, json_each(s.boards) AS b, meetups AS m "
		       "WHERE s.id = ?1 AND s.locked = 0 AND m.id = ?2 AND b.value ->> 'board' = 'table' "
		       "AND coalesce(b.value ->> 'meetup' = m.id, b.value ->> 'room' = m.place) LIMIT 1",
		       "ss", id, meetup) == 1;
}

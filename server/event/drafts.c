#include "event/drafts.h"

#include "base/limits.h"

static enum status add_id(struct db *db, cJSON *row, struct err *err)
{
	char id[MAX_ID];
	if (db_int(db, 0, "SELECT count(*) FROM drafts", "") >= MAX_DRAFTS)
		return err_set(err, STATUS_CONFLICT, "too_many_drafts", "there may be %d drafts", MAX_DRAFTS);
	id_next(db, &resource_drafts, id, sizeof id);
	row_set_str(row, "id", id);
	return STATUS_OK;
}

enum status draft_save(struct txn *txn, const cJSON *old, cJSON *row, struct err *err)
{
	if (old && row_same(old, row, "title") && row_same(old, row, "changes"))
		return STATUS_OK;
	enum status st = row_complete(&resource_drafts, row, err);
	if (st == STATUS_OK && !old)
		st = add_id(txn->db, row, err);
	if (st != STATUS_OK)
		return st;
	row_set_int(row, "rev", row_int(old, "rev", 0) + 1);
	row_set_int(row, "modified", txn->now);
	row_write(txn->db, &resource_drafts, row);
	txn_touch(txn, NULL, "drafts", row_str(row, "id"));
	return db_status(txn->db, err);
}

enum status draft_delete(struct txn *txn, const char *id, struct err *err)
{
	cJSON *row = draft_load(txn->db, id, err);
	if (!row)
		return err->status;
	cJSON_Delete(row);
	row_delete(txn->db, &resource_drafts, id);
	txn_touch(txn, NULL, "drafts", id);
	return db_status(txn->db, err);
}

cJSON *draft_load(struct db *db, const char *id, struct err *err)
{
	cJSON *row = row_load(db, &resource_drafts, id);
	if (!row && db_status(db, err) == STATUS_OK)
		err_set(err, STATUS_NOT_FOUND, "not_found", "there is no drafts/%s", id);
	return row;
}

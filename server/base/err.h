/* What can go wrong, said once: a status for the program, a stable code for
 * other programs, one clear line for people. Lower layers return the status
 * and fill the struct; only main, net and the writer log. */
#ifndef MADANG_BASE_ERR_H
#define MADANG_BASE_ERR_H

enum status {
	STATUS_OK,
	STATUS_ROLLED_BACK, /* done as asked, and nothing of it kept: a preview, a dry run */
	STATUS_INVALID, /* the input is wrong: 400 */
	STATUS_UNPROCESSABLE, /* well-formed, but cannot be carried out: 422 */
	STATUS_UNAUTHORIZED, /* no valid token: 401 */
	STATUS_FORBIDDEN, /* the token's role does not reach: 403 */
	STATUS_NOT_FOUND, /* 404 */
	STATUS_CONFLICT, /* 409 */
	STATUS_CHANGED, /* If-Match named another revision: 412 */
	STATUS_TOO_LARGE, /* 413 */
	STATUS_TOO_MANY, /* this caller asks too often: 429 */
	STATUS_BUSY, /* the writer's queue is full: 503 */
	STATUS_STORAGE, /* SQLite or the disk failed: 503 */
	STATUS_INTERNAL, /* a broken invariant: 500 */
};

struct err {
	enum status status;
	char code[40]; /* stable, snake_case: "changed_meanwhile" */
	char detail[400]; /* one line, in English, naming what was found */
	int retry_after_s; /* of TOO_MANY, BUSY, STORAGE; 0: a little. err_set makes it 0 */
};

/* Fills `err` (NULL is allowed) and returns `status`, so that a caller can
 * `return err_set(...)`. `fmt` as printf; text from outside is cut to fit and
 * its control characters are replaced, so the line stays one line. */
enum status err_set(struct err *err, enum status status, const char *code, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

#endif

/* The handlers, one file a resource; named once in the route table. A read
 * handler answers the request; a write rule runs on the writer's thread.
 * Parameters, answers and errors stand in openapi.json. */
#ifndef MADANG_API_HANDLERS_H
#define MADANG_API_HANDLERS_H

#include "api/call.h"

typedef void read_fn(
	struct app *app, struct request *req, const struct caller *caller, const struct params *params);

/* live.c */
read_fn get_state, get_live;
/* documents.c: what is the same for every resource */
read_fn get_document, get_session;
extern const struct write_rule post_room, patch_room, post_track, patch_track, post_person, patch_person,
	patch_event, post_announcement, patch_announcement, delete_announcement;
/* Writes a row into which the body was put; `old` is how it was before, NULL for
 * a new one, which has an id. NULL: as it is. */
typedef enum status save_fn(struct call *c, struct edit *e, cJSON *old, cJSON *row, struct err *err);
/* Makes a document of the body, starting with `row` (taken), and answers with it. */
enum status create_document(
	struct call *c, struct edit *e, const struct resource *r, cJSON *row, save_fn *save, struct err *err);
/* Puts the body into the document, and answers with it. 404 `not_found`. */
enum status change_document(struct call *c, struct edit *e, const struct resource *r, const char *id,
	save_fn *save, struct err *err);
/* Answers with a document and its revision, where the database was asked for
 * more of it; or with its failure. */
void reply_read_document(struct app *app, struct request *req, const struct buf *json);
void reply_not_found(struct request *req, const char *collection, const char *id);
/* meetups.c */
read_fn get_meetup;
extern const struct write_rule post_meetup, patch_meetup, post_pause, post_resume;
/* sessions.c */
extern const struct write_rule post_session, patch_session, post_delay, post_swap, post_end;
/* actions.c */
read_fn get_actions;
extern const struct write_rule post_undo, post_token;
/* attendees.c */
read_fn get_me, get_my_export, get_my_pass;
extern const struct write_rule post_attendee, patch_me, delete_me;
/* devices.c */
read_fn get_caller;
extern const struct write_rule post_link, post_desk_link, delete_host, post_sign_in, post_sign_out;
/* avatars.c */
read_fn get_avatar_parts, get_avatar_svg, get_avatar_png, get_character_svg, get_character_png;
extern const struct write_rule put_avatar, delete_avatar, delete_character;
/* changes.c */
extern const struct write_rule post_changes;
/* stars.c */
extern const struct write_rule put_star, delete_star, post_calendar;
/* bookings.c */
extern const struct write_rule post_booking, post_waiting, delete_booking, post_confirm;
/* lines.c */
extern const struct write_rule post_line, post_pass, delete_line;
/* desk.c */
read_fn get_guests;
extern const struct write_rule post_next, post_arrived, post_start, post_finish, post_no_show, post_extend,
	post_choose;
/* presence.c */
read_fn get_presence;
extern const struct write_rule post_presence;
/* screens.c */
read_fn get_screens, put_screen_status;
extern const struct write_rule post_screen, post_pair, patch_screen, delete_screen, post_identify, post_reload;
/* notices.c */
extern const struct write_rule delete_notice, delete_notices;
/* exports.c */
read_fn get_export, get_room_calendar, get_track_calendar, get_person_calendar, get_star_calendar;
/* imports.c */
extern const struct write_rule post_import;
/* operations.c */
read_fn get_healthz, get_readyz, get_metrics, get_qr;

#endif

/* The waiting list of a slot: who gets a seat that has come free. Writer's
 * thread. */
#ifndef MADANG_EVENT_WAITING_H
#define MADANG_EVENT_WAITING_H

#include "store/writer.h"

/* Gives the free seats of the slot to those who wait for one, in the order of
 * (tier, turn): each time the first whom nothing else stands in the way of
 * then (wish_check). They are told, and have to confirm within the event's
 * confirm_minutes, before the slot begins. Before booking opens nobody gets one:
 * the clock does it then (waiting_promote_opened). */
void waiting_promote(struct txn *txn, const char *slot);
/* The same for one meetup of which that was put off until by now. */
void waiting_promote_opened(struct txn *txn);
/* The same for every slot that the attendee waits for: something of theirs that
 * stood in the way is no more. */
void waiting_promote_own(struct txn *txn, const char *attendee);
/* Somebody left the list: the first MAX_WAITS_TOLD have another place now, and
 * are told. Who stands further behind sees it when they look. */
void waiting_tell(struct txn *txn, const char *slot);

#endif

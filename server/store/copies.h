/* Copies of a house's file that live no longer than a program does, beside it:
 * FILE.rehearsal-ID. */
#ifndef MADANG_STORE_COPIES_H
#define MADANG_STORE_COPIES_H

/* A new name for a copy of `path`, g_free. */
char *copy_name(const char *path);
/* Deletes the copy and what SQLite and the lock have put beside it; what is
 * not there is passed over. */
void copy_remove(const char *copy);
/* Deletes the copies of `path` that a program left behind when it was killed.
 * One that a program holds open stays. */
void copies_sweep(const char *path);

#endif

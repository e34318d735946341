/* The program in its own place: into a rehearsal and out of it, it exec()s
 * itself, with the same command line, the same process id and the same
 * listening socket, in which connections wait meanwhile. What the next self has
 * to know goes by the environment, which nobody else sees: whoever starts the
 * program by its usual command line starts the event itself. */
#ifndef MADANG_API_HANDOVER_H
#define MADANG_API_HANDOVER_H

struct handover {
	char *copy; /* the file of the rehearsal to come; NULL: the event itself */
	char *told; /* JSON: how the last rehearsal ended; NULL: there was none */
	int listening; /* the socket; 0: none */
};

/* What the self before left, if there was one; all of it empty otherwise. */
void handover_take(struct handover *ret);
/* Becomes the next self. Returns only where that failed; errno says why. */
void handover_go(const struct handover *h, char **argv);
void handover_clear(struct handover *h);

#endif

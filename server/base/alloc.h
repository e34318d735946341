/* Memory of a fixed, small size: without it nothing can go on, so there is no
 * error to answer. What is sized by input is checked where it is taken. */
#ifndef MADANG_BASE_ALLOC_H
#define MADANG_BASE_ALLOC_H

#include <stdlib.h>

/* Zeroed; aborts where there is none. free() it. */
static inline void *xcalloc(size_t count, size_t size)
{
	void *p = calloc(count, size);
	if (!p)
		abort();
	return p;
}

#endif

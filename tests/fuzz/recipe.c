/* The recipe reader under libFuzzer: whatever the bytes are, it reads or
 * refuses; what it has read has one canonical text, and gives a picture that
 * holds nothing but the set's own bytes. */
#include "folder.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fail(const char *what)
{
	fprintf(stderr, "recipe: %s\n", what);
	abort();
}

/* The fixture's set, read once; it stays, reachable, to the end. */
static const struct avatars *sets(void)
{
	static struct avatars *all;
	static struct folder folder;
	struct err err;
	if (!all) {
		folder = folder_read(SOURCE_ROOT "/tests/fixtures/avatar/set");
		if (avatars_load(folder_assets(&folder), &all, &err) != STATUS_OK)
			fail(err.detail);
	}
	return all;
}

static void check(const struct avatar_recipe *recipe)
{
	struct avatar_recipe again;
	struct err err;
	struct buf text = BUF_INIT(MAX_JSON_BODY), second = BUF_INIT(MAX_JSON_BODY);
	struct buf picture = BUF_INIT(MAX_AVATAR_BYTES);
	avatar_recipe_write(recipe, &text);
	if (avatar_recipe_parse(sets(), text.data, text.len, &again, &err) != STATUS_OK)
		fail("its own text is refused");
	avatar_recipe_write(&again, &second);
	if (strcmp(text.data, second.data) != 0)
		fail("the text changes");
	avatar_compose(recipe, AVATAR_KO, AVATAR_FACE, &picture);
	avatar_compose(recipe, AVATAR_EN, AVATAR_FIGURE, &picture);
	if (picture.failed || strstr(picture.data, "id=") || strpbrk(picture.data, "{}"))
		fail("a picture is not as it must be");
	buf_clear(&text);
	buf_clear(&second);
	buf_clear(&picture);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct avatar_recipe recipe;
	struct err err = {0};
	char *bytes = malloc(size ? size : 1); /* not ended by a NUL, and no byte more */
	memcpy(bytes, data, size);
	if (avatar_recipe_parse(sets(), bytes, size, &recipe, &err) == STATUS_OK)
		check(&recipe);
	else if (!*err.code || !*err.detail)
		fail("refused without a word");
	free(bytes);
	return 0;
}

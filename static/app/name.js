/*
 * The one thing that joining asks for: a name. The same rule as the server's (event/attendees.c),
 * so that most mistakes are told before anything is sent.
 */
export const NAME_MOST = 80; // MAX_NAME_CHARACTERS in base/limits.h

/** What is wrong with a name: 'blank', 'long', or null. */
export function faultOfName(name) {
  /* Letters by their Unicode category that show nothing all the same do not make a name. */
  if (!/[^\s\p{C}\p{Z}\u115F\u1160\u3164\uFFA0\u2800]/u.test(name)) return 'blank';
  return [...name.trim()].length > NAME_MOST ? 'long' : null;
}

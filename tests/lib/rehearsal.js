/*
 * Beginning and ending a rehearsal of a test's server, which becomes another
 * and back: what is asked meanwhile waits, or its connection is cut.
 */
import assert from 'node:assert/strict';
import { until } from './house.js';

/** What GET /rehearsal answers; null while nobody does. */
export async function lookAt(server) {
  try {
    const answer = await server.api('GET', '/api/v1/rehearsal');
    return answer.status === 200 ? answer.json : null;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return null;
  }
}

/** Begins it, and waits until it is played. */
export async function rehearse(server, wish) {
  const answer = await server.api('POST', '/api/v1/rehearsal', wish);
  assert.equal(answer.status, 202, answer.text);
  await until('the rehearsal is played', async () => (await lookAt(server))?.rehearsal);
  return answer.json;
}

/** Waits until the event itself is back; → how the rehearsal ended. */
export async function comeBack(server) {
  return until('the event itself is back', async () => {
    const seen = await lookAt(server);
    return seen && !seen.rehearsal ? seen.last : null;
  }, 30_000);
}

/** Ends it by the desk, and waits. */
export async function endRehearsal(server) {
  const answer = await server.api('DELETE', '/api/v1/rehearsal');
  assert.equal(answer.status, 202, answer.text);
  return comeBack(server);
}

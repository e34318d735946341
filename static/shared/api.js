/*
 * Asking the server for something, once, even where the network loses the question or the answer.
 *
 *   const own = await call('PATCH', '/api/v1/me', { name: '길동' });
 *
 * Every request of the interface may be sent twice: what creates carries an Idempotency-Key, the
 * rest says what is to be. So a request that was lost is sent again, with the same key, a few
 * times; one that the server is too busy for, after the time that it asked for.
 */
const TRIES = 3;
const PAUSE_MS = 800;
const MOST_PATIENCE_MS = 5_000;
const LIMIT_MS = 15_000;

/** What came of a request instead of its answer: the server's problem (RFC 9457), or status 0, code 'offline'. */
export class Problem extends Error {
  constructor({ status, code, detail = '', retryAfter = null, members = {} }) {
    super(detail || code);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.detail = detail;
    /** Seconds, as the server asked; null where it did not. */
    this.retryAfter = retryAfter;
    /** Whatever the server says besides: {next_free: […]}. */
    this.members = members;
  }
}

/**
 * The server's JSON, or null where it says nothing. Throws a Problem. `body`: JSON, or a Blob that goes as
 * it is. `env.key`: the Idempotency-Key of a call before, whose answer never came; `env.rev`: the revision
 * that the write is meant for, else 412 `changed_meanwhile`; `env.limit`: ms until the answer is given up.
 */
export async function call(method, path, body, env = {}) {
  const { fetch, wait, key, rev, limit } = { fetch: globalThis.fetch, wait: pause, key: newKey(), rev: null, limit: LIMIT_MS, ...env };
  const request = requestOf(method, body, key, rev);
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(fetch, path, request, limit);
    } catch (problem) {
      const again = patience(problem);
      if (again === null || tries === TRIES) throw problem;
      await wait(again * tries);
    }
  }
}

function requestOf(method, body, key, rev) {
  const headers = { accept: 'application/json' };
  const isFile = body instanceof Blob;
  if (body !== undefined) headers['content-type'] = isFile ? 'application/octet-stream' : 'application/json';
  if (method === 'POST') headers['idempotency-key'] = key;
  if (rev !== null) headers['if-match'] = `"${rev}"`;
  return { method, headers, body: body === undefined || isFile ? body : JSON.stringify(body) };
}

async function once(fetch, path, request, limit) {
  let answer;
  let text;
  try {
    answer = await fetch(path, { ...request, cache: 'no-store', signal: AbortSignal.timeout(limit) });
    text = await answer.text();
  } catch {
    throw new Problem({ status: 0, code: 'offline' });
  }
  const json = parse(text);
  if (answer.ok) return json;
  throw new Problem({
    status: answer.status,
    code: json?.code ?? 'unknown',
    detail: json?.detail ?? '',
    retryAfter: Number(answer.headers.get('retry-after')) || null,
    members: json ?? {},
  });
}

/* How many ms before the next try; null where there is no use in one. */
function patience({ status, retryAfter }) {
  if (status === 0) return PAUSE_MS;
  if (status !== 503) return null;
  const asked = (retryAfter ?? 1) * 1000;
  return asked <= MOST_PATIENCE_MS ? asked : null;
}

/* A body that is not JSON (a proxy's page) tells us nothing. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** crypto.randomUUID is only there on secure addresses. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function pause(ms) {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}

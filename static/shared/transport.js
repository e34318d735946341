/*
 * The two ways of hearing the server: a WebSocket, and Server-Sent Events for
 * networks that block WebSockets. Both carry the same frames, and here both
 * have one shape:
 *
 *   const close = open(environment, address, { frame, lost });
 *
 * frame(object) is called for each frame, lost(code) once when the connection
 * is gone or never came about; code is the WebSocket's close code, or 0. After
 * close() neither is called again.
 */
export const PROTOCOL = 'madang.v1';
const UNREADABLE = 4007;       /* our own close code: a frame that is not JSON */

/** address: {origin, query}. */
export function openSocket({ WebSocket }, { origin, query }, handlers) {
  const url = new URL(`/live?${query}`, origin);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url.href, PROTOCOL);
  const report = once(handlers, (code) => socket.close(code));
  socket.onmessage = (event) => report.frame(event.data);
  socket.onclose = (event) => report.lost(event.code ?? 0);
  return report.close;
}

export function openEvents({ EventSource }, { origin, query }, handlers) {
  const source = new EventSource(new URL(`/api/v1/live?${query}`, origin).href);
  const report = once(handlers, () => source.close());
  source.onmessage = (event) => report.frame(event.data);
  /* EventSource would come back by itself, at once and all together; Live's
     back-off does it instead, for both transports alike. */
  source.onerror = () => report.lost(0);
  return report.close;
}

/* Frames until the first end, one end, and nothing after close(). */
function once({ frame, lost }, shut) {
  let open = true;
  const end = (code, shutCode) => {
    if (!open) return;
    open = false;
    shut(shutCode);
    lost(code);
  };
  return {
    frame(text) {
      if (!open) return;
      let parsed;
      try {
        parsed = JSON.parse(text);
      } catch {
        end(0, UNREADABLE);
        return;
      }
      frame(parsed);
    },
    lost: (code) => end(code, 1000),
    close() {
      if (!open) return;
      open = false;
      shut(1000);
    },
  };
}

/*
 * Bytes to a server and back, for what no client library would send.
 */
import net from 'node:net';

/**
 * Sends each piece (a string, bytes, or a number of ms to wait) and reads
 * until the server closes, `until` is found in what came, or `limit` ms have
 * passed. Gives all that came, as latin1 text, and whether it was closed.
 */
export function exchange(server, pieces, { until, limit = 10_000, half = false } = {}) {
  return new Promise((resolve) => {
    let text = '';
    let done = false;
    const socket = net.connect(server.port, '127.0.0.1');
    const finish = (closed) => {
      if (done) return;
      done = true;
      clearTimeout(overdue);
      socket.destroy();
      resolve({ text, closed, status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0) });
    };
    const overdue = setTimeout(() => finish(false), limit);
    socket.setEncoding('latin1');
    socket.on('data', (more) => {
      text += more;
      if (until && (typeof until === 'function' ? until(text) : text.includes(until))) finish(false);
    });
    socket.on('end', () => finish(true));
    socket.on('close', () => finish(true));
    socket.on('error', () => finish(true));
    socket.on('connect', async () => {
      for (const piece of [pieces].flat()) {
        if (done) return;
        if (typeof piece === 'number') await new Promise((next) => { setTimeout(next, piece); });
        else socket.write(piece);
      }
      if (half) socket.end();
    });
  });
}

/** The body of the first answer is whole. */
export function isWhole(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text.slice(0, end))?.[1] ?? 0);
  return Buffer.byteLength(text.slice(end + 4), 'latin1') >= length;
}

/** One WebSocket frame from a client: masked, with this first byte and payload. */
export function clientFrame(first, payload = Buffer.alloc(0), { masked = true, length } = {}) {
  const size = length ?? payload.length;
  const head = size < 126 ? Buffer.from([first, size | (masked ? 0x80 : 0)])
    : size < 65536 ? Buffer.from([first, 126 | (masked ? 0x80 : 0), size >> 8, size & 255])
      : Buffer.concat([Buffer.from([first, 127 | (masked ? 0x80 : 0)]), bigLength(size)]);
  const mask = Buffer.from([1, 2, 3, 4]);
  const body = masked ? Buffer.from(payload.map((byte, i) => byte ^ mask[i % 4])) : payload;
  return Buffer.concat([head, ...(masked ? [mask] : []), body]);
}

function bigLength(size) {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(size));
  return bytes;
}

/** The head of an upgrade to /live. */
export function upgrade(server, { path = '/live?topics=timetable', headers = {} } = {}) {
  const all = {
    Host: `127.0.0.1:${server.port}`, Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Protocol': 'madang.v1', ...headers,
  };
  return `GET ${path} HTTP/1.1\r\n${Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`;
}

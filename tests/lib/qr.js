/*
 * What a camera reads from the picture of a QR code.
 */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './server.js';

export function readQr(svg) {
  const file = join(tempFolder(), 'qr');
  writeFileSync(`${file}.svg`, svg);
  execFileSync('rsvg-convert', ['--width', '400', '--output', `${file}.png`, `${file}.svg`]);
  return execFileSync('zbarimg', ['--quiet', '--raw', `${file}.png`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trimEnd();
}

/*
 * The small conference of the page tests (tests/fixtures/pages/courtyard.json):
 * 20 May 2031 in Seoul, rooms 101, 102, 103, two talks at ten and two at
 * eleven. NOW is ten past ten.
 */
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import path from 'node:path';
import { after } from 'node:test';
import { startBrowser } from './browser.js';
import { startServer, tempFolder } from './server.js';

export const NOW = '2031-05-20T01:10:00Z';
export const FOLDING = 'Folding changes over a snapshot';
export const BUNDLER = 'Pages without a bundler';

const fixture = new URL('../fixtures/pages/courtyard.json', import.meta.url);

/** A server that holds the conference, at ten past ten; a used db and port start it again where it was. */
export async function startCourtyard({ db, port, now = NOW, speed = 1, env } = {}) {
  const server = await startServer({
    db: db ?? path.join(tempFolder(), 'courtyard.db'), port, env,
    args: ['--now', now, '--speed', String(speed)],
  });
  if (!db) {
    const { status, text } = await server.api('POST', '/api/v1/imports?tz=Asia/Seoul', readFileSync(fixture, 'utf8'), { 'content-type': 'application/json' });
    assert.equal(status, 200, text);
  }
  return server;
}

/** A server with the conference, and a browser, for all tests of a file. */
export async function openCourtyard() {
  const [server, browser] = await Promise.all([startCourtyard(), startBrowser()]);
  after(async () => {
    await browser.close();
    await server.stop();
  });
  return { server, browser };
}

export async function state(server) {
  return (await server.api('GET', '/api/v1/state?topics=timetable')).json;
}

/** The one document of a collection whose field reads so. */
export async function find(server, collection, field, value) {
  const all = Object.values((await state(server)).docs[collection]);
  const found = all.filter((doc) => doc[field] === value || Object.values(doc[field] ?? {}).includes(value));
  assert.equal(found.length, 1, `${collection} with ${field} "${value}"`);
  return found[0];
}

/** Somebody who attends and has a character, all by default but for these parts; → {id, token, …}. */
export async function addCharacter(server, name, parts = {}) {
  const own = await server.api('POST', '/api/v1/attendees', { name, language: 'ko' }, { authorization: null });
  assert.equal(own.status, 201, own.text);
  const authorization = `Bearer ${own.json.token}`;
  const dressed = await server.api('PUT', '/api/v1/me/avatar', { set: 'v1', parts }, { authorization });
  assert.equal(dressed.status, 200, dressed.text);
  return own.json;
}

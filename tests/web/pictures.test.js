/* Pictures that did not come: asked for again with patience, one for all, and all when one came. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LostPictures } from '../../static/shared/pictures.js';
import { FakeTime } from '../lib/fake-time.js';

const HOUR_MS = 3_600_000;

/* A page with pictures, and a server that can be down; asked counts what it was asked for. */
function page(count) {
  const time = new FakeTime();
  const lost = new LostPictures({ setTimeout: time.setTimeout, clearTimeout: time.clearTimeout });
  const world = { time, lost, up: false, broken: new Set(), asked: 0, images: [] };
  const load = (target) => {
    world.asked += 1;
    time.setTimeout(() => (world.up && !world.broken.has(target) ? lost.arrived({ target }) : lost.failed({ target })), 10);
  };
  world.images = Array.from({ length: count }, (_, i) => ({
    isConnected: true, classList: new Set(), getAttribute: () => `/avatars/${i}.svg`, setAttribute() { load(this); },
  }));
  for (const image of world.images) {
    image.classList.remove = image.classList.delete;
    load(image);
  }
  world.gaps = () => world.images.filter(({ classList }) => classList.has('lost')).length;
  return world;
}

test('a server that is away is asked for one picture at a time, ever more seldom', async () => {
  const world = page(100);
  await world.time.advance(100);
  assert.deepEqual([world.gaps(), world.asked], [100, 100]);
  await world.time.advance(HOUR_MS);
  assert.ok(world.asked - 100 <= 125, `${world.asked}`);
  world.up = true;
  await world.time.advance(31_000);
  assert.equal(world.gaps(), 0);
});

test('who knows that the network is back need not wait', async () => {
  const world = page(3);
  await world.time.advance(HOUR_MS);
  world.up = true;
  world.lost.again();
  await world.time.advance(100);
  assert.equal(world.gaps(), 0);
});

test('a picture that is gone for good keeps no other from coming back', async () => {
  const world = page(5);
  world.broken.add(world.images[0]);
  await world.time.advance(100);
  world.up = true;
  await world.time.advance(60_000);
  assert.equal(world.gaps(), 1);
});

test('a picture that the page has let go of is not asked for', async () => {
  const world = page(1);
  await world.time.advance(100);
  world.images[0].isConnected = false;
  await world.time.advance(HOUR_MS);
  assert.equal(world.asked, 1);
});

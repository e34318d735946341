/*
 * What Madang exports is valid by the public schemas (tests/rules/): every
 * importable file of tests/fixtures/schedules, and the demo event, imported
 * and exported again. And the rules can say no.
 *
 * MADANG_SCHEDULES=FOLDER[:FOLDER…] takes other files; those without a zone
 * are taken to be MADANG_TZ's, else Europe/Berlin's.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'node:test';
import { madang } from '../lib/program.js';
import { tempFolder } from '../lib/server.js';
import { wrongInJson, wrongInXml } from '../rules/rules.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const demo = path.join(root, 'data/demo/ifkakao-2019.json');
const folders = (process.env.MADANG_SCHEDULES ?? path.join(root, 'tests/fixtures/schedules')).split(':');
const tz = process.env.MADANG_TZ ?? 'Europe/Berlin';

const filesBelow = (where) => (statSync(where).isDirectory()
  ? readdirSync(where).filter((name) => !/^\.|expected\.txt$|\.md$/.test(name)).sort().flatMap((name) => filesBelow(path.join(where, name)))
  : [where]);

const folder = tempFolder();

/* The file's exports {xml, json}; null where it is refused. */
async function exportsOf(file, index) {
  const db = path.join(folder, `${index}.db`);
  const zoned = await madang(['import', file, '--db', db]);
  const done = zoned.code === 0 ? zoned : await madang(['import', file, '--db', db, '--tz', tz]);
  if (done.code !== 0) return null;
  const [xml, json] = await Promise.all(['frab-xml', 'c3voc-json'].map((format) => madang(['export', format, '--db', db])));
  assert.deepEqual([xml.code, json.code], [0, 0], xml.stderr + json.stderr);
  return { xml: xml.stdout, json: json.stdout };
}

describe('exports are valid', () => {
  let valid = 0;
  for (const [index, file] of [demo, ...folders.flatMap(filesBelow)].entries()) {
    test(path.basename(file), async (t) => {
      const written = await exportsOf(file, index);
      if (!written) return t.diagnostic('is refused');
      /* A day is demanded, and what has no times has none. */
      const bare = !written.xml.includes('<day ');
      const xml = bare ? written.xml.replace('</schedule>', '<day index="1" date="2019-08-29" start="2019-08-29T04:00:00Z" end="2019-08-30T04:00:00Z"/></schedule>') : written.xml;
      const json = bare ? written.json.replace(/"(start|end)":""/g, '"$1":"2019-08-29"') : written.json;
      assert.deepEqual((await wrongInXml(xml)).slice(0, 5), []);
      assert.deepEqual(wrongInJson(json).slice(0, 5), []);
      valid += 1;
    });
  }
  test('enough of them to mean something', () => assert.ok(valid > 3, `${valid} files`));
});

describe('the rules say no', () => {
  const written = exportsOf(demo, 'demo');

  const xmlMutations = {
    'no guid': [/ guid="[^"]*" id/, ' id'],
    'a guid that is none': [/<event guid="[^"]{8}/, '<event guid="'],
    'an id of zero': [/ id="\d+">/, ' id="0">'],
    'a duration in words': [/<duration>[^<]*/, '<duration>45 min'],
    'a date without an offset': [/(<date>[^<]*)[+-]\d\d:\d\d/, '$1'],
    'no room': [/<room>[^<]*<\/room>/, ''],
    'no abstract': [/<abstract\/>/, ''],
    'an element that is not known': [/<title>/, '<headline/><title>'],
    'an element twice': [/<subtitle\/>/, '<subtitle/><subtitle/>'],
    'an acronym in capitals': [/<acronym>[^<]*/, '<acronym>IfKakao'],
    'a slug of one word': [/<slug>[^<]*/, '<slug>opening'],
    'a colour by name': [/(<track name="[^"]*")[^/]*/, '$1 color="red"'],
    'no version': [/<version>[^<]*<\/version>|<version\/>/, ''],
    'a link that is none': [/<track>/, '<url>ftp://x</url><track>'],
    'a day without an end': [/(<day [^>]*) end="[^"]*"/, '$1'],
    'the same day twice': [/<day index="2"/, '<day index="1"'],
  };
  for (const [name, [from, to]] of Object.entries(xmlMutations)) {
    test(`XML with ${name}`, async () => {
      const { xml } = await written;
      const mutated = xml.replace(from, to);
      assert.notEqual(mutated, xml, 'nothing was replaced');
      assert.notDeepEqual(await wrongInXml(mutated), []);
    });
  }

  test('XML with one guid, id or slug twice', async () => {
    const { xml } = await written;
    for (const [what, value] of [['guid', /<event guid="([^"]*)/g], ['id', /<event [^>]* id="(\d+)/g], ['slug', /<slug>([^<]*)/g]]) {
      const [[, first], [, second]] = xml.matchAll(value);
      assert.match((await wrongInXml(xml.replaceAll(second, first))).join(), /stands there twice/, what);
    }
  });

  const days = (doc) => doc.schedule.conference.days;
  const event = (doc) => Object.values(days(doc)[0].rooms)[0][0];
  const jsonMutations = {
    'a member at the top': (doc) => { doc.madang = {}; },
    'rooms in the schedule': (doc) => { doc.schedule.rooms = []; },
    'a member of the conference': (doc) => { doc.schedule.conference.languages = ['ko']; },
    'no acronym': (doc) => { delete doc.schedule.conference.acronym; },
    'an acronym with a dash': (doc) => { doc.schedule.conference.acronym = 'if-kakao'; },
    'a zone without a city': (doc) => { doc.schedule.conference.time_zone_name = 'US/Eastern'; },
    'a room without a guid': (doc) => { delete doc.schedule.conference.rooms[0].guid; },
    'a kind of a room': (doc) => { doc.schedule.conference.rooms[0].kind = 'room'; },
    'a day without a start': (doc) => { delete days(doc)[0].day_start; },
    'no guid': (doc) => { delete event(doc).guid; },
    'a guid that is none': (doc) => { event(doc).guid = 'talk-1'; },
    'an id as a string': (doc) => { event(doc).id = '1'; },
    'a duration in minutes': (doc) => { event(doc).duration = 45; },
    'a duration of days': (doc) => { event(doc).duration = '1:01:00'; },
    'a start with a date': (doc) => { event(doc).start = '2019-08-29T11:00:00+09:00'; },
    'a date without an offset': (doc) => { event(doc).date = '2019-08-29T11:00:00'; },
    'an empty link': (doc) => { event(doc).url = ''; },
    'a code in small letters': (doc) => { event(doc).code = 'abc'; },
    'a title by language': (doc) => { event(doc).title = { ko: '가', en: 'A' }; },
    'a member of an event': (doc) => { event(doc).title_i18n = {}; },
    'a person of both forms': (doc) => { event(doc).persons = [{ id: 1, public_name: 'A', name: 'A' }]; },
    'a person of neither': (doc) => { event(doc).persons = [{ id: 1 }]; },
    'a link as a string': (doc) => { event(doc).links = ['https://example.org/']; },
  };
  for (const [name, mutate] of Object.entries(jsonMutations)) {
    test(`JSON with ${name}`, async () => {
      const doc = JSON.parse((await written).json);
      mutate(doc);
      assert.equal(wrongInJson(JSON.stringify(doc)).length > 0, true);
    });
  }
});

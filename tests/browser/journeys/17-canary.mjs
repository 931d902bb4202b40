// Numbers of cards and phones of made-up people: searched for on every page that a role can walk to. Only a reveal with a purpose shows one, and that is seen here, too, so
// that this journey would notice one elsewhere.
import { assert, tried } from '../harness.mjs';

const most = Number(process.env.ANYE_CANARY_PAGES || 110);
const left = /^\/(logout|login|help|documents|api|law\/try|rules|assets|static)|\/file(\?|$)|\/export|\.(xlsx|csv|zip|pdf|svg)(\?|$)/;
// Where people, their cases and their money are: walked to first.
const first = ['/', '/persons', '/persons/duplicates', '/households', '/registers', '/registers/unemployment', '/registers/contact', '/registers/hard-to-employ', '/service', '/service/cases', '/service/together', '/service/offers',
  '/tasks', '/cases', '/money', '/money/batches', '/money/book', '/money/budgets', '/money/ledger', '/posts', '/my', '/publicity', '/progress', '/audit', '/jobs', '/law/decisions', '/reports'];

function shown(html, secrets) { return secrets.find(secret => html.includes(secret)); }

async function walk(house, who, secrets) {
  const page = who === 'nobody' ? await (await house.desk()).page() : await house.as(who);
  const seen = new Set(), waiting = [...first];
  const kinds = new Map();
  while (waiting.length && seen.size < most) {
    const path = waiting.shift();
    if (seen.has(path)) continue;
    seen.add(path);
    const answer = await page.request.get(path, { maxRedirects: 5 });
    const html = await answer.text();
    assert.ok(answer.status() < 500, `${who} ${path} answered ${answer.status()}`);
    const found = shown(html, secrets);
    assert.equal(found, undefined, `${who} reads a full number on ${path}`);
    for (const [, href] of html.matchAll(/href="(\/[^"#]*)"/g)) {
      const next = href.replaceAll('&amp;', '&');
      // A few of each kind of page are enough: ids differ, the page does not.
      const kind = next.split('?')[0].replace(/[0-9a-z]{26}/g, ':id').replace(/\d{6,12}/g, ':n');
      if (left.test(next) || seen.has(next) || (kinds.get(kind) || 0) >= 4) continue;
      kinds.set(kind, (kinds.get(kind) || 0) + 1);
      waiting.push(next);
    }
  }
  await page.context().close();
  return seen.size;
}

// The same search finds one where it is meant to be seen.
async function revealed(house, person) {
  const page = await house.as('clerk');
  await page.goto('/persons');
  await page.fill('#q', person.number);
  await Promise.all([page.waitForNavigation({ timeout: 30_000 }), page.press('#q', 'Enter')]);
  if (!/\/persons\/./.test(page.url())) await Promise.all([page.waitForURL(/persons\/./), page.locator('main tbody th a').first().click()]);
  assert.ok(!shown(await page.content(), [person.number, person.phone]), 'the page of a person covers the number');
  assert.ok(!page.url().includes(person.number), 'no number stands in an address');
  const looks = new URL(page.url()).pathname + '/looks';
  await page.fill('#note', '核对（演示）');
  await Promise.all([page.waitForNavigation(), page.locator('button[form=look]').first().click()]);
  assert.ok(shown(await page.content(), [person.number]), 'a look with a purpose shows it');
  await page.goto(looks);
  assert.ok(await page.locator('main tbody tr').count() > 0, 'who looked is written down');
  assert.ok(!shown(await page.content(), [person.number, person.phone]));
  await page.context().close();
}

export default async function canary(house) {
  const people = tried();
  assert.ok(people.length >= 4, 'the demo names its people');
  const secrets = people.flatMap(one => [one.number, one.phone]);
  let pages = 0;
  for (const who of ['nobody', 'clerk', 'reviewer', 'cashier', 'jobseeker', 'employer', 'analyst', 'policy', 'audit', 'system', 'counter']) pages += await walk(house, who, secrets);
  await revealed(house, tried('paid')[0]);
  return `${pages} pages without a number`;
}

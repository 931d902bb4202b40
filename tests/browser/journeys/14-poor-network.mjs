// A clerk on a poor network: the form saves itself; what is typed and sent without a connection stays on the device with its state in sight, arrives once when the
// connection is back, also where only the answer was lost; two clerks at one form see both values and choose; an act on a case waits and is done once.
import { assert, noMissing, text } from '../harness.mjs';

const json = (page, path) => page.evaluate(path => fetch(path, { headers: { accept: 'application/json' } }).then(r => r.json()), path);
const state = (page, word) => page.waitForSelector(`[data-saved][data-state=${word}]`, { timeout: 15_000 });
const queued = page => page.evaluate(() => Object.keys(localStorage).filter(key => key.includes(':queue:')).length);

const write = (page, path, body) => page.evaluate(([path, body]) => fetch(path, {
  method: 'POST', body: JSON.stringify(body),
  headers: { accept: 'application/json', 'content-type': 'application/json', 'idempotency-key': `journey-${crypto.randomUUID()}`, 'x-csrf-token': document.getElementById('words').dataset.csrf },
}).then(async r => ({ status: r.status, body: await r.json().catch(() => ({})) })), [path, body]);

// Somebody made up, at the clerk's own place.
async function somebody(page) {
  const place = (await text(page, 'body')).includes('白塔区') ? '211002' : '210411';
  const name = '弱网' + String.fromCharCode(0x4e00 + Date.now() % 2000);
  const made = await write(page, '/api/persons', { name, sex: 'female', birth_date: '1988-08-08', place, source: '浏览器检查', evidence: '虚构' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  return made.body.id || made.body.person.id;
}

// Programmes that a clerk may begin for a person, one application after the other.
async function* begun(page, person) {
  const all = (await json(page, '/api/service/programmes')).items.filter(one => one.subject === 'person' && one.applicants.includes('counter'));
  for (const one of all) {
    const made = await write(page, '/api/service/applications', { programmes: [one.id], subject_kind: 'person', subject: person, channel: 'counter' });
    if (made.status === 200) yield made.body;
  }
}

// Something to write in each question that must be answered.
function filled(form) {
  const said = {};
  for (const ask of [...form.sheets.flatMap(sheet => sheet.asks), ...form.papers]) {
    const input = typeof ask.input === 'string' ? ask.input : Object.keys(ask.input)[0];
    if (ask.known || input === 'subject') continue;
    said[ask.key] = { day: '2020-05-06', month: '2020-05', number: '1', period: '2020-05-01/2020-05-31' }[input] || (input === 'choice' ? ask.input.choice.members[0][0] : '1');
  }
  return said;
}

export default async function poorNetwork(house) {
  const clerk = await house.as('clerk');
  const person = await somebody(clerk);
  let id = '', name = '';
  for await (const made of begun(clerk, person)) {
    await clerk.goto(`/service/applications/${made.id}`);
    const field = clerk.locator('form[data-keep] .field > input:not([type]):visible').first();
    if (await field.count()) { id = made.id; name = await field.getAttribute('name'); break; }
  }
  assert.ok(id, 'a clerk can begin an application with a field to write in');
  const kept = async page => (await json(page, `/api/service/applications/${id}`)).application;
  const field = page => page.locator(`[name="${name}"]`).first();
  await noMissing(clerk);

  // Saved by itself.
  const first = (await kept(clerk)).row_version;
  await field(clerk).fill('1001');
  await state(clerk, 'saved');
  assert.equal((await kept(clerk)).row_version, first + 1, 'saved once');

  // The server got it, the answer was lost: sent again under the same id, it is the same once.
  let lost = 0;
  await clerk.route('**/draft', async route => {
    if (lost++) return route.continue();
    await route.fetch();
    return route.abort('connectionreset');
  });
  await field(clerk).fill('1002');
  await state(clerk, 'failed');
  await state(clerk, 'saved');
  await clerk.unroute('**/draft');
  assert.ok(lost >= 2, 'it was sent again');
  assert.equal((await kept(clerk)).row_version, first + 2, 'and counted once');

  // No connection at all: typed and sent, it waits on the device where one can see it; then it goes by itself.
  await clerk.context().setOffline(true);
  await field(clerk).fill('1003');
  await state(clerk, 'failed');
  await clerk.click('form[data-keep] button[value=check]');
  await clerk.waitForSelector('#queue [data-queue-state=waiting]');
  assert.equal(await queued(clerk), 1);
  await clerk.context().setOffline(false);
  await clerk.waitForURL(/\/check$/, { timeout: 15_000 });
  assert.equal(await queued(clerk), 0, 'nothing waits any more');
  const after = await kept(clerk);
  assert.deepEqual([after.row_version, after.answers[name]], [first + 3, '1003'], 'sent once');

  // Two at one form: what both changed is shown side by side, and somebody chooses.
  const other = await house.as('clerk');
  await other.goto(`/service/applications/${id}`);
  await clerk.goto(`/service/applications/${id}`);
  await field(other).fill('2001');
  await state(other, 'saved');
  await field(clerk).fill('3001');
  await state(clerk, 'failed');
  await Promise.all([clerk.waitForLoadState(), clerk.click('[data-saved] button')]);
  await clerk.waitForSelector(`input[type=radio][name="${name}"]`);
  await noMissing(clerk);
  const values = await clerk.locator(`input[type=radio][name="${name}"]`).evaluateAll(all => all.map(one => one.value));
  assert.deepEqual(values, ['3001', '2001'], 'both values stand there');
  await clerk.check(`input[type=radio][name="${name}"][value="2001"]`);
  await Promise.all([clerk.waitForURL(/\/check$/), clerk.click('form[data-keep] button[value=check]')]);
  assert.equal((await kept(clerk)).answers[name], '2001');

  // An act on a case: it waits for the connection, and is done once.
  for await (const made of begun(clerk, person)) {
    const { application, form } = await json(clerk, `/api/service/applications/${made.id}`);
    const sent = await write(clerk, `/api/service/applications/${made.id}/send`, { version: application.row_version, answers: filled(form) });
    if (sent.status !== 200) continue;
    const [open] = sent.body.cases;
    await clerk.goto(`/service/cases/${open}`);
    const act = clerk.locator('form[data-queue] button[value=pass], form[data-queue] button[value=accept]').first();
    if (!await act.count()) continue;
    const before = await json(clerk, `/api/service/cases/${open}`);
    await clerk.fill('#a-note', '断网时办的一步');
    await clerk.context().setOffline(true);
    await act.click();
    await clerk.waitForSelector('#queue [data-queue-state=waiting]');
    await clerk.waitForTimeout(6000);
    await clerk.context().setOffline(false);
    await clerk.waitForURL(/done=service-act/, { timeout: 15_000 });
    await noMissing(clerk);
    const now = await json(clerk, `/api/service/cases/${open}`);
    const done = one => one.steps.filter(step => step.state === 'done').length;
    assert.equal(done(now) - done(before), 1, 'one step, once');
    assert.match(await text(clerk, 'main'), /断网时办的一步/);
    return 'conflicts and lost answers included';
  }
  throw new Error('no application of the demo that a clerk can pass on');
}

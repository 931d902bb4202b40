// A clerk on a poor network: the form saves itself; what is typed and sent without a connection stays on the device with its state in sight, arrives once when the
// connection is back, also where only the answer was lost; two clerks at one form see both values and choose; an act on a case waits and is done once.
import { assert, noMissing, text } from '../harness.mjs';

const json = (page, path) => page.evaluate(path => fetch(path, { headers: { accept: 'application/json' } }).then(r => r.json()), path);
const state = (page, word) => page.waitForSelector(`[data-saved][data-state=${word}]`, { timeout: 15_000 });
const queued = page => page.evaluate(() => Object.keys(localStorage).filter(key => key.includes(':queue:')).length);

// A draft of somebody in the registry, with a field to write in.
async function begin(page) {
  const cases = (await json(page, '/api/service/cases?limit=50')).items;
  for (const line of cases) {
    const { case: file } = await json(page, `/api/service/cases/${line.case_id}`);
    if (file.subject_kind !== 'person') continue;
    await page.goto(`/service?kind=person&id=${file.subject}`);
    const links = await page.locator('main a[href*="/new?kind=person"]').evaluateAll(all => all.map(a => a.getAttribute('href')));
    for (const link of links.slice(0, 12)) {
      await page.goto(link);
      const start = page.locator('form[action="/service/start"] button.primary').first();
      if (!await start.count()) continue;
      await Promise.all([page.waitForLoadState(), start.click()]);
      if (!/\/service\/applications\//.test(page.url())) continue;
      const field = page.locator('form[data-keep] .field > input:not([type]):visible').first();
      if (await field.count()) return field.getAttribute('name');
    }
  }
  throw new Error('nobody in the demo for whom a clerk can begin an application with a field to write in');
}

export default async function poorNetwork(house) {
  const clerk = await house.as('clerk');
  const name = await begin(clerk);
  const id = new URL(clerk.url()).pathname.split('/').pop();
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
  const open = (await json(clerk, '/api/service/cases?stand=working&limit=100')).items;
  for (const line of open) {
    await clerk.goto(`/service/cases/${line.case_id}`);
    const act = clerk.locator('form[data-queue] button[value=pass], form[data-queue] button[value=accept]').first();
    if (!await act.count()) continue;
    const before = await json(clerk, `/api/service/cases/${line.case_id}`);
    await clerk.fill('#a-note', '断网时办的一步');
    await clerk.context().setOffline(true);
    await act.click();
    await clerk.waitForSelector('#queue [data-queue-state=waiting]');
    await clerk.waitForTimeout(6000);
    await clerk.context().setOffline(false);
    await clerk.waitForURL(/done=service-act/, { timeout: 15_000 });
    await noMissing(clerk);
    const now = await json(clerk, `/api/service/cases/${line.case_id}`);
    const done = one => one.steps.filter(step => step.state === 'done').length;
    assert.equal(done(now) - done(before), 1, 'one step, once');
    assert.match(await text(clerk, 'main'), /断网时办的一步/);
    return 'conflicts and lost answers included';
  }
  throw new Error('no case of the demo that a clerk can pass on');
}

// From the employer's report to the bulletin: what an employer owes, what the cockpit shows and the rows behind it, a warning's case taken on, and the month's
// bulletin drafted by one person, signed by another, read by everybody. It waits until the synthetic reports of the demo are loaded.
import { assert, noMissing, text } from '../harness.mjs';

const loaded = async page => {
  for (let n = 0; n < 150; n++) {
    await page.goto('/cockpit');
    if (await page.locator('svg.tiles a').count()) return;
    await page.waitForTimeout(2000);
  }
  throw new Error('the synthetic reports were not loaded in five minutes');
};

export default async function earlyWarning(house) {
  const employer = await house.as('employer');
  await employer.goto('/reports');
  await noMissing(employer);
  assert.match(await text(employer, 'main'), /2020/);

  const analyst = await house.as('analyst');
  await loaded(analyst);
  await noMissing(analyst);
  assert.ok(await analyst.locator('svg.tiles a').count() === 14, 'fourteen cities as tiles');
  await Promise.all([analyst.waitForURL(/place=/), analyst.locator('svg.tiles a').first().click()]);
  await noMissing(analyst);
  await analyst.goto('/cockpit');
  const figure = analyst.locator('main a[href^="/figures/drill"]').first();
  await Promise.all([analyst.waitForURL(/figures\/drill/), figure.evaluate(a => a.click())]);
  assert.equal(await analyst.locator('[role=alert]').count(), 0, 'the rows add up to the figure');

  await analyst.goto('/cases');
  await noMissing(analyst);
  const first = analyst.locator('main tbody th a').first();
  await Promise.all([analyst.waitForURL(/\/cases\/./), first.click()]);
  const act = analyst.locator('button[value=acknowledge]');
  if (await act.count()) {
    await Promise.all([analyst.waitForURL(/done=case-done-acknowledge/), act.click()]);
    assert.match(await text(analyst, 'main'), /签收/);
  }

  const officer = await house.as('policy');
  await officer.goto('/bulletins');
  if (!(await officer.locator('main tbody a[href^="/bulletins/"]').count())) {
    await officer.fill('#period', '2020-13');
    await officer.click('form[action="/bulletins"] button.primary');
    await officer.waitForSelector('.error-summary');
    await officer.fill('#period', '2020-05');
    await Promise.all([officer.waitForURL(/bulletins\/.+done=bulletin-drafted/), officer.click('form[action="/bulletins"] button.primary')]);
    await noMissing(officer);
    await officer.fill('#judgement', '受疫情影响,岗位流失率高于上年同期,四月以来逐步回落。');
    await officer.selectOption('#cause_1', 'epidemic');
    await Promise.all([officer.waitForURL(/done=bulletin-judged/), officer.click('button[value=judge]')]);
    const address = new URL(officer.url()).pathname;
    assert.equal(await officer.locator('button[value=sign]').count(), 0, 'nobody signs what they drafted');
    await analyst.goto(address);
    await Promise.all([analyst.waitForURL(/done=bulletin-signed/), analyst.click('button[value=sign]')]);
    await Promise.all([analyst.waitForURL(/done=bulletin-published/), analyst.click('button[value=publish]')]);
  }
  const desk = await house.desk();
  const reader = await desk.page();
  await reader.goto('/bulletins');
  await Promise.all([reader.waitForURL(/\/bulletins\/./), reader.locator('main tbody a[href^="/bulletins/"]').first().click()]);
  await noMissing(reader);
  assert.match(await text(reader, 'article'), /岗位流失率 [\d.]+%/);
  assert.equal(await reader.locator('form').filter({ hasText: '签发' }).count(), 0);
  await reader.goto(new URL(reader.url()).pathname + '?lang=en');
  await noMissing(reader);
  assert.match(await text(reader, 'article'), /Gross job-loss rate/);
}

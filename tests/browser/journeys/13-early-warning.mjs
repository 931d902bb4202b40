// From the employer's report to the bulletin: what an employer owes, what the cockpit shows and the rows behind it, a warning's case taken on, and the month's
// bulletin drafted by one person, signed by another, read by everybody. It waits until the synthetic reports of the demo are loaded.
import { assert, loaded, noMissing, text } from '../harness.mjs';

export default async function earlyWarning(house) {
  const analyst = await house.as('analyst');
  await loaded(analyst);
  await noMissing(analyst);

  const employer = await house.as('employer');
  await employer.goto('/reports');
  await noMissing(employer);
  assert.match(await text(employer, 'main'), /2020/);

  // The county sees who is late, and what waits for its approval.
  const clerk = await house.as('clerk');
  await clerk.goto('/reporting/missing?form=enterprise-monthly&period=2020-05');
  await noMissing(clerk);
  await clerk.goto('/reporting/queue?form=enterprise-monthly&period=2020-05');
  await noMissing(clerk);

  await analyst.goto('/cockpit?place=210000');
  assert.ok(await analyst.locator('svg.tiles a').count() === 14, 'fourteen cities as tiles');
  await Promise.all([analyst.waitForURL(/place=/), analyst.locator('svg.tiles a').first().click()]);
  await noMissing(analyst);
  await analyst.goto('/cockpit?place=210000');
  const figure = analyst.locator('main a[href^="/figures/drill"]').first();
  await Promise.all([analyst.waitForURL(/figures\/drill/), figure.evaluate(a => a.click())]);
  assert.equal(await analyst.locator('[role=alert]').count(), 0, 'the rows add up to the figure');

  // The same query as a table, a chart and a map.
  await analyst.goto('/figures?form=enterprise-monthly&from=2020-05&place=210000&items=end_staff&view=map');
  await noMissing(analyst);
  await Promise.all([analyst.waitForURL(/place=21(?!0000)/), analyst.locator('svg.tiles a').first().click()]);
  assert.ok(await analyst.locator('svg.tiles a').count() > 0, 'the counties of a city as tiles');

  // A warning is watched by province and city as the same case; a case is taken on.
  await analyst.goto('/cockpit/watch?place=210000');
  await noMissing(analyst);
  await analyst.goto('/cases?state=unclaimed');
  await noMissing(analyst);
  const first = analyst.locator('main tbody th a').first();
  if (await first.count()) {
    await Promise.all([analyst.waitForURL(/\/cases\/./), first.click()]);
    await Promise.all([analyst.waitForURL(/done=case-done-acknowledge/), analyst.click('button[value=acknowledge]')]);
    assert.match(await text(analyst, 'main'), /签收/);
  }
  // A layoff case gets a special working group with members, a day and a result.
  await analyst.goto('/cases?state=open&kind=layoff');
  const layoff = analyst.locator('main tbody th a').first();
  if (await layoff.count()) {
    await Promise.all([analyst.waitForURL(/\/cases\/./), layoff.click()]);
    const form = analyst.locator('form:has(#g-members)');
    if (await form.count()) {
      await analyst.locator('details:has(#g-members) > summary').click();
      await analyst.fill('#g-name', '裁员处置专门工作组');
      await analyst.fill('#g-members', '只有姓名');
      await form.locator('button[value=group]').click();
      await analyst.waitForSelector('.error-summary');
      await analyst.fill('#g-members', '甲，市人社局，组长\n乙，市总工会');
      await Promise.all([analyst.waitForURL(/done=case-done-group/), analyst.locator('button[value=group]').click()]);
    }
    assert.match(await text(analyst, 'main'), /专门工作组/);
  }

  // The bulletin of May is there from the start; that of April is drafted by one person and signed by another.
  const officer = await house.as('policy');
  await officer.goto('/bulletins');
  if (!/2020年4月/.test(await text(officer, 'main table'))) {
    await officer.fill('#period', '2020-13');
    await officer.click('form[action="/bulletins"] button.primary');
    await officer.waitForSelector('.error-summary');
    await officer.fill('#period', '2020-04');
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
  await Promise.all([reader.waitForURL(/\/bulletins\/./), reader.locator('main tbody tr', { hasText: '5月' }).locator('a[href^="/bulletins/"]').first().click()]);
  await noMissing(reader);
  assert.match(await text(reader, 'h1'), /合成数据/, 'what is made up says so');
  assert.match(await text(reader, 'article'), /岗位流失率 [\d.]+%/);
  assert.equal(await reader.locator('form').filter({ hasText: '签发' }).count(), 0);
  await reader.goto(new URL(reader.url()).pathname + '?lang=en');
  await noMissing(reader);
  assert.match(await text(reader, 'article'), /Gross job-loss rate/);
}

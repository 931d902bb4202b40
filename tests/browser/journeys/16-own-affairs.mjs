// A jobseeker sees the own applications and how far they are, and who looked at the own data, without anybody's help; nobody signed in sees what is public, with names
// covered, and objects to it; what was found without an application waits for a yes; a round of posts is confirmed by a second person and its reasons can be read.
import { assert, noMissing, text, tried } from '../harness.mjs';

async function own(house, lang) {
  const page = await house.as('jobseeker');
  await page.goto('/my?lang=' + lang);
  await noMissing(page);
  const row = page.locator('main li a[href^="/service/cases/"]').first();
  assert.ok(await row.count(), 'an application of one\'s own is there');
  await Promise.all([page.waitForURL(/service\/cases\/./), row.click()]);
  await noMissing(page);
  assert.ok(await page.locator('ol.timeline li').count() > 1, 'the steps are seen');
  assert.ok(!(await page.content()).includes(tried('paid')[0].number), 'not even the own number is shown in full');
  await page.context().close();
}

// Somebody looked at the phone to make a call: who, when and what for can be read by the person, the number itself not.
async function looked(house, lang) {
  const page = await house.as('jobseeker');
  await page.goto('/my?lang=' + lang);
  const link = page.locator('main a[href="/my/looks"]');
  assert.equal(await link.count(), 1, 'one\'s own page leads there');
  await Promise.all([page.waitForURL(/my\/looks/), link.click()]);
  await noMissing(page);
  const rows = page.locator('main tbody tr');
  assert.ok(await rows.count() >= 1, 'somebody looked');
  assert.match(await text(page, 'main tbody'), lang === 'zh' ? /经办人员.*联系本人/s : /经办人员.*contact/is, 'who, and what for');
  const paid = tried('paid')[0];
  assert.ok(!(await page.content()).includes(paid.phone) && !(await page.content()).includes(paid.number), 'nothing that was looked at stands here');
  await page.context().close();
}

async function open(house, lang) {
  const desk = await house.desk();
  const page = await desk.page();
  await page.goto('/publicity?lang=' + lang);
  await noMissing(page);
  const rows = page.locator('main tbody tr');
  assert.ok(await rows.count() >= 4, 'posts of employers are public');
  const held = page.locator('main tbody .tag');
  const before = await held.count();
  assert.ok(before >= 1, 'an objection waits for its answer');
  const number = await rows.filter({ hasNot: page.locator('.tag') }).last().locator('td.code').innerText();
  await page.locator('main details summary').click();
  await page.fill('#o-number', number.trim());
  await page.fill('#o-name', '合成居民');
  await page.fill('#o-contact', '14200000008');
  await page.fill('#o-words', '想了解岗位地点（合成）');
  await Promise.all([page.waitForNavigation(), page.locator('main details form button').click()]);
  await noMissing(page);
  await page.goto('/publicity?lang=' + lang);
  assert.equal(await held.count(), before + 1, 'the objection holds it');
  await page.goto('/publicity?archive=1&lang=' + lang);
  assert.ok(await rows.count() >= 2, 'what was public stays readable');
  for (const path of ['/publicity', '/progress', '/service']) {
    await page.goto(path + '?lang=' + lang);
    await noMissing(page);
  }
  await desk.context.close();
}

// Found in the night, without an application: somebody at the counter sees why, and that nothing was given yet.
async function offers(house, lang) {
  const page = await house.as('counter');
  await page.goto('/service/offers?lang=' + lang);
  await noMissing(page);
  assert.ok(await page.locator('main form[action^="/service/offers/"]').count() >= 1, 'offers wait for a yes');
  await page.context().close();
}

async function posts(house, lang) {
  const page = await house.as('counter');
  await page.goto('/posts?lang=' + lang);
  await noMissing(page);
  const rounds = page.locator('main tbody th a');
  assert.ok(await rounds.count() >= 2, 'two rounds of the second county');
  const hrefs = await rounds.evaluateAll(all => all.map(a => a.getAttribute('href')));
  for (const href of hrefs) {
    await page.goto(href);
    await noMissing(page);
    assert.ok(await page.locator('main tbody tr').count() > 0, 'candidates and places are listed');
    assert.match(await text(page, 'footer.source'), /[0-9a-f]{64}/, 'the digest of the lots is there from the beginning');
  }
  await page.context().close();
  const second = await house.as('checker');
  for (const href of hrefs) {
    await second.goto(href);
    const button = second.locator('button[value=confirm]');
    if (await button.count()) {
      await Promise.all([second.waitForNavigation(), button.click()]);
      await noMissing(second);
      assert.equal(await second.locator('.note.bad').count(), 0, 'the order is confirmed');
    }
    await second.goto(href + '/public');
    await noMissing(second);
  }
  await second.context().close();
}

export default async function ownAffairs(house) {
  for (const lang of ['zh', 'en']) {
    await own(house, lang);
    await looked(house, lang);
    await open(house, lang);
    await offers(house, lang);
    await posts(house, lang);
  }
}

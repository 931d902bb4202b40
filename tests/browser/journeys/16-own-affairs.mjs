// A jobseeker sees the own applications and how far they are, without anybody's help; nobody signed in sees what is public, with names covered; a round of posts is
// confirmed by a second person and its reasons can be read.
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

async function open(house, lang) {
  const desk = await house.desk();
  const page = await desk.page();
  for (const path of ['/publicity', '/progress', '/service']) {
    await page.goto(path + '?lang=' + lang);
    await noMissing(page);
  }
  await desk.context.close();
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
    await open(house, lang);
    await posts(house, lang);
  }
}

// Who no longer qualifies for a public-welfare post: the night's look leaves a case; from it a clerk tells the person and begins the clean-out, choosing the placement instead
// of typing it; one officer decides with a reason, where the law of the place says nothing, and another agrees; then the placement has ended. On a store that a run was on
// before, the case of that run is what there is.
import { assert, noMissing, text } from '../harness.mjs';

const shownId = /\b[0-9a-hjkmnp-tv-z]{26}\b/;
const note = '已不在就业困难人员名册，本人没有意见';

async function begins(page, lang) {
  await page.goto('/tasks?bucket=all&lang=' + lang);
  const found = page.locator('main a', { hasText: lang === 'zh' ? '可能不再符合条件' : 'may no longer qualify' });
  if (!await found.count()) return '';
  await Promise.all([page.waitForURL(/\/cases\/./), found.first().click()]);
  await noMissing(page);
  const placement = await page.locator('main a[href*="/entries/"]').first().getAttribute('href');
  await Promise.all([page.waitForURL(/\/new/), page.locator('main a[href*="/service/"][href*="/new?kind=person"]').click()]);
  await noMissing(page);
  await Promise.all([page.waitForURL(/applications/), page.click('form[action="/service/start"] button.primary')]);
  const own = await page.locator('[name="f.placement"] option').evaluateAll(all => all.map(one => one.value).filter(Boolean));
  assert.deepEqual(own, [placement.split('/').pop()], 'the person\'s own placement, and no other, can be chosen');
  await page.selectOption('[name="f.placement"]', own[0]);
  await page.selectOption('[name="f.ground"]', { index: 1 });
  await page.fill('[name="f.told_on"]', '2020-06-20');
  await page.fill('[name="f.heard"]', note);
  await Promise.all([page.waitForURL(/\/check/), page.click('button[name=go][value=check]')]);
  await noMissing(page);
  const shown = await text(page, 'main');
  assert.ok(!shownId.test(shown), 'no id of the program is shown to people');
  await Promise.all([page.waitForURL(/service\/cases\/./), page.click('form[action$="/send"] button.primary')]);
  await Promise.all([page.waitForNavigation(), page.click('button[name=act][value=pass]')]);
  await noMissing(page);
  return { address: new URL(page.url()).pathname, placement };
}

async function acts(house, who, lang, address, act) {
  const page = await house.as(who);
  await page.goto(address + '?lang=' + lang);
  await noMissing(page);
  await page.fill('textarea[name=note]', note);
  await Promise.all([page.waitForNavigation(), page.click(`button[name=act][value=${act}]`)]);
  await noMissing(page);
  const said = await text(page, 'main');
  await page.context().close();
  return said;
}

// The clerk reads Chinese, the two officers English.
export default async function cleanOut(house) {
  const clerk = await house.as('counter');
  const before = async () => {
    await clerk.goto('/service/cases?programme=welfare-clean-out&lang=zh');
    return await clerk.locator('main tbody tr').count();
  };
  if (await before()) return 'somebody was cleaned out before';
  // The look comes a few minutes after the start of a demo.
  let begun = await begins(clerk, 'zh');
  for (let tries = 0; !begun && tries < 60; tries += 1) {
    await clerk.waitForTimeout(5000);
    begun = await begins(clerk, 'zh');
  }
  assert.ok(begun, 'the night found somebody');
  await acts(house, 'checker', 'en', begun.address, 'grant');
  await acts(house, 'chief', 'en', begun.address, 'confirm');
  for (const [lang, said] of [['zh', /离岗/], ['en', /left/]]) {
    await clerk.goto(begun.placement + '?lang=' + lang);
    await noMissing(clerk);
    assert.match(await text(clerk, 'main'), said, 'the placement has ended by the clean-out');
    assert.ok(!shownId.test(await text(clerk, 'section[aria-labelledby=fields]')), 'post and employer are called by their names');
  }
  await clerk.context().close();
}

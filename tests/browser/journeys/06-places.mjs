// The tree of places, pinyin initials, names as of a day long ago, a place, units.
import { assert, noMissing, text } from '../harness.mjs';

export default async function places(house) {
  const page = await house.as('policy');
  await page.goto('/places');
  assert.equal(await page.locator('.tree > li > details > ul > li').count(), 14, 'fourteen cities');
  const city = page.locator('.tree > li > details > ul > li').filter({ hasText: '抚顺市' });
  assert.ok(!await city.getByText('清原满族自治县', { exact: true }).isVisible());
  await city.locator('summary').focus();
  await page.keyboard.press('Enter');
  assert.ok(await city.getByText('清原满族自治县', { exact: true }).isVisible(), 'opened by keyboard');

  await page.goto('/places/list?q=fss');
  assert.match(await text(page, 'main tbody'), /抚顺市/, 'initials find it');
  await page.goto('/places/list?q=fushun');
  assert.match(await text(page, 'main tbody'), /抚顺市/, 'so does pinyin');

  // 盘山's neighbour 大洼 became a district, and 辽中 and 普兰店 too, only in 2016: in 2009 they bore other names.
  await page.goto('/places?asof=2009-12-31');
  const then = await text(page, '.tree');
  await page.goto('/places?asof=2026-06-30');
  const now = await text(page, '.tree');
  assert.ok(then.includes('大洼县') && !then.includes('大洼区'), 'the old name then');
  assert.ok(now.includes('大洼区') && !now.includes('大洼县'), 'the new name now');
  await page.goto('/?asof=');

  await page.goto('/places/211000');
  assert.match(await text(page, 'h1'), /辽阳市/);
  assert.match(await text(page, 'main table.data'), /白塔区/);
  await noMissing(page);
  await page.goto('/units?q=' + encodeURIComponent('市人社局'));
  const unit = page.locator('main tbody th a').first();
  assert.match(await unit.textContent(), /人力资源/, 'an alias finds the unit');
  await unit.click();
  await page.waitForLoadState();
  assert.match(await text(page, 'main'), /人社局/, 'with its aliases');
  await noMissing(page);
}

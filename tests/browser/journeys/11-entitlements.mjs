// Nobody signed in: find a rule, read it; ask what one is entitled to, answer, see the result. No answer ever stands in an address.
import { assert, text } from '../harness.mjs';

export default async function entitlements(house) {
  const desk = await house.desk({ javaScriptEnabled: false });
  const page = await desk.page();
  await page.goto('/rules?lang=zh');
  await page.selectOption('main form.sentence [name=kind]', 'benefit');
  await page.selectOption('main form.sentence [name=place]', '210400');
  await page.click('main form.sentence button');
  await page.waitForLoadState();
  assert.ok(await page.locator('main tbody tr').count() > 0, 'benefits of one city are found');
  await page.locator('main tbody th a').first().click();
  await page.waitForLoadState();
  assert.ok(await page.locator('main h2').count() > 1, 'a rule is shown with its conditions');
  await page.goto('/entitlements');
  await page.click('main form .button.primary');
  await page.check('[name=who][value=employers]');
  await page.selectOption('#place', '210400');
  await page.fill('#on', '2020-07-01');
  await page.click('main form .button.primary');
  await page.waitForSelector('[data-questions]');
  for (let asked = 0; asked < 12 && await page.locator('[data-questions]').count(); asked += 1) {
    for (const choices of await page.locator('[data-questions] .choices.inline').all()) await choices.locator('input').first().check();
    await page.click('[data-questions] .button.primary');
    await page.waitForLoadState();
    assert.equal(new URL(page.url()).search, '', 'no answer stands in the address');
  }
  assert.match(await text(page, '#granted'), /可享受/);
  assert.ok(await page.locator('main .hits > li').count() > 0, 'benefits are answered one by one, with reasons');
}

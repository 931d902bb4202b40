// An officer tries a rule: loads a scenario by one click, changes a fact, sees the result change while typing, is told what cannot be
// used, and does the same without script. No fact ever stands in an address.
import { assert, noMissing, text } from '../harness.mjs';

const rule = '/law/try/fs_refund_difficult';
const answer = '#answer [data-line]';
const until = (page, words) => page.waitForFunction(([at, words]) => (document.querySelector(at)?.textContent || '').includes(words), [answer, words]);

export default async function tryARule(house) {
  const page = await house.as('policy');
  await page.goto(rule + '?lang=zh');
  await noMissing(page);
  assert.match(await text(page, answer), /需补充|不予|不在有效期/);
  const first = page.locator('#cases ~ .table tbody th a').first();
  await Promise.all([page.waitForURL(/case=0/), first.click()]);
  await until(page, '360000');
  assert.equal(await page.locator('.lines [data-state=held]').count() > 0, true, 'the text says which condition holds');
  const staff = page.locator('#facts input[id*="insured"]').first();
  await staff.fill('100');
  await until(page, '720000');
  await staff.fill('一百左右');
  await page.waitForSelector('#answer .wrong a');
  assert.equal(await staff.getAttribute('aria-invalid'), 'true', 'the field itself is marked');
  await staff.fill('100');
  await until(page, '720000');
  assert.equal(await staff.getAttribute('aria-invalid'), null);
  await page.keyboard.press('Enter');
  assert.notEqual(await page.evaluate(() => document.activeElement.id), await staff.getAttribute('id'), 'Enter moves on');
  assert.match(page.url(), /case=0#facts$/, 'no fact stands in the address');

  await page.goto('/law/of/FS2020');
  assert.ok(await page.locator('.coverage a.bare').count() > 0, 'articles without a rule are named');
  assert.ok(await page.locator('.ruled-rules a[href^="/law/try/"]').count() > 20);

  const plain = await house.as('policy', { javaScriptEnabled: false });
  await plain.goto(rule + '?case=0');
  await plain.fill('#facts input[id*="insured"]', '10');
  await plain.click('#facts button.primary');
  await plain.waitForLoadState();
  assert.match(await text(plain, answer), /72000/);
  await plain.click('#facts button[name=add-past]');
  await plain.waitForLoadState();
  assert.equal(await plain.locator('#facts [name="l.0.rule"]').count(), 1, 'an earlier grant is added');
  assert.equal(new URL(plain.url()).search, '', 'no fact stands in the address');
}

// The same work without JavaScript: sign in, list, document, search, correct a finding.
import { assert, mark, notice, text } from '../harness.mjs';

export default async function withoutScript(house) {
  const page = await house.as('policy', { javaScriptEnabled: false });
  assert.ok(await page.locator('[data-palette]').isHidden(), 'no button that would do nothing');
  const made = notice(mark());
  await page.goto('/documents/import');
  await page.setInputFiles('#files', [made.file]);
  await page.click('main form[data-upload] .button.primary');
  await page.waitForSelector('main button[value=commit]');
  await page.click('main button[value=commit]');
  await page.waitForLoadState();
  await page.goto('/documents');
  await page.fill('main form.sentence [name=q]', made.title);
  await page.click('main form.sentence button');
  await page.waitForLoadState();
  await page.locator('main tbody a', { hasText: made.title }).first().click();
  await page.waitForSelector('main .sheet');
  await page.locator('#a1 .margin .f-figure a.fix').first().click();
  await page.waitForSelector('main form[data-guard]');
  await page.fill('main [name=value]', '245');
  await page.fill('main [name=reason]', '没有脚本也能更正');
  await page.click('main form[data-guard] button[value=correct]');
  await page.waitForSelector('main .sheet');
  assert.match(await text(page, '#a1 .margin'), /245/, 'the correction stands in the margin');
  await page.fill('#find', '就业帮扶');
  await page.press('#find', 'Enter');
  await page.waitForURL(url => url.pathname === '/search');
  assert.ok(await page.locator('.hits > li').count() > 0);
  await page.goto('/places');
  await page.locator('.tree summary').nth(1).click();
  assert.ok(await page.locator('.tree details details[open]').count(), 'the tree opens');
  await page.click('.me summary');
  await page.click('.me button[value=dark]');
  await page.waitForLoadState();
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark');
}

// Everything by keyboard: the skip link, the palette, the shortcuts, rows of a table; theme, size and language stay chosen.
import { assert, text } from '../harness.mjs';

export default async function keyboard(house) {
  const page = await house.as('policy');
  await page.goto('/documents');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip', 'the first stop is the skip link');
  assert.ok(await page.locator('.skip').isVisible());
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main', 'it leads to the text');

  const row = () => page.evaluate(() => [...document.querySelectorAll('main tbody tr[data-href]')].indexOf(document.activeElement));
  for (let i = 0; i < 60 && await row() < 0; i += 1) await page.keyboard.press('Tab');
  assert.equal(await row(), 0, 'Tab comes to the first row');
  await page.keyboard.press('ArrowDown');
  assert.equal(await row(), 1);
  await page.keyboard.press('Home');
  assert.equal(await row(), 0);
  await page.keyboard.press('End');
  const last = await page.locator('main tbody tr[data-href]').count() - 1;
  assert.equal(await row(), last);
  const href = await page.evaluate(() => document.activeElement.dataset.href);
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.pathname === new URL(href, url).pathname);
  await page.keyboard.press('j');
  const one = await page.evaluate(() => document.activeElement.closest('.finding')?.id);
  await page.keyboard.press('j');
  const two = await page.evaluate(() => document.activeElement.closest('.finding')?.id);
  assert.ok(one && two && one !== two, `j walks through the findings: ${one}, ${two}`);

  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.waitForSelector('#palette[open] [role=option]');
  assert.equal(await page.getAttribute('#palette input', 'aria-activedescendant'), 'palette-0');
  await page.keyboard.type('fss');
  await page.waitForFunction(() => /抚顺市/.test(document.querySelector('#palette [role=listbox]').textContent));
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#palette'));
  await page.waitForFunction(() => document.activeElement.tagName !== 'INPUT');
  await page.keyboard.press('/');
  await page.waitForSelector('#palette[open]');
  await page.keyboard.type('责任单位');
  await page.waitForFunction(() => [...document.querySelectorAll('#palette [role=option]')].some(o => o.dataset.href === '/units'));
  for (let i = 0; i < 20; i += 1) {
    if (await page.getAttribute('#palette [aria-selected=true]', 'data-href') === '/units') break;
    await page.keyboard.press('ArrowDown');
  }
  await page.keyboard.press('Enter');
  await page.waitForURL(url => url.pathname === '/units');

  await page.keyboard.press('?');
  assert.ok(await page.isVisible('#shortcuts'));
  await page.keyboard.press('Escape');
  assert.ok(await page.isHidden('#shortcuts'));

  await page.click('.me summary');
  await page.click('.me button[value=dark]');
  await page.click('.me button[value=elder]');
  await page.waitForTimeout(500);
  await page.goto('/documents');
  assert.equal(await page.getAttribute('html', 'data-theme'), 'dark', 'the theme stays');
  assert.equal(await page.getAttribute('html', 'data-size'), 'elder', 'so does the size');
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `in large type the page stays ${wide} px within the window`);
  await page.click('.me > a[hreflang=en]');
  await page.waitForLoadState();
  assert.equal(await page.getAttribute('html', 'lang'), 'en');
  await page.goto('/units');
  assert.equal(await page.getAttribute('html', 'lang'), 'en', 'the language stays');
  assert.match(await text(page, 'h1'), /[A-Za-z]/);
  await page.click('.me > a[hreflang=zh]');
  await page.waitForLoadState();
  await page.goto('/');
  assert.equal(await page.getAttribute('html', 'lang'), 'zh-CN');
}

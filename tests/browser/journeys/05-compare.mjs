// Two sample notices side by side; what is in force on a day; relations; the printed page.
import { assert, noMissing, sample, text } from '../harness.mjs';

export default async function comparing(house) {
  const page = await house.as('policy');
  const first = (await sample(page)).slice('/documents/'.length);
  await page.goto('/documents?q=' + encodeURIComponent('修订'));
  const second = (await page.getAttribute('main tbody th a[href^="/documents/"]', 'href')).split(/[?#]/)[0].slice('/documents/'.length);

  await page.goto('/documents/compare');
  await page.selectOption('[name=left]', decodeURIComponent(first));
  await page.selectOption('[name=right]', decodeURIComponent(second));
  await page.click('main form.sentence button');
  await page.waitForSelector('table.compare');
  assert.ok(await page.locator('table.compare ins, table.compare del').count() > 0, 'differences are marked');
  assert.match(decodeURIComponent(page.url()), /left=.*right=/, 'the comparison has an address');
  const shown = await page.locator('table.compare tbody tr').count();
  await page.selectOption('[name=all]', '1');
  await page.click('main form.sentence button');
  await page.waitForLoadState();
  assert.ok(await page.locator('table.compare tbody tr').count() >= shown, 'all articles are at least the changed ones');
  await noMissing(page);

  await page.goto('/documents/in-force?on=2026-03-01');
  const march = await text(page, 'main table.data');
  await page.goto('/documents/in-force?on=2020-01-01');
  const before = await text(page, 'main');
  assert.match(march, /样例/);
  assert.notEqual(march, before, 'another day, another answer');
  assert.ok(await page.locator('main').getByText('2020-01-01').count() || /2020-01-01/.test(await page.inputValue('[name=on]')));
  await noMissing(page);

  await page.goto(`/documents/${first}/relations`);
  assert.ok(await page.locator('main svg text').count() > 1, 'the drawing has this document and others');
  assert.ok(await page.locator('main table.data tbody tr').count() > 0, 'and a table behind it');
  await noMissing(page);

  await page.goto(`/documents/${first}/print`);
  await page.emulateMedia({ media: 'print' });
  assert.ok(await page.locator('.rail').isHidden(), 'the rail is not printed');
  assert.ok(await page.locator('header.top').isHidden(), 'nor the bar');
  assert.match(await text(page, 'main'), /样政发/);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  assert.ok(pdf.length > 10_000, 'it prints');
}

// An officer brings in a notice, sees what would happen, keeps it, and finds units and figures in the margin. Bad files are refused in words.
import { assert, mark, noMissing, notice, text } from '../harness.mjs';

export async function bring(page, files) {
  await page.goto('/documents/import');
  await page.setInputFiles('#files', files);
  const before = page.url();
  await page.click('main form[data-upload] .button.primary');
  await page.waitForFunction(old => location.href !== old || document.querySelector('.error-summary'), before);
  await page.waitForLoadState();
}

export async function keep(page, file) {
  await bring(page, [file]);
  assert.equal(await page.locator('main tbody tr.bad').count(), 0, 'the file is ready to keep');
  await page.click('main button[value=commit]');
  await page.waitForURL(url => !url.pathname.startsWith('/documents/import'));
}

export default async function importing(house) {
  const page = await house.as('policy');
  const made = notice(mark());
  await page.goto('/documents');
  const before = await page.locator('main tbody tr[data-href]').count();

  await bring(page, [made.file]);
  const row = await text(page, 'main tbody tr');
  assert.ok(row.includes(made.title), `the dry run shows the title: ${row}`);
  assert.match(row, /湖试发〔2026〕\d+号/);
  assert.equal((await page.locator('main tbody tr').first().locator('td.num').first().textContent()).trim(), '3', 'three articles');
  await noMissing(page);
  const other = await page.context().newPage();
  await other.goto('/documents');
  assert.equal(await other.locator('main tbody tr[data-href]').count(), before, 'the dry run keeps nothing');
  await other.close();

  await page.click('main button[value=commit]');
  await page.waitForURL(url => !url.pathname.startsWith('/documents/import'));
  await page.goto('/documents?q=' + encodeURIComponent(made.title));
  await page.locator('main tbody a', { hasText: made.title }).first().click();
  await page.waitForSelector('main .sheet');
  const one = await text(page, '#a1');
  for (const said of ['市人力资源社会保障局', '市统计局', '240', '35']) assert.ok(one.includes(said), `the margin of the first article says ${said}: ${one}`);
  const units = await page.locator('#a1 .margin .f-unit').count();
  assert.equal(units, 2, 'two units');
  assert.equal(await page.locator('#a1 .margin .f-figure').count(), 2, 'two figures');
  await page.hover('#a1 .text a.hl-figure >> nth=0');
  assert.equal(await page.locator('#a1 .margin .finding.lit').count(), 1, 'text and margin light up together');
  await noMissing(page);

  // The same again is not kept twice.
  await bring(page, [made.file]);
  assert.match(await text(page, 'main'), /已在库|已经在|库里已有|库内已有|相同/, 'the same document is recognised');

  // Bad files: an empty one and a picture.
  await bring(page, [
    { name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) },
    { name: 'picture.png', mimeType: 'image/png', buffer: Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001', 'hex') },
  ]);
  const said = await text(page, 'main');
  for (const name of ['empty.txt', 'picture.png']) assert.ok(said.includes(name), `the message names ${name}: ${said}`);
  assert.equal(await page.locator('main button[value=commit]').count(), 0, 'nothing of it can be kept');
  await noMissing(page);
  await page.goto('/documents');
  assert.equal(await page.locator('main tbody tr[data-href]').count(), before + 1, 'one document more, no other');
}

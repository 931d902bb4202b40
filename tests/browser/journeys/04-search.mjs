// Words inside words, traditional characters, half and full width; facets; a citation leads to the cited document; every article has an address.
import { assert, mark, noMissing, notice, sample, text } from '../harness.mjs';
import { keep } from './02-import.mjs';

const find = async (page, words) => {
  await page.goto('/search?q=' + encodeURIComponent(words));
  await noMissing(page);
  return page.$$eval('.hits > li h2 a', links => links.map(a => a.getAttribute('href')));
};

export default async function searching(house) {
  const page = await house.as('policy');
  const made = notice(mark());
  await keep(page, made.file);

  // The index follows the store within moments.
  let hits = [];
  for (let i = 0; i < 20 && !hits.length; i += 1) { hits = await find(page, '工程'); if (!hits.length) await page.waitForTimeout(500); }
  assert.ok(hits.length, '工程 finds 在建工程');
  assert.ok((await page.locator('.hits mark').allTextContents()).some(t => t.includes('工程')), 'what was found is marked');

  const simplified = await find(page, '重点人群就业帮扶'), traditional = await find(page, '重點人群就業幫扶');
  assert.ok(simplified.length, 'the sample is found');
  assert.deepEqual(traditional, simplified, 'traditional characters find the same');
  const half = await find(page, '320户'), full = await find(page, '３２０户');
  assert.ok(half.length);
  assert.deepEqual(full, half, 'full width finds the same as half width');
  assert.equal((await find(page, '绝无此词之词')).length, 0);
  assert.ok(await page.locator('.empty').count(), 'nothing found is said in words, with what to try');

  // A facet narrows, and can be taken back.
  await find(page, '登记 OR 监测');
  await find(page, '通知');
  const all = await page.locator('.hits > li').count();
  const facet = page.locator('main aside dl.facts a').first();
  const label = (await facet.textContent()).trim();
  await facet.click();
  await page.waitForLoadState();
  assert.ok((await text(page, 'main aside')).includes(label), 'the chosen facet is shown');
  assert.ok(await page.locator('.hits > li').count() <= all);
  await page.locator('main aside h3 + p a').first().click();
  await page.waitForLoadState();
  assert.equal(await page.locator('.hits > li').count(), all, 'and back');

  // The amending sample cites the first one: the citation is a link to it.
  const first = await sample(page);
  await page.goto('/documents?q=' + encodeURIComponent('修订'));
  await page.locator('main tbody th a[href^="/documents/"]').first().click();
  await page.waitForSelector('main .sheet');
  const said = page.locator(`.margin a[href^="${first}"]`).first();
  assert.ok(await said.count(), 'the citation leads to the cited document');
  await said.click();
  await page.waitForLoadState();
  assert.ok(page.url().includes(first), page.url());

  // The address of an article, opened by somebody else.
  await page.goto(first);
  const link = page.locator('.sheet h3.no a').nth(1);
  const address = await link.getAttribute('href'), number = (await link.textContent()).trim();
  const other = await house.as('analyst');
  await other.goto(address);
  assert.equal((await text(other, '.art .no')), number, 'the same article');
  await noMissing(other);
}

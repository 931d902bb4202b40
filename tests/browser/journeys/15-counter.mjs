// A day at the counter, from the person to the money and back to the reason: a clerk registers a known person and counts the keys; applies for another; a second person
// decides; three people pay; and afterwards anybody in the office finds from the person why they were paid. Once in each language.
import { assert, noMissing, passwords, text, tried } from '../harness.mjs';

const county = '211002';

// Keys that are typed on a page, apart from the number of a card.
async function counted(page) {
  await page.addInitScript(() => { window.keys = 0; addEventListener('keydown', () => { sessionStorage.keys = 1 + Number(sessionStorage.keys || 0); }, true); });
  return async () => Number(await page.evaluate(() => sessionStorage.keys || 0));
}

async function registers(house, lang, person) {
  const page = await house.as('clerk');
  const keys = await counted(page);
  await page.goto('/registers/unemployment/new?lang=' + lang);
  await noMissing(page);
  const begun = Date.now();
  await page.locator('#who').pressSequentially(person.number);
  const before = await keys();
  // A day is eight keys; everything else is chosen.
  const since = page.locator('[name="f.since"]');
  await since.focus();
  await since.pressSequentially('04302020');
  if (await since.inputValue() !== '2020-04-30') await since.fill('2020-04-30');
  await page.selectOption('[name="f.cause"]', 'other_origin');
  await page.selectOption('[name="f.channel"]', 'counter');
  await page.selectOption('[name="f.at"]', 'household');
  if (!await page.inputValue('#source')) await page.fill('#source', '身份证');
  await Promise.all([page.waitForNavigation(), page.click('.save-bar button.primary')]);
  // On a store that a run was on before, one open spell is all there may be.
  const there = /未终止|open registration/.test(await text(page, 'main'));
  assert.ok(there || !new URL(page.url()).pathname.endsWith('/new'), 'the entry is made');
  const typed = (await keys()) - before;
  const seconds = (Date.now() - begun) / 1000;
  assert.ok(typed <= 12, `${typed} keys beyond the number`);
  assert.ok(seconds <= 60, `${seconds} s`);
  await noMissing(page);
  assert.ok(!(await page.content()).includes(person.number), 'the number is not shown in full');
  await page.context().close();
  return `${typed} keys, ${seconds.toFixed(1)} s${there ? ' (registered before)' : ''}`;
}

// Found by number at the counter, applied for, checked and sent.
async function applies(house, lang, person) {
  const page = await house.as('clerk');
  await page.goto('/service?lang=' + lang);
  await page.fill('form[action="/service/find"] [name=number]', person.number);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/service/find"] button')]);
  assert.ok((await text(page, 'main')).includes(person.name[0] + '*'), 'the counter sees whom it is for, the name covered');
  await Promise.all([page.waitForURL(/tuition-refunded\/new/), page.locator('main a[href*="/service/tuition-refunded/new"]').first().click()]);
  await noMissing(page);
  await Promise.all([page.waitForURL(/service\/applications\/./), page.click('form[action="/service/start"] button.primary')]);
  await noMissing(page);
  await Promise.all([page.waitForURL(/\/check/), page.click('button[name=go][value=check]')]);
  await noMissing(page);
  assert.ok(await page.locator('.tag-done').count() > 0, 'the law grants it before anything is sent');
  await Promise.all([page.waitForURL(url => !/\/check$/.test(url.pathname)), page.click('form[action$="/send"] button.primary')]);
  const link = page.locator('main a[href^="/service/cases/"]').first();
  if (!/\/service\/cases\/./.test(page.url())) await Promise.all([page.waitForURL(/service\/cases\/./), link.click()]);
  const address = new URL(page.url()).pathname;
  await Promise.all([page.waitForNavigation(), page.click('button[name=act][value=pass]')]);
  await noMissing(page);
  assert.equal(await page.locator('button[name=act][value=grant]').count(), 0, 'who examined cannot decide');
  await page.context().close();
  return address;
}

async function decides(house, lang, address) {
  const page = await house.as('reviewer');
  await page.goto(address + '?lang=' + lang);
  await noMissing(page);
  await Promise.all([page.waitForNavigation(), page.click('button[name=act][value=grant]')]);
  await noMissing(page);
  assert.ok(await page.locator('a[href^="/law/decisions/"]').count() > 0, 'decision and reasons stand on the case');
  await page.context().close();
}

async function pays(house, lang) {
  const clerk = await house.as('clerk');
  await clerk.goto('/money/batches?lang=' + lang);
  await clerk.selectOption('#m-fund', 'public-finance');
  await clerk.fill('#m-place', county);
  await clerk.fill('#m-year', '2020');
  await Promise.all([clerk.waitForNavigation(), clerk.click('button[value=preview]')]);
  await noMissing(clerk);
  await Promise.all([clerk.waitForURL(/money\/batches\/./), clerk.click('button[value=make]')]);
  const address = new URL(clerk.url()).pathname;
  assert.equal(await clerk.locator('#c-pass').count() + await clerk.locator('#p-pass').count(), 0, 'who made it neither checks nor pays');
  await clerk.context().close();

  const reviewer = await house.as('reviewer');
  await reviewer.goto(address);
  await noMissing(reviewer);
  await reviewer.fill('#c-pass', 'not the password');
  await reviewer.click('button[value=check]');
  await reviewer.waitForSelector('.error-summary');
  await reviewer.fill('#c-pass', passwords.reviewer);
  await Promise.all([reviewer.waitForURL(/done=money-check/), reviewer.click('button[value=check]')]);
  await reviewer.context().close();

  const cashier = await house.as('cashier');
  await cashier.goto(address + '?lang=' + lang);
  await cashier.fill('#p-pass', passwords.cashier);
  await Promise.all([cashier.waitForURL(/done=money-pay/), cashier.click('button[value=pay]')]);
  await noMissing(cashier);
  const [file] = await Promise.all([cashier.waitForEvent('download'), cashier.click(`a[href="${address}/file"]`)]);
  const sent = await bytes(file);
  const rows = sent.toString('utf8').trim().split(/\r?\n/).map(line => line.split(','));
  const head = rows.shift(), total = rows.pop();
  const at = name => head.indexOf(name);
  const back = ['批次号,序号,金额,结果,银行流水号,原因,日期', ...rows.map(row => [row[at('批次号')], row[at('序号')], row[at('金额')], '成功', 'J' + row[at('序号')], '', '2020-06-22'].join(',')), total.join(',')].join('\n') + '\n';
  await cashier.setInputFiles('#s-file', { name: 'result.csv', mimeType: 'text/csv', buffer: Buffer.from(back, 'utf8') });
  await Promise.all([cashier.waitForURL(/done=money-settle/), cashier.click('form[action$="/result"] button')]);
  await noMissing(cashier);
  await cashier.context().close();
}

async function bytes(download) {
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  return Buffer.concat(parts);
}

// Nobody is asked: from the person to the case, the decision, the rule and its article.
async function asksWhy(house, lang, person) {
  const page = await house.as('clerk');
  await page.goto('/persons?lang=' + lang);
  await page.fill('#q', person.number);
  await Promise.all([page.waitForNavigation({ timeout: 30_000 }), page.press('#q', 'Enter')]);
  if (!/\/persons\/./.test(page.url())) await Promise.all([page.waitForURL(/persons\/./), page.locator('main tbody th a').first().click()]);
  await noMissing(page);
  const id = new URL(page.url()).pathname.split('/')[2];
  await page.goto('/money/book?year=2020&payee=' + id);
  await noMissing(page);
  const line = page.locator('main tbody tr').first();
  assert.ok(await line.locator('a[href^="/money/batches/"]').count() > 0, 'the payment leads to its batch');
  await Promise.all([page.waitForURL(/law\/decisions\/./), line.locator('a[href^="/law/decisions/"]').click()]);
  await noMissing(page);
  assert.match(await text(page, 'main'), /第十二条|12/, 'the article stands on the decision');
  await page.context().close();
}

export default async function counter(house) {
  const said = [];
  for (const [at, lang] of ['zh', 'en'].entries()) {
    const someone = tried('register')[at], entitled = tried('apply')[at];
    assert.ok(someone && entitled, 'the demo names people to try things with');
    said.push(`${lang}: ${await registers(house, lang, someone)}`);
    const address = await applies(house, lang, entitled);
    await decides(house, lang, address);
    await pays(house, lang);
    await asksWhy(house, lang, entitled);
  }
  return said.join('; ');
}

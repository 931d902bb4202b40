// Every main page, one of each sort, in both languages, light and dark, on a desk and on a phone: nothing axe finds against WCAG 2.2 AA, nothing
// wider than the window, no missing text, no page beyond its budget of 100 KB.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { assert, loaded, sample, signIn } from '../harness.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const budget = 100 * 1024;
// Each two of language, colours and width meet in some mode; all three together say nothing that two did not.
const modes = [
  { lang: 'zh', colorScheme: 'light', width: 1366 }, { lang: 'en', colorScheme: 'dark', width: 1366 },
  { lang: 'en', colorScheme: 'light', width: 390 }, { lang: 'zh', colorScheme: 'dark', width: 390 },
];

async function addresses(house) {
  const policy = await house.as('policy');
  const doc = await sample(policy);
  await policy.goto(doc);
  const finding = await policy.getAttribute('.sheet .finding a.fix', 'href');
  const article = await policy.getAttribute('.sheet h3.no a', 'href');
  await policy.goto('/units');
  const unit = await policy.getAttribute('main tbody th a', 'href');
  await policy.goto('/pack');
  const pack = await policy.getAttribute('main tbody th a', 'href');
  await policy.goto('/law');
  const law = await policy.getAttribute('main tbody th a', 'href');
  await policy.goto('/rules?kind=benefit');
  const rule = await policy.getAttribute('main tbody th a', 'href');
  const all = await ids(policy, doc);
  const system = await house.as('system');
  await system.goto('/accounts');
  const account = await system.getAttribute('main tbody th a', 'href');
  const security = await house.as('security');
  await security.goto('/grants');
  const grant = await security.getAttribute('main tbody a[href^="/grants/"]', 'href');
  const audit = await house.as('audit');
  await audit.goto('/audit');
  const record = await audit.getAttribute('main tbody th a', 'href');
  const own = await monitored(house);
  const day = await counted(house);
  await house.close();
  return {
    nobody: ['/', '/login', '/help', '/help/accessibility', '/api', '/problems', '/problems/not_found', '/no-such-page',
      '/rules', '/rules?q=' + encodeURIComponent('补贴') + '&place=210400&on=2020-07-01', '/rules?q=zzzz&on=x', rule, '/entitlements', '/bulletins', own.bulletin, '/market/public', ...day.nobody],
    policy: ['/', '/documents', '/documents?q=' + encodeURIComponent('没有这样的文件'), doc, finding, article, article + '/add', doc + '/print', doc + '/relations', doc + '/implementation', '/documents/import', '/documents/compare', all,
      '/documents/in-force', '/measures', '/search', '/search?q=' + encodeURIComponent('工程'), '/search?q=' + encodeURIComponent('没有的词'), '/places', '/places?asof=2009-12-31', '/places/210000', '/places/211000', '/places/211000/compare', '/places/list?q=fss', '/places/list?q=zzzz', '/units', unit, '/pack', pack, '/law', law, '/law/of/FS2020', '/law/try/fs_refund_difficult?case=5', '/law/try/fs_hiring_by_fees', '/rules/r_hiring_subsidy_by_fees', '/law/conflicts', '/law/findings', '/rules', rule, '/jobs', '/profile', '/profile/password', '/profile/tokens', '/audit', '/documents/no-such-document', '/help'],
    system: ['/', '/accounts', '/accounts/new', account, '/jobs', '/places/import'],
    security: ['/', '/grants', '/grants/new', grant, '/access/who', '/access/who?permission=documents.read&place=210000', '/access/why', '/access/why?account=policy&permission=documents.read&place=210000', '/access/matrix'],
    audit: ['/', '/audit', record, '/audit/verify', '/audit?who=nobody-of-this-name'],
    jobseeker: ['/', ...day.jobseeker],
    analyst: ['/', '/cockpit', '/cockpit?place=210100', '/cockpit?place=211002', '/cockpit?wall=1', '/cockpit/method', '/cockpit/watch', '/warnings', '/warnings?state=all', '/warnings/chain', '/warnings/rules', '/warnings/plans', '/warnings/upward',
      '/figures', month + '&items=end_staff&reach=children&view=map', month + '&items=end_staff&reach=children&view=chart&from=2019-06&to=2020-05', month + '&items=end_staff&dim=industry&view=list', own.drill,
      '/reporting', '/reporting/forms', own.form, own.indicator, '/reporting/panels', '/reporting/panels/enterprises', '/reporting/panels/enterprises/series', '/cases', '/cases?state=all', ...own.cases,
      '/market', '/market/movement', '/market/demand', '/market/sources', '/layoffs', own.notice, '/layoffs/lead', '/layoffs/risks', '/layoffs/incidents', '/employers', own.firm, '/bulletins', own.bulletin],
    reviewer: day.reviewer,
    cashier: day.cashier,
    counter: day.counter,
    clerk: ['/', ...day.clerk, '/reporting', '/reporting/queue?form=enterprise-monthly&period=2020-05', '/reporting/missing?form=enterprise-monthly&period=2020-05', '/reporting/files', '/layoffs/new', '/cases'],
    employer: ['/', '/reports', own.report, '/layoffs', '/layoffs/new'],
  };
}

const month = '/figures?form=enterprise-monthly&from=2020-05&place=210000';

// One of each thing that the demo's offices made: found on the lists, as a person would.
async function monitored(house) {
  const analyst = await house.as('analyst');
  await loaded(analyst);
  const first = async (path, selector) => { await analyst.goto(path); return analyst.locator(selector).first().getAttribute('href'); };
  const cases = [];
  for (const kind of ['signal', 'layoff']) cases.push(await first('/cases?state=all&kind=' + kind, 'main tbody th a'));
  const made = {
    cases, drill: await first(month + '&items=end_staff', 'main tbody a[href^="/figures/drill"]'), form: '/reporting/forms/enterprise-monthly', indicator: '/reporting/indicators/gross-job-loss',
    notice: await first('/layoffs?state=all', 'main tbody th a'), firm: await first('/employers', 'main tbody th a'), bulletin: await first('/bulletins', 'main tbody a[href^="/bulletins/"]'),
  };
  const employer = await house.as('employer');
  await employer.goto('/reports');
  const report = employer.locator('main a[href^="/reports/"]').first();
  made.report = await report.count() ? await report.getAttribute('href') : '/reports';
  return made;
}

// Links of a page, one for each pattern: one page of each sort is enough.
async function met(page, path, ...patterns) {
  await page.goto(path);
  const links = await page.$$eval('main a[href]', all => all.map(a => a.getAttribute('href')));
  return patterns.map(pattern => {
    const found = links.find(href => pattern.test(href));
    assert.ok(found, `${path} leads to no ${pattern}`);
    return found;
  });
}

// A day at the counter: registers, services, money, posts, each role at what it does.
async function counted(house) {
  const clerk = await house.as('clerk');
  const [person] = await met(clerk, '/registers/unemployment', /^\/registers\/unemployment\/entries\/[^/]+$/);
  const [card, own] = await met(clerk, person, /\/certificate$/, /^\/persons\/[^/?]+$/);
  const [moving] = await met(clerk, own, /^\/transfers\/new/);
  const [household] = await met(clerk, '/households', /^\/households\/[^/?]+$/);
  const [kept] = await met(clerk, '/service/cases', /^\/service\/cases\/[^/?]+$/);
  const [programme] = await met(clerk, '/service', /^\/service\/[^/]+\/new/);
  const [counts] = await met(clerk, '/service/statistics', /programme=/);
  const [behind] = await met(clerk, counts, /^\/service\/statistics\/cases/);
  const [fund] = await met(clerk, '/money', /^\/money\/funds\//);
  const [batch] = await met(clerk, '/money/batches', /^\/money\/batches\/[^/?]+$/);
  const table = '/registers/unemployment/counts/by-cause';
  const [made] = await met(clerk, table, /key=/);
  const counter = await house.as('counter');
  const [round] = await met(counter, '/posts', /^\/posts\/rounds\/[^/?]+$/);
  const reviewer = await house.as('reviewer');
  const [decided] = await met(reviewer, '/service/together', /^\/service\/cases\/[^/?]+$/);
  const jobseeker = await house.as('jobseeker');
  const [mine] = await met(jobseeker, '/my', /^\/service\/cases\/[^/?]+$/);
  const nobody = await (await house.desk()).page();
  const [services, figures] = await met(nobody, '/statistics', /^\/statistics\/services$/, /^\/statistics\/(?!services)[^/]+\/[^/]+$/);
  return {
    nobody: ['/publicity', '/publicity?archive=1', '/progress', '/verify', '/verify?n=2110022020000001&c=ABCDEF', '/service', programme, '/statistics', services, figures, '/registers/domestic-company/lookup', round + '/public'],
    clerk: ['/persons', own, own + '/looks', '/persons/new', '/persons/files', '/persons/duplicates', '/households', household, '/registers', '/registers/unemployment', person, card, '/registers/unemployment/new', '/registers/unemployment/import', table, made,
      '/transfers', moving, '/duties', '/service', programme, '/service/cases', kept, '/service/offers', '/service/statistics', counts, behind, '/money', fund, '/money/budgets', '/money/batches', batch, '/money/book', '/money/ledger', '/posts'],
    reviewer: ['/service/together', decided, batch],
    cashier: ['/money/batches', batch],
    counter: [round],
    jobseeker: ['/my', '/my/looks', '/service', mine],
  };
}

async function ids(page, doc) {
  await page.goto('/documents');
  const hrefs = await page.$$eval('main tbody th a[href^="/documents/"]', links => links.map(a => a.getAttribute('href').split(/[?#]/)[0].slice(11)));
  const left = doc.slice(11), right = hrefs.find(id => id !== left);
  return `/documents/compare?left=${left}&right=${right}`;
}

async function look(page, path, mode, found) {
  const say = what => found.push(`${path} [${mode.lang} ${mode.colorScheme} ${mode.width}] ${what}`);
  const answer = await page.goto(path);
  const body = await answer.body();
  if (answer.status() >= 500) say(`answered ${answer.status()}`);
  // A whole document, or all that a pack asks of one, is as long as the document is.
  if (body.length > budget && !/^\/(documents|pack|law\/of)\/[^/?]+(\/print)?$/.test(path)) say(`is ${Math.round(body.length / 1024)} KB, more than 100 KB`);
  const html = body.toString('utf8');
  if (html.includes('⟦')) say(`misses the text ${/⟦[^⟧]*⟧?/.exec(html)[0]}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) say(`is ${wide} px wider than the window`);
  const heads = await page.locator('h1').count();
  if (heads !== 1) say(`has ${heads} headings of the first level`);
  const lang = await page.getAttribute('html', 'lang');
  if (!lang.startsWith(mode.lang)) say(`is in ${lang}`);
  await page.evaluate(axe);
  const result = await page.evaluate(values => window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }), tags);
  for (const v of result.violations) say(`${v.id}: ${v.nodes.slice(0, 3).map(n => `${n.target.join(' ')} ${n.html.slice(0, 140)} ${(n.any[0] || n.all[0] || n.none[0] || { message: '' }).message}`).join(' | ')}`);
  return body.length;
}

async function sweep(house, mode, pages, found, sizes) {
  for (const [who, paths] of Object.entries(pages)) {
    const desk = await house.desk({ viewport: { width: mode.width, height: mode.width === 390 ? 844 : 768 }, colorScheme: mode.colorScheme, bypassCSP: true });
    const page = await desk.page();
    page.setDefaultTimeout(30_000);
    if (who !== 'nobody') await signIn(page, who);
    await page.goto('/?lang=' + mode.lang);
    for (const path of paths) sizes.push([await look(page, path, mode, found), path]);
    await desk.context.close();
  }
}

export default async function everyPage(house) {
  const pages = await addresses(house);
  const found = [], sizes = [], waiting = [...modes];
  const lane = async () => { for (let mode = waiting.shift(); mode; mode = waiting.shift()) await sweep(house, mode, pages, found, sizes); };
  await Promise.all([lane(), lane()]);
  assert.equal(found.length, 0, `${found.length} findings on ${sizes.length} pages:\n  ${found.join('\n  ')}`);
  const [bytes, path] = sizes.reduce((a, b) => (b[0] > a[0] ? b : a));
  return `${sizes.length} pages without a finding; the heaviest is ${path} with ${Math.round(bytes / 1024)} KB before compression`;
}

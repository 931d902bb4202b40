// What every journey stands on: the browser, who may sign in, and the few moves all journeys share.
// It must never know an identifier of a document or a password of its own: it reads both from the running demo.
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const here = dirname(fileURLToPath(import.meta.url));
export const shots = join(here, 'shots');
export const base = (process.env.ANYE_URL || 'http://127.0.0.1:8020').replace(/\/$/, '');
export { assert };

const printed = process.env.ANYE_DEMO_OUT ? readFileSync(process.env.ANYE_DEMO_OUT, 'utf8') : '';
export const passwords = Object.fromEntries([...printed.matchAll(/^\s+([a-z]+)\s+(demo-\S+)/gm)].map(line => [line[1], line[2]]));

// Made-up people of the demo and what they are good for: register, apply, paid.
const people = [...printed.matchAll(/^\s+(\S+)\s+(2199\d{13}[\dX])\s+(142\d{8})\s+([a-z]+)\s*$/gm)].map(([, name, number, phone, what]) => ({ name, number, phone, what }));
export const tried = what => people.filter(one => !what || one.what === what);

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--no-default-browser-check'],
  });
}

// The synthetic reports of the demo are loaded in the background: waits until the last thing, the bulletin of May, is there.
export async function loaded(page) {
  for (let n = 0; n < 300; n++) {
    await page.goto('/bulletins');
    if (await page.locator('main tbody a[href^="/bulletins/"]').count()) return;
    await page.waitForTimeout(2000);
  }
  throw new Error('the synthetic reports were not loaded in ten minutes');
}

// One person at one desk. Errors of the page and refusals of the content policy are kept and fail the journey.
export class Desk {
  constructor(context, trouble) { this.context = context; this.trouble = trouble; }

  async page() {
    const page = await this.context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', error => this.trouble.push(`script error on ${page.url()}: ${error.message}`));
    page.on('console', line => { if (/Content Security Policy/.test(line.text())) this.trouble.push(`content policy on ${page.url()}: ${line.text()}`); });
    page.on('request', request => { if (!request.url().startsWith(base) && !request.url().startsWith('data:') && !request.url().startsWith('about:') && !request.url().startsWith('blob:')) this.trouble.push(`request to another host: ${request.url()}`); });
    return page;
  }
}

export class House {
  constructor(browser) { this.browser = browser; this.desks = []; this.trouble = []; this.states = new Map(); }

  async desk(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'zh-CN', baseURL: base, ...options });
    const desk = new Desk(context, this.trouble);
    this.desks.push(desk);
    return desk;
  }

  // A page of somebody who is signed in.
  async as(login, options = {}) {
    const desk = await this.desk(options);
    const page = await desk.page();
    await signIn(page, login);
    return page;
  }

  async shoot(name) {
    mkdirSync(shots, { recursive: true });
    const saved = [];
    for (const [i, desk] of this.desks.entries()) {
      for (const [j, page] of desk.context.pages().entries()) {
        const path = join(shots, `${name}-${i}-${j}.png`);
        await page.screenshot({ path, fullPage: true, timeout: 10_000 }).then(() => saved.push(`${path} (${page.url()})`)).catch(() => {});
      }
    }
    return saved;
  }

  async close() { for (const desk of this.desks) await desk.context.close().catch(() => {}); this.desks = []; }
}

export async function signIn(page, login, password = passwords[login]) {
  assert.ok(password, `the demo printed no password for ${login}`);
  await page.goto('/login');
  await page.fill('[name=login]', login);
  await page.fill('[name=password]', password);
  await Promise.all([page.waitForURL(url => !url.pathname.startsWith('/login')), page.click('main form[method=post] button.primary')]);
}

// Ids of the library's documents, by a word of the title.
export async function documentBy(page, word) {
  await page.goto('/documents?q=' + encodeURIComponent(word));
  const links = page.locator('main tbody a[href^="/documents/"]').filter({ hasText: word });
  assert.ok(await links.count() > 0, `no document in the library whose title holds ${word}`);
  return (await links.first().getAttribute('href')).split(/[?#]/)[0];
}

export async function sample(page) {
  await page.goto('/documents');
  for (const link of await page.locator('main tbody th a[href^="/documents/"]').all()) {
    const text = await link.textContent();
    if (/样例/.test(text) && !/修订|修改/.test(text)) return (await link.getAttribute('href')).split(/[?#]/)[0];
  }
  throw new Error('the demo has no sample notice');
}

// An invented notice. Every run has its own number, so that a second run on the same store is not the same document.
export function notice(mark) {
  const title = `湖畔市关于做好试用工种登记${mark}的通知`;
  const text = `${title}\n\n湖试发〔2026〕${mark}号\n\n（本文为浏览器检查所用，内容全部虚构。）\n\n各县（市、区）人民政府，市政府各部门：\n\n　　为做好试用工种登记，现将虚构事项通知如下：\n\n一、登记范围\n\n（一）登记工种。全市登记试用工种不少于240个，其中新工种占比不低于35%。每年6月30日前完成一次更新。（牵头单位：市人力资源社会保障局；配合单位：市统计局）\n\n（二）公布结果。登记后15日内向社会公布，在建工程所用工种单独列出。（责任单位：市人力资源社会保障局、市住房城乡建设局）\n\n二、登记费用\n\n（三）给予补助。每登记1个工种补助600元，每年最高不超过3万元。本通知自2026年2月1日起施行，有效期3年。（市财政局）\n\n湖畔市人民政府（虚构）\n2026年1月20日\n`;
  return { title, text, file: { name: `notice-${mark}.txt`, mimeType: 'text/plain', buffer: Buffer.from(text, 'utf8') } };
}

let marks = 0;
export const mark = () => String(100 + (Math.floor(Date.now() / 10_000) + 1000 * marks++) % 9000);
export const text = async (page, selector) => ((await page.textContent(selector)) || '').replace(/\s+/g, ' ').trim();
export const title = async page => text(page, 'h1');
export const noMissing = async page => assert.ok(!(await page.content()).includes('⟦'), `a text is missing on ${page.url()}`);

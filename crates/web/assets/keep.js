// keep.js — poor networks: a form that saves itself while one types, with a copy on this device; and what one sends waits on this
// device until it has arrived, under the same id however often it is sent. The pages work without it.
(() => {
  'use strict';
  const doc = document, frame = doc.getElementById('words'), words = frame ? frame.dataset : {};
  // Signing out clears everything under this beginning.
  const beginning = 'anye:draft:' + (words.person || '') + ':';
  const make = (tag, cls, text) => { const el = doc.createElement(tag); if (cls) el.className = cls; if (text != null) el.textContent = text; return el; };
  const press = (text, fn) => { const b = make('button', 'button slim quiet', text); b.type = 'button'; b.addEventListener('click', fn); return b; };
  const store = {
    get: key => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); return true; } catch (e) { return false; } },
    del: key => { try { localStorage.removeItem(key); } catch (e) { /* nothing was kept */ } },
    keys: () => { try { return Object.keys(localStorage); } catch (e) { return []; } },
  };
  const fresh = () => [...crypto.getRandomValues(new Uint8Array(16))].map(n => n.toString(16).padStart(2, '0')).join('');
  const clock = () => new Date().toTimeString().slice(0, 8);
  const problem = () => doc.querySelector('.error-summary');

  // Boxes of which any may be ticked are kept together in one field beside them.
  const boxes = el => [...el.parentElement.querySelectorAll('input[type=checkbox]')];
  doc.addEventListener('change', e => {
    const group = e.target.type === 'checkbox' && e.target.closest('[role=group]'), el = group && group.querySelector('[data-many]');
    if (!el) return;
    el.value = boxes(el).filter(box => box.checked).map(box => box.value).join('、');
    el.dispatchEvent(new Event('input', { bubbles: true }));
  });

  // ---- A form that saves itself: at most five seconds after a change, or as soon as the connection is back ----
  // own: key, url, told, fields(), saved(answer) → whether all of it could be read, and if wished body(), check(), compare().
  const keep = (form, own) => {
    const said = form.dataset, told = own.told, version = form.elements.version;
    const values = () => Object.fromEntries(own.fields().filter(el => !el.readOnly && (el.type !== 'radio' || el.checked)).map(el => [el.name, el.value]));
    const body = () => { const b = new URLSearchParams(new FormData(form)); b.delete('_once'); return b; };
    const say = (state, text) => { told.dataset.state = state; told.textContent = text; };
    // A request that nobody answered is sent again as it was, before anything newer.
    let pending = null, dirty = false, busy = false, since = 0, saving = 0, checking = 0, stopped = false;
    const local = () => store.set(own.key, { at: Date.now(), version: version.value, values: values(), pending });
    const drop = () => store.del(own.key);
    const stop = text => { stopped = true; dirty = true; local(); say('failed', text); };
    const put = kept => own.fields().forEach(el => {
      if (el.readOnly || !(el.name in kept)) return;
      if (el.type === 'radio') el.checked = el.value === kept[el.name]; else el.value = kept[el.name];
      if ('many' in el.dataset) boxes(el).forEach(box => { box.checked = el.value.split('、').includes(box.value); });
    });
    const save = () => {
      clearTimeout(saving);
      if (busy || stopped || !(dirty || pending)) return Promise.resolve();
      busy = true;
      if (!pending) {
        const b = body();
        b.set('_once', fresh());
        pending = b.toString();
        dirty = false;
        since = 0;
      }
      const again = new URLSearchParams(pending);
      again.set('_csrf', words.csrf || again.get('_csrf') || '');
      return fetch(own.url, { method: 'POST', body: again, headers: { accept: 'application/json' } })
        .then(r => {
          if (r.status === 412) { pending = null; stop(said.stale); if (own.compare) own.compare(told); throw new Error('stale'); }
          if (r.status >= 400 && r.status < 500 && r.status !== 429) return r.json().then(p => { pending = null; stop(said.refused + ' ' + p.title); throw new Error('refused'); });
          if (!r.ok) throw new Error(r.status);
          return r.json();
        })
        .then(answer => {
          pending = null;
          version.value = answer.version;
          if (answer.changed) put(answer.changed);       // what somebody else wrote meanwhile, where this form had not touched it
          const whole = own.saved ? own.saved(answer, dirty) : true;
          if (!dirty && whole) drop(); else local();
          if (dirty) say('unsaved', said.typing); else say(whole ? 'saved' : 'unsaved', (whole ? said.savedat : said.partly) + ' ' + clock());
        })
        .catch(() => {
          if (stopped) return;
          local();
          say('failed', said.offline);
          saving = setTimeout(save, 5000);
        })
        .finally(() => { busy = false; if (dirty && !stopped && told.dataset.state !== 'failed') later(); });
    };
    const later = () => {
      since = since || Date.now();
      clearTimeout(saving);
      saving = setTimeout(save, Date.now() - since > 3500 ? 0 : 1500);
    };
    const touched = () => {
      dirty = true;
      local();
      if (!stopped) { if (told.dataset.state !== 'failed') say('unsaved', said.typing); later(); }
      clearTimeout(checking);
      if (own.check) checking = setTimeout(own.check, 250);
    };
    form.addEventListener('input', touched);
    form.addEventListener('submit', () => {
      try { sessionStorage.setItem('anye:kept', own.key); } catch (e) { /* the copy stays */ }
      local();
      dirty = false;
      pending = null;
      clearTimeout(saving);
    });
    window.addEventListener('online', () => save());
    window.addEventListener('pagehide', () => { if (dirty || pending) local(); });
    window.addEventListener('keydown', e => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') { e.preventDefault(); e.stopImmediatePropagation(); dirty = true; save(); }
    }, true);
    // What was kept on this device.
    const old = store.get(own.key);
    if (old && !problem()) {
      const now = values(), differs = Object.keys(old.values).some(name => name in now && old.values[name] !== now[name]);
      const newer = Number(said.changed) > old.at;
      if (!differs || (newer && !own.compare)) drop();
      else {
        put(old.values);
        // Typed over what stood there then: what somebody else wrote since is not lost unseen.
        if (newer && old.version) version.value = old.version;
        pending = old.pending || null;
        say('unsaved', said.local + ' ');
        told.append(press(said.discard, () => { drop(); location.reload(); }));
        dirty = true;
        saving = setTimeout(save, 3000);
      }
    }
    return { touched };
  };
  // A copy is dropped only once the page after sending has come without a problem.
  try {
    const key = sessionStorage.getItem('anye:kept');
    sessionStorage.removeItem('anye:kept');
    if (key && !problem() && !doc.querySelector('form[data-keep], form[data-report]')) store.del(key);
  } catch (e) { /* nothing was kept */ }
  window.anye = Object.assign(window.anye || {}, { keep, beginning });

  const begin = () => doc.querySelectorAll('form[data-keep]').forEach(form => {
    const own = el => el.name && el.name.includes('.') && el.type !== 'hidden' && el.type !== 'checkbox';
    const fields = () => [...form.elements].filter(own);
    const first = el => (el.tagName === 'SELECT' ? [...el.options].filter(o => o.defaultSelected).map(o => o.value)[0] || '' : el.defaultValue);
    const was = Object.fromEntries(fields().filter(el => el.type !== 'radio').map(el => [el.name, first(el)]));
    // What stood there when one began goes along, so that only what two people changed is asked about.
    form.addEventListener('formdata', e => fields().forEach(el => { if (el.name in was && el.value !== was[el.name]) e.formData.set('was:' + el.name, was[el.name]); }));
    keep(form, {
      key: beginning + form.dataset.keep, url: form.dataset.keepUrl, told: form.querySelector('[data-saved]'), fields,
      saved: answer => { Object.assign(was, answer.changed || {}); return true; },
      compare: told => told.append(' ', press(form.dataset.compare, () => {
        const go = make('input');
        go.type = 'hidden';
        go.name = 'go';
        go.value = 'stay';
        form.append(go);
        form.submit();
      })),
    });
  });
  begin();
  doc.addEventListener('anye:main', begin);              // the page was put in place of the one before

  // ---- What waits to be sent -------------------------------------------------------------------
  const queue = beginning + 'queue:';
  const waiting = () => store.keys().filter(key => key.startsWith(queue)).map(key => ({ key, ...store.get(key) })).filter(one => one.body).sort((a, b) => a.at - b.at);
  let flushing = false, again = 0, away = false;
  const here = new Map();                                // entries of forms on this page
  // Sent as the browser itself would: the page then shows the server's answer.
  const natively = one => {
    const form = make('form');
    form.method = 'post';
    form.action = one.action;
    form.hidden = true;
    const pairs = new URLSearchParams(one.body);
    pairs.set('_csrf', words.csrf || '');
    pairs.forEach((value, name) => { const field = make('input'); field.type = 'hidden'; field.name = name; field.value = value; form.append(field); });
    store.del(one.key);
    doc.body.append(form);
    form.submit();
  };
  const release = key => {
    const form = here.get(key);
    if (!form) return;
    here.delete(key);
    [...form.querySelectorAll('button')].forEach(b => { b.disabled = false; });
    const told = form.querySelector('[data-queued]');
    if (told) told.remove();
  };
  const line = (one, text, ...parts) => { const p = make('p', '', one.title + ' — ' + text + ' '); p.dataset.queueState = one.state || 'waiting'; p.append(...parts); return p; };
  const show = sent => {
    const all = waiting();
    let bar = doc.getElementById('queue');
    if (!bar && !all.length && !sent) return;
    if (!bar) {
      bar = make('section', 'notice notice-warning');
      bar.id = 'queue';
      bar.setAttribute('role', 'status');
      bar.setAttribute('aria-label', words.queueTitle);
      (doc.querySelector('main') || doc.body).prepend(bar);
    }
    const rows = all.map(one => line(one, one.state === 'refused' ? words.queueRefused : away ? words.queueOffline : one.state === 'login' ? words.queueLogin : words.queueSending,
      ...(one.state === 'refused' ? [press(words.queueLook, () => natively(one))] : []),
      press(words.queueDrop, () => { store.del(one.key); release(one.key); show(); })));
    if (sent) { const link = make('a', '', words.queueOpen); link.href = sent.href; rows.push(line({ ...sent.one, state: 'sent' }, words.queueSent, link)); }
    bar.replaceChildren(...rows);
    bar.hidden = !rows.length;
  };
  const flush = async () => {
    clearTimeout(again);
    if (flushing) return;
    flushing = true;
    let sent = null;
    for (const one of waiting().filter(one => one.state !== 'refused')) {
      try {
        const body = new URLSearchParams(one.body);
        body.set('_csrf', words.csrf || '');
        const r = await fetch(one.action, { method: 'POST', body, headers: { accept: 'text/html' } });
        if (r.status >= 500 || r.status === 429) throw new Error(r.status);
        away = false;
        const to = new URL(r.url);
        if (to.pathname.startsWith('/login')) { store.set(one.key, { ...one, state: 'login' }); break; }
        if (!store.get(one.key)) continue;               // dropped meanwhile
        if (r.redirected) {
          store.del(one.key);
          if (here.has(one.key)) { location.assign(r.url); return; }
          sent = { one, href: to.pathname + to.search };
        } else if (here.has(one.key)) { natively(one); return; }
        else store.set(one.key, { ...one, state: 'refused' });
      } catch (e) {
        away = true;
        again = setTimeout(flush, 5000);
        break;
      }
    }
    flushing = false;
    show(sent);
  };
  doc.addEventListener('submit', e => {
    const form = e.target, by = e.submitter;
    if (e.defaultPrevented || !form.matches('form[data-queue]') || !window.fetch) return;
    const pairs = new URLSearchParams(new FormData(form));
    if (by && by.name) pairs.set(by.name, by.value);
    const key = queue + (pairs.get('_once') || fresh());
    const one = { at: Date.now(), action: new URL(form.action).pathname, body: pairs.toString(), title: (doc.querySelector('h1') || {}).textContent || doc.title, state: 'waiting' };
    if (!store.set(key, one)) return;                    // nothing can be kept here: sent as ever
    e.preventDefault();
    here.set(key, form);
    [...form.querySelectorAll('button')].forEach(b => { b.disabled = true; });
    if (by && by.parentNode) { const told = make('span', 'saved', ' ' + words.queueHere); told.dataset.queued = ''; told.setAttribute('role', 'status'); by.parentNode.append(told); }
    flush();
  });
  window.addEventListener('online', () => flush());
  if (waiting().length) flush();
})();

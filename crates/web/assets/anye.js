// anye.js — what a keyboard and a long day add to pages that already work without it.
// No framework, nothing from elsewhere, no inline script or style: the page must stay
// whole when this file does not load. Words come from <template id="words" data-…>.
(() => {
  'use strict';
  const doc = document, root = doc.documentElement;
  const $ = (q, from = doc) => from.querySelector(q);
  const $$ = (q, from = doc) => [...from.querySelectorAll(q)];
  const words = $('#words') ? $('#words').dataset : {};
  const say = (key, n) => (words[key] || '').replace('{n}', n);
  const on = (type, fn, opt) => doc.addEventListener(type, fn, opt);
  const typing = el => el.matches && el.matches('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]');
  const make = (tag, cls, text) => { const el = doc.createElement(tag); if (cls) el.className = cls; if (text != null) el.textContent = text; return el; };
  const store = {
    get: k => { try { return localStorage.getItem(k); } catch (e) { return null; } },
    set: (k, v) => { try { localStorage.setItem(k, v); return true; } catch (e) { return false; } },
    del: k => { try { localStorage.removeItem(k); } catch (e) { /* storage is off: nothing was kept */ } },
  };
  root.classList.add('js');

  // ---- Command palette: Ctrl-K or / ------------------------------------------------
  const palette = $('#palette');
  if (palette && palette.showModal) {
    const box = $('input', palette), list = $('[role=listbox]', palette);
    let items = [], at = -1, asked = null, timer = 0;
    const mark = i => {
      if (items[at]) items[at].setAttribute('aria-selected', 'false');
      at = i;
      if (!items[at]) { box.removeAttribute('aria-activedescendant'); return; }
      items[at].setAttribute('aria-selected', 'true');
      items[at].scrollIntoView({ block: 'nearest' });
      box.setAttribute('aria-activedescendant', items[at].id);
    };
    const fill = groups => {
      list.textContent = '';
      items = [];
      groups.forEach((group, g) => {
        const part = make('div');
        part.setAttribute('role', 'group');
        const title = make('div', 'group', group.title);
        title.id = 'palette-g' + g;
        part.setAttribute('aria-labelledby', title.id);
        part.append(title);
        group.items.forEach(item => {
          const row = make('div');
          row.setAttribute('role', 'option');
          row.setAttribute('aria-selected', 'false');
          row.id = 'palette-' + items.length;
          row.dataset.href = item.href;
          row.append(make('span', '', item.label), make('span', 'hint', item.hint));
          items.push(row);
          part.append(row);
        });
        list.append(part);
      });
      if (!items.length) {
        const none = make('div', 'group', say('none'));
        none.setAttribute('role', 'option');
        none.setAttribute('aria-disabled', 'true');
        list.append(none);
      }
      mark(items.length ? 0 : -1);
    };
    const ask = () => {
      if (asked) asked.abort();
      asked = new AbortController();
      fetch('/api/palette?q=' + encodeURIComponent(box.value.trim()), { signal: asked.signal, headers: { accept: 'application/json' } })
        .then(r => r.ok ? r.json() : { groups: [] }).then(d => fill(d.groups)).catch(e => { if (e.name !== 'AbortError') fill([]); });
    };
    const go = () => {
      const href = items[at] ? items[at].dataset.href : '/search?q=' + encodeURIComponent(box.value.trim());
      palette.close();
      location.assign(href);
    };
    const open = () => { if (palette.open) return; box.value = ''; palette.showModal(); box.focus(); ask(); };
    box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 80); });
    box.addEventListener('keydown', e => {
      if (e.isComposing) return;
      const last = items.length - 1, to = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 }[e.key];
      if (to !== undefined) { e.preventDefault(); mark(to); }
      if (e.key === 'Enter') { e.preventDefault(); go(); }
    });
    list.addEventListener('mousemove', e => { const i = items.indexOf(e.target.closest('[role=option]')); if (i >= 0 && i !== at) mark(i); });
    list.addEventListener('click', e => { if (e.target.closest('[data-href]')) go(); });
    on('click', e => { if (e.target.closest('[data-palette]')) open(); });
    on('keydown', e => {
      if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k') { e.preventDefault(); open(); }
      if (e.key === '/' && !typing(e.target) && !e.ctrlKey && !e.altKey && !$('dialog[open]')) { e.preventDefault(); open(); }
    });
  }
  on('click', e => { if (e.target.matches('dialog')) e.target.close(); });
  on('keydown', e => {
    const keys = $('#shortcuts');
    if (e.key === '?' && keys && keys.showModal && !typing(e.target) && !$('dialog[open]')) { e.preventDefault(); keys.showModal(); }
  });

  // ---- Menus close when one leaves them ----------------------------------------------
  on('click', e => $$('details.menu[open]').forEach(d => { if (!d.contains(e.target)) d.open = false; }));
  on('keydown', e => {
    const menu = e.key === 'Escape' && e.target.closest && e.target.closest('details.menu[open]');
    if (menu) { menu.open = false; $('summary', menu).focus(); }
  });

  // ---- Confirmation: button[data-confirm="words" data-yes="verb"] ---------------------
  const confirmBox = $('#confirm');
  const sendAs = (form, button) => { if (form.requestSubmit) form.requestSubmit(button || undefined); else if (button) button.click(); else form.submit(); };
  let agreed = null;
  on('submit', e => {
    const by = e.submitter, text = (by && by.dataset.confirm) || e.target.dataset.confirm;
    if (!text || !confirmBox || !confirmBox.showModal || agreed === e.target) { agreed = null; return; }
    e.preventDefault();
    e.stopImmediatePropagation();
    const form = e.target;
    $('[data-slot=text]', confirmBox).textContent = text.replace('{n}', $$('input[name=id]:checked', form).length);
    const yes = $('[data-slot=yes]', confirmBox);
    yes.dataset.own = yes.dataset.own || yes.textContent;
    yes.textContent = (by && by.dataset.yes) || yes.dataset.own;
    yes.classList.toggle('danger', !!by && by.classList.contains('danger'));
    confirmBox.returnValue = '';
    confirmBox.onclose = () => { if (confirmBox.returnValue === 'yes') { agreed = form; sendAs(form, by); } };
    confirmBox.showModal();
  }, true);

  // ---- Theme and size: the form works alone, this only saves the reload ----------------
  on('submit', e => {
    const form = e.target, by = e.submitter;
    if (!form.matches('form[data-prefs]') || !by || !by.name) return;
    e.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    body.set(by.name, by.value);
    if (by.value === 'auto' || by.value === 'standard') delete root.dataset[by.name]; else root.dataset[by.name] = by.value;
    const peers = $$(`button[name="${by.name}"]`, form);
    if (peers.length > 1) peers.forEach(b => b.setAttribute('aria-pressed', String(b === by)));
    else { const was = by.value === 'elder'; by.setAttribute('aria-pressed', String(was)); by.value = was ? 'standard' : 'elder'; }
    fetch(form.action, { method: 'POST', body, redirect: 'manual' }).catch(() => form.submit());
  });

  // ---- Findings and their places in the text light up together -------------------------
  let lit = [];
  const light = id => {
    lit.forEach(el => el.classList.remove('lit'));
    lit = id ? $$(`[data-f="${CSS.escape(id)}"]`) : [];
    lit.forEach(el => el.classList.add('lit'));
  };
  const lightAt = e => { const el = e.target.closest && e.target.closest('[data-f]'); if (el) light(el.dataset.f); };
  on('mouseover', lightAt);
  on('focusin', lightAt);
  const gentle = { block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' };
  on('keydown', e => {
    if ((e.key !== 'j' && e.key !== 'k') || e.ctrlKey || e.altKey || e.metaKey || typing(e.target) || $('dialog[open]')) return;
    const all = $$('.finding').filter(el => el.offsetParent);
    if (!all.length) return;
    let i = all.indexOf(doc.activeElement.closest('.finding'));
    if (i < 0) { const top = all.findIndex(el => el.getBoundingClientRect().top > 60); i = e.key === 'j' ? (top < 0 ? all.length : top) - 1 : (top < 0 ? all.length : top); }
    const next = all[Math.min(all.length - 1, Math.max(0, i + (e.key === 'j' ? 1 : -1)))];
    const link = $('a, button', next);
    if (link) link.focus({ preventScroll: true });
    light(next.dataset.f);
    next.scrollIntoView(gentle);
    const place = $(`.hl[data-f="${CSS.escape(next.dataset.f)}"]`);
    if (place) place.scrollIntoView(gentle);
  });
  const legend = $('[data-legend]');
  if (legend) {
    const boxes = $$('input[type=checkbox]', legend), kept = store.get('anye:legend');
    const show = () => {
      const hide = boxes.filter(b => (b.value === 'sure' ? b.checked : !b.checked)).map(b => b.value).join(' ');
      const off = hide.split(' '), only = off.includes('sure');
      $$('.sheet .finding, .sheet .hl').forEach(el => {
        const kind = /\b(?:f|hl)-(\w+)/.exec(el.className);
        el.classList.toggle('off', (kind && off.includes(kind[1])) || (only && el.matches('.finding:not(.doubt)')));
      });
      store.set('anye:legend', hide);
    };
    if (kept !== null) boxes.forEach(b => { b.checked = (b.value === 'sure') === kept.split(' ').includes(b.value); });
    legend.addEventListener('change', show);
    show();
  }
  const outline = $('.outline');
  if (outline && getComputedStyle(outline).position === 'static') $$('details', outline).forEach(d => { d.open = false; });
  if (outline && window.IntersectionObserver) {
    const see = new IntersectionObserver(seen => {
      const first = seen.find(s => s.isIntersecting);
      const link = first && $(`a[href="#${CSS.escape(first.target.id)}"]`, outline);
      if (!link) return;
      $$('[aria-current]', outline).forEach(a => a.removeAttribute('aria-current'));
      link.setAttribute('aria-current', 'location');
    }, { rootMargin: '-80px 0px -65% 0px' });
    $$('.art[id]').forEach(a => see.observe(a));
  }

  // ---- Tables: rows by keyboard, selection, batch bar -----------------------------------
  const rowsOf = row => $$('tbody tr[data-href]', row.closest('table')).filter(r => r.offsetParent);
  $$('[data-table] tbody').forEach(body => $$('tr[data-href]', body).forEach((row, i) => { row.tabIndex = i ? -1 : 0; }));
  on('keydown', e => {
    const row = e.target;
    if (!row.matches || !row.matches('[data-table] tr[data-href]')) return;
    const rows = rowsOf(row), i = rows.indexOf(row);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: rows.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      row.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    } else if (e.key === 'Enter') location.assign(row.dataset.href);
    else if (e.key === ' ') { const box = $('.pick input', row); if (box) { e.preventDefault(); box.click(); } }
  });
  const count = form => {
    const boxes = $$('tbody .pick input', form), n = boxes.filter(b => b.checked).length;
    boxes.forEach(b => b.closest('tr').classList.toggle('picked', b.checked));
    const all = $('[data-pick-all]', form), bar = $('[data-batch]', form);
    if (all) { all.checked = n > 0 && n === boxes.length; all.indeterminate = n > 0 && n < boxes.length; }
    if (bar) { bar.hidden = n === 0; const label = $('[data-batch-count]', bar); label.setAttribute('aria-live', 'polite'); label.textContent = say('selected', n); }
  };
  $$('[data-batch]').forEach(bar => count(bar.closest('form')));
  let lastPick = null;
  on('click', e => {
    const box = e.target;
    if (!box.matches || !box.matches('.pick input')) return;
    const form = box.closest('form'), boxes = $$('tbody .pick input', form);
    if (box.matches('[data-pick-all]')) boxes.forEach(b => { b.checked = box.checked; });
    else if (e.shiftKey && boxes.includes(lastPick)) {
      const [a, b] = [boxes.indexOf(lastPick), boxes.indexOf(box)].sort((x, y) => x - y);
      boxes.slice(a, b + 1).forEach(x => { x.checked = box.checked; });
    }
    lastPick = box;
    count(form);
  });
  $$('button[data-expand]').forEach(b => { const t = doc.getElementById(b.dataset.expand); if (t) t.hidden = b.getAttribute('aria-expanded') !== 'true'; });
  on('click', e => {
    const b = e.target.closest('button[data-expand]'), t = b && doc.getElementById(b.dataset.expand);
    if (t) { t.hidden = !t.hidden; b.setAttribute('aria-expanded', String(!t.hidden)); }
  });

  // ---- Forms: Ctrl-S, Enter moves on, drafts, a warning before loss ----------------------
  on('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') {
      const form = (doc.activeElement && doc.activeElement.closest('main form[method=post]')) || $('main form[data-draft]');
      if (form) { e.preventDefault(); sendAs(form); }
    }
    const el = e.target, form = e.key === 'Enter' && !e.isComposing && el.closest && el.closest('form[data-enter-moves]');
    if (!form || !el.matches('input:not([type=submit]):not([type=file]), select')) return;
    e.preventDefault();
    const fields = $$('input:not([type=hidden]):not([readonly]), select, textarea, button:not([type=button])', form).filter(f => !f.disabled && f.offsetParent);
    const next = fields[fields.indexOf(el) + 1];
    if (next) { next.focus(); if (next.select && next.matches('input')) next.select(); }
  });

  const WEEK = 7 * 864e5;
  const mine = form => 'anye:draft:' + (words.person || '') + ':' + form.dataset.draft;
  const parts = form => [...form.elements].filter(f => f.name && !f.name.startsWith('_') && !/^(hidden|password|file|submit|button)$/.test(f.type) && f.dataset.nodraft === undefined);
  const read = form => parts(form).map(f => (/^(checkbox|radio)$/.test(f.type) ? f.checked : f.value));
  const write = (form, values) => parts(form).forEach((f, i) => { if (/^(checkbox|radio)$/.test(f.type)) f.checked = values[i]; else if (values[i] != null) f.value = values[i]; });
  const state = (form, key, extra) => { const el = $('[data-saved]', form); if (el) { el.dataset.state = key; el.textContent = say(key) + (extra || ''); } };
  const clock = () => { const d = new Date(); return ' ' + [d.getHours(), d.getMinutes(), d.getSeconds()].map(n => String(n).padStart(2, '0')).join(':'); };
  // A draft is dropped only once the page after sending has come back without a problem.
  const sent = (() => { try { const k = sessionStorage.getItem('anye:sent'); sessionStorage.removeItem('anye:sent'); return k; } catch (e) { return null; } })();
  if (sent && !$('.error-summary, [data-problem]')) store.del(sent);
  const dirty = new Set();
  $$('form[data-draft], form[data-guard]').forEach(form => {
    const first = JSON.stringify(read(form)), key = form.dataset.draft !== undefined && mine(form);
    let timer = 0, since = 0;
    const keep = () => {
      timer = since = 0;
      if (store.set(key, JSON.stringify({ at: Date.now(), values: read(form) }))) { dirty.delete(form); state(form, 'saved', clock()); }
    };
    form.addEventListener('input', () => {
      if (JSON.stringify(read(form)) === first) { dirty.delete(form); return; }
      dirty.add(form);
      state(form, 'unsaved');
      if (!key) return;
      since = since || Date.now();
      clearTimeout(timer);
      timer = setTimeout(keep, Date.now() - since > 3500 ? 0 : 1000);   // never later than 5 s
    });
    form.addEventListener('submit', () => {
      dirty.delete(form);
      if (key) { clearTimeout(timer); keep(); try { sessionStorage.setItem('anye:sent', key); } catch (e) { /* the draft stays */ } }
    });
    if (!key) return;
    let old = null;
    try { old = JSON.parse(store.get(key)); } catch (e) { store.del(key); }
    if (!old || JSON.stringify(old.values) === first) return;
    if (Date.now() - old.at > WEEK || old.values.length !== parts(form).length) { store.del(key); return; }
    write(form, old.values);
    state(form, 'restored', ' ');
    const drop = make('button', 'button slim quiet', say('discard'));
    drop.type = 'button';
    drop.addEventListener('click', () => { write(form, JSON.parse(first)); store.del(key); dirty.delete(form); $('[data-saved]', form).textContent = ''; });
    if ($('[data-saved]', form)) $('[data-saved]', form).append(drop);
  });
  window.addEventListener('beforeunload', e => { if (dirty.size) { e.preventDefault(); e.returnValue = say('leave'); } });
  on('submit', e => {
    if (/\/logout$/.test(e.target.action)) { try { Object.keys(localStorage).filter(k => k.startsWith('anye:draft:')).forEach(store.del); } catch (x) { /* nothing was kept */ } }
  });
  const toProblem = () => { const s = $('.error-summary'); if (s) { s.tabIndex = -1; s.focus(); } };
  toProblem();

  // ---- Upload: the same plain form, with a drop zone and progress -------------------------
  const listFiles = form => {
    const out = $('[data-files]', form), input = $('input[type=file]', form);
    if (!out || !input) return;
    out.textContent = '';
    [...input.files].forEach(f => {
      const li = make('li'), kb = f.size / 1024;
      li.append(make('span', '', f.name), make('span', 'num', kb < 1024 ? kb.toFixed(0) + ' KB' : (kb / 1024).toFixed(1) + ' MB'), make('span', 'quietly', say('waiting')));
      out.append(li);
    });
  };
  on('change', e => { const f = e.target.closest('form[data-upload]'); if (f && e.target.type === 'file') listFiles(f); });
  ['dragover', 'dragleave', 'drop'].forEach(type => on(type, e => {
    const zone = e.target.closest && e.target.closest('.drop');
    if (!zone) return;
    e.preventDefault();
    zone.classList.toggle('over', type === 'dragover');
    if (type === 'drop' && e.dataTransfer.files.length) { $('input[type=file]', zone).files = e.dataTransfer.files; listFiles(zone.closest('form')); }
  }));
  on('submit', e => {
    const form = e.target, by = e.submitter;
    if (e.defaultPrevented || !form.matches('form[data-upload]')) return;
    e.preventDefault();
    const body = new FormData(form), xhr = new XMLHttpRequest();
    if (by && by.name) body.append(by.name, by.value);
    const line = $('[data-upload-state]', form) || form.appendChild(make('p', 'saved'));
    line.setAttribute('role', 'status');
    const bar = make('progress');
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', say('uploading', ''));
    line.after(bar);
    $$('button', form).forEach(b => { b.disabled = true; });
    const idle = text => { line.textContent = text; bar.remove(); $$('button', form).forEach(b => { b.disabled = false; }); };
    xhr.upload.onprogress = p => { if (p.lengthComputable) { bar.value = p.loaded / p.total; line.textContent = say('uploading', Math.round(100 * p.loaded / p.total)); } };
    xhr.onerror = () => idle(say('upfail'));
    xhr.onload = () => {
      if (xhr.status < 400) { line.textContent = say('uploaded'); location.assign(xhr.responseURL); return; }
      const page = new DOMParser().parseFromString(xhr.responseText, 'text/html'), main = $('main', page);
      if (!main) { idle(say('upfail')); return; }
      doc.title = page.title;
      $('main').replaceWith(doc.importNode(main, true));
      doc.dispatchEvent(new Event('anye:main'));
      toProblem();
    };
    xhr.open('POST', form.action);
    xhr.send(body);
  });

  // ---- Answers while one types: form[data-live=address][data-into=id] -------------------------
  $$('form[data-live]').forEach(form => {
    const into = doc.getElementById(form.dataset.into), told = $('[data-live-said]');
    let timer = 0, asked = null;
    const lay = html => {
      const part = new DOMParser().parseFromString(html, 'text/html').body;
      into.replaceChildren(...part.childNodes);
      const line = $('[data-line]', into), marks = $('[data-marks]', into);
      if (told && line && told.textContent !== line.textContent) told.textContent = line.textContent;
      const states = Object.fromEntries((marks ? marks.dataset.marks : '').split(' ').map(pair => pair.split('=')));
      $$('[data-clause]').forEach(el => { el.dataset.state = states[el.dataset.clause] || ''; });
      $$('[aria-invalid]', form).forEach(el => el.removeAttribute('aria-invalid'));
      $$('.wrong a[href^="#"]', into).forEach(a => { const el = doc.getElementById(a.hash.slice(1)); if (el) el.setAttribute('aria-invalid', 'true'); });
    };
    const ask = () => {
      if (asked) asked.abort();
      asked = new AbortController();
      fetch(form.dataset.live, { method: 'POST', body: new URLSearchParams(new FormData(form)), signal: asked.signal })
        .then(r => { if (!r.ok) throw new Error(r.status); return r.text(); }).then(lay)
        .catch(e => { if (e.name !== 'AbortError') { into.textContent = say('offline'); if (told) told.textContent = say('offline'); timer = setTimeout(ask, 3000); } });
    };
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  });

  // ---- Jobs: [data-job=id] asks /api/jobs/{id} until it has ended ---------------------------
  $$('[data-job]').forEach(job => {
    let wait = 800;
    const bar = $('progress', job), line = $('.job-line', job), n = $('.job-count', job);
    if (/^(done|failed|cancelled)$/.test(job.dataset.state || '')) return;
    const look = () => fetch('/api/jobs/' + encodeURIComponent(job.dataset.job), { headers: { accept: 'application/json' } })
      .then(r => { if (!r.ok) throw new Error(r.status); return r.json(); })
      .then(d => {
        if (bar && d.total) { bar.max = d.total; bar.value = d.done; }
        if (n && d.total) n.textContent = d.done + ' / ' + d.total;
        if (line && d.message) line.textContent = d.message;
        if (/^(done|failed|cancelled)$/.test(d.state)) location.assign(job.dataset.then || location.href);
        else { wait = Math.min(5000, wait * 1.3); setTimeout(look, wait); }
      })
      .catch(() => { if (line) line.textContent = say('offline'); setTimeout(look, 8000); });
    setTimeout(look, wait);
  });

  // ---- Copy an address; print -----------------------------------------------------------------
  on('click', e => {
    if (e.target.closest('[data-print]')) { window.print(); return; }
    const b = e.target.closest('button[data-copy]');
    if (!b) return;
    const text = new URL(b.dataset.copy || location.href, location.href).href, was = b.textContent;
    const told = ok => { b.setAttribute('aria-live', 'polite'); b.textContent = say(ok ? 'copied' : 'copy'); setTimeout(() => { b.textContent = was; }, 2500); };
    const byHand = () => {   // plain http in an office network has no clipboard interface
      const t = make('textarea', 'vh', text);
      b.after(t);
      t.select();
      let ok = false;
      try { ok = doc.execCommand('copy'); } catch (x) { ok = false; }
      t.remove();
      b.focus();
      told(ok);
    };
    if (navigator.clipboard && window.isSecureContext) navigator.clipboard.writeText(text).then(() => told(true), byHand); else byHand();
  });
})();

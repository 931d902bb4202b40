// pages.js — a report while one fills it in: computed cells and doubts as one types, the draft saved every few
// seconds, a copy on this device for a lost connection or a killed tab. The page works without it.
(() => {
  'use strict';
  const sent = 'anye:report-sent';
  if (/\/receipt$/.test(location.pathname)) {
    // It arrived: the copy on this device has done its work.
    try { const key = sessionStorage.getItem(sent); if (key) localStorage.removeItem(key); sessionStorage.removeItem(sent); } catch (e) { /* nothing was kept */ }
  }
  const form = document.querySelector('form[data-report]');
  if (!form || !window.fetch) return;
  const $ = (q, from = form) => from.querySelector(q);
  const $$ = (q, from = form) => [...from.querySelectorAll(q)];
  const words = form.dataset, told = $('[data-report-state]');
  const person = (document.getElementById('words') || { dataset: {} }).dataset.person || '';
  // Signing out clears everything under this beginning.
  const key = 'anye:draft:' + person + ':report:' + words.report;
  const make = (tag, cls, text) => { const el = document.createElement(tag); if (cls) el.className = cls; if (text != null) el.textContent = text; return el; };
  const keep = v => { try { localStorage.setItem(key, JSON.stringify(v)); return true; } catch (e) { return false; } };
  const drop = () => { try { localStorage.removeItem(key); } catch (e) { /* nothing was kept */ } };
  const held = () => { try { return JSON.parse(localStorage.getItem(key)); } catch (e) { return null; } };
  const fields = () => $$('[name^="c."], [name^="r."], [name="why"]').filter(el => el.type !== 'hidden');
  const values = () => Object.fromEntries(fields().filter(el => !el.readOnly).map(el => [el.name, el.value]));
  const body = () => { const b = new URLSearchParams(new FormData(form)); b.delete('_once'); return b; };
  const clock = () => new Date().toTimeString().slice(0, 8);
  const say = (state, text) => { told.dataset.state = state; told.textContent = text; };
  let dirty = false, busy = false, since = 0, saving = 0, checking = 0, stopped = false, asked = null;

  // ---- What the server says about the cells --------------------------------------------------
  const row = item => form.querySelector('[data-item="' + CSS.escape(item) + '"]');
  const lay = answer => {
    const reasons = Object.fromEntries($$('[name^="r."]').map(el => [el.name, el.value]));
    const active = document.activeElement && document.activeElement.name;
    $$('[data-computed]').forEach(el => {
      const text = answer.computed[el.dataset.computed];
      if (el.tagName === 'OUTPUT') { el.textContent = text || ''; return; }
      const parts = $$('[name^="c.' + el.dataset.computed + '."]');
      const follows = parts.some(part => part.value.trim() !== '');
      el.readOnly = follows;
      if (follows) el.value = text || '';
    });
    const groups = {};
    answer.at.forEach(one => { (groups[one.item] = groups[one.item] || []).push(one); });
    $$('[data-item]').forEach(el => {
      const box = $('[data-found]', el), own = (groups[el.dataset.item] || []).filter(one => one.check !== 'required');
      const input = $('.rp-now input, .rp-now select', el), bad = own.some(one => one.error);
      const signature = JSON.stringify(own);
      el.classList.toggle('invalid', bad);
      if (input) { if (bad) input.setAttribute('aria-invalid', 'true'); else input.removeAttribute('aria-invalid'); }
      if (box.dataset.signature === signature) return;
      box.dataset.signature = signature;
      box.replaceChildren(...own.map(one => {
        const part = make('div', one.error ? '' : 'rp-warning');
        const line = make('p', one.error ? 'error' : '', one.said);
        part.append(line);
        if (one.suggestion && input && !input.readOnly) {
          const use = make('button', 'button slim quiet', words.meant.replace('{n}', one.suggestion));
          use.type = 'button';
          use.addEventListener('click', () => { input.value = one.suggestion; input.focus(); touched(); });
          line.append(' ', use);
        }
        if (!one.error) {
          const label = make('label', '', words.why + ' '), why = make('input');
          why.name = 'r.' + one.check;
          why.maxLength = 500;
          why.autocomplete = 'off';
          why.value = reasons[why.name] || '';
          label.append(why);
          part.append(label);
        }
        return part;
      }));
      const again = active && active.startsWith('r.') && $('[name="' + CSS.escape(active) + '"]', box);
      if (again && document.activeElement !== again) { again.focus(); again.setSelectionRange(again.value.length, again.value.length); }
    });
  };
  const check = () => {
    if (asked) asked.abort();
    asked = new AbortController();
    fetch(form.action + '/check', { method: 'POST', body: body(), signal: asked.signal, headers: { accept: 'application/json' } })
      .then(r => { if (!r.ok) throw new Error(r.status); return r.json(); }).then(lay).catch(() => { /* saving tells */ });
  };

  // ---- The draft -------------------------------------------------------------------------------
  const local = () => keep({ at: Date.now(), version: form.elements.version.value, values: values() });
  const save = () => {
    clearTimeout(saving);
    if (busy || !dirty || stopped) return Promise.resolve();
    busy = true;
    dirty = false;
    since = 0;
    return fetch(form.action + '/draft', { method: 'POST', body: body(), headers: { accept: 'application/json' } })
      .then(r => {
        if (r.status === 412) { stopped = true; dirty = true; local(); say('failed', words.stale); throw new Error('stale'); }
        if (r.status >= 400 && r.status < 500 && r.status !== 429) return r.json().then(p => { stopped = true; dirty = true; local(); say('failed', words.refused + ' ' + p.title); throw new Error('refused'); });
        if (!r.ok) throw new Error(r.status);
        return r.json();
      })
      .then(answer => {
        form.elements.version.value = answer.version;
        const unread = answer.at.some(one => one.check === '');
        if (!dirty && !unread) drop(); else local();
        if (!dirty) { lay(answer); say(unread ? 'unsaved' : 'saved', (unread ? words.partly : words.savedat) + ' ' + clock()); }
      })
      .catch(e => {
        dirty = true;
        if (stopped) return;
        local();
        say('failed', words.offline);
        saving = setTimeout(() => { busy = false; save(); }, 5000);
      })
      .finally(() => { busy = false; if (dirty && !stopped && told.dataset.state !== 'failed') later(); });
  };
  const later = () => {
    since = since || Date.now();
    clearTimeout(saving);
    saving = setTimeout(save, Date.now() - since > 3500 ? 0 : 1500);   // never later than 5 s
  };
  const touched = () => {
    dirty = true;
    local();
    if (!stopped) { if (told.dataset.state !== 'failed') say('unsaved', words.typing); later(); }
    clearTimeout(checking);
    checking = setTimeout(check, 250);
  };
  form.addEventListener('input', touched);
  form.addEventListener('submit', () => { try { sessionStorage.setItem(sent, key); } catch (e) { /* the copy stays */ } local(); dirty = false; clearTimeout(saving); });
  window.addEventListener('online', () => { if (dirty) save(); });
  window.addEventListener('pagehide', () => { if (dirty) local(); });
  window.addEventListener('keydown', e => {
    if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's') { e.preventDefault(); e.stopImmediatePropagation(); dirty = true; save(); }
  }, true);

  // ---- What was kept on this device -------------------------------------------------------------
  const old = held(), problem = document.querySelector('.error-summary');
  if (old && !problem) {
    const now = values(), differs = Object.keys(old.values).some(name => name in now && old.values[name] !== now[name]);
    if (!differs || Number(words.changed) > old.at) drop();
    else {
      fields().forEach(el => { if (!el.readOnly && el.name in old.values) el.value = old.values[el.name]; });
      say('unsaved', words.local + ' ');
      const undo = make('button', 'button slim quiet', words.discard);
      undo.type = 'button';
      undo.addEventListener('click', () => { fields().forEach(el => { if (el.name in now) el.value = now[el.name]; }); drop(); dirty = false; clearTimeout(saving); say('', ''); check(); });
      told.append(undo);
      dirty = true;
      clearTimeout(saving);
      saving = setTimeout(save, 3000);
    }
  }
  check();
})();

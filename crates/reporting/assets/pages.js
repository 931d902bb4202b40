// pages.js — a report while one fills it in: computed cells and doubts as one types. Saving the draft every few seconds, and a copy on
// this device for a lost connection or a killed tab, are the script of every page (keep.js). The page works without either.
(() => {
  'use strict';
  const form = document.querySelector('form[data-report]');
  if (!form || !window.fetch || !window.anye || !anye.keep) return;
  const $ = (q, from = form) => from.querySelector(q);
  const $$ = (q, from = form) => [...from.querySelectorAll(q)];
  const words = form.dataset, told = $('[data-report-state]');
  const make = (tag, cls, text) => { const el = document.createElement(tag); if (cls) el.className = cls; if (text != null) el.textContent = text; return el; };
  const fields = () => $$('[name^="c."], [name^="r."], [name="why"]').filter(el => el.type !== 'hidden');
  const body = () => { const b = new URLSearchParams(new FormData(form)); b.delete('_once'); return b; };
  let asked = null, touched = () => {};

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

  // ---- The draft: saved, kept on this device and brought back by the script of every page ------
  const draft = anye.keep(form, {
    key: anye.beginning + 'report:' + words.report, url: form.action + '/draft', told, fields, check,
    saved: (answer, more) => { if (!more) lay(answer); return !answer.at.some(one => one.check === ''); },
  });
  touched = draft.touched;
  check();
})();

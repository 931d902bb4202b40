/* chart.js — line charts gain hover, toggle and zoom. Without it they read and print the same; the table behind has every figure. */
(() => {
  'use strict';
  const doc = document, NS = 'http://www.w3.org/2000/svg';
  const zh = (doc.documentElement.lang || 'zh').startsWith('zh');
  const words = zh ? { show: '显示', reset: '全部时段', zoom: '拖动选择时段放大' } : { show: 'Show', reset: 'All periods', zoom: 'Drag over the chart to zoom in' };
  doc.querySelectorAll('svg[data-chart]').forEach(svg => {
    const box = doc.createElement('div');
    box.className = 'chart-box';
    svg.replaceWith(box);
    const tip = doc.createElement('div');
    tip.className = 'chart-tip';
    tip.hidden = true;
    box.append(svg, tip);
    const whole = svg.getAttribute('viewBox'), [, , width, height] = whole.split(' ').map(Number);
    const view = () => svg.getAttribute('viewBox').split(' ').map(Number);
    const at = e => { const r = svg.getBoundingClientRect(), [x, , w] = view(); return x + (e.clientX - r.left) / r.width * w; };
    const upAt = e => { const r = svg.getBoundingClientRect(), [, y, , h] = view(); return y + (e.clientY - r.top) / r.height * h; };
    const points = () => [...svg.querySelectorAll('.series:not([data-off]) circle')];
    let near = null;
    const leave = () => { if (near) near.classList.remove('near'); near = null; tip.hidden = true; };
    const show = circle => {
      leave();
      near = circle;
      circle.classList.add('near');
      tip.textContent = circle.firstElementChild ? circle.firstElementChild.textContent : '';
      tip.hidden = false;
      const c = circle.getBoundingClientRect(), b = box.getBoundingClientRect();
      tip.style.left = Math.max(0, Math.min(c.left - b.left + 8, b.width - tip.offsetWidth)) + 'px';
      tip.style.top = Math.max(0, c.top - b.top - 28) + 'px';
    };
    // Series on and off, by button: for the keyboard too.
    const groups = [...svg.querySelectorAll('.series')], tools = doc.createElement('div');
    tools.className = 'chart-tools';
    if (groups.length > 1) groups.forEach(g => {
      const label = doc.createElement('label'), tick = doc.createElement('input');
      tick.type = 'checkbox';
      tick.checked = true;
      tick.addEventListener('change', () => g.toggleAttribute('data-off', !tick.checked));
      label.append(tick, ' ' + g.dataset.series);
      tools.append(label);
    });
    const reset = doc.createElement('button');
    reset.type = 'button';
    reset.className = 'button slim';
    reset.textContent = words.reset;
    reset.hidden = true;
    reset.addEventListener('click', () => { svg.setAttribute('viewBox', whole); reset.hidden = true; });
    const hint = doc.createElement('span');
    hint.className = 'quietly';
    hint.textContent = words.zoom;
    tools.append(hint, reset);
    box.append(tools);
    let from = null, rect = null;
    svg.addEventListener('pointerdown', e => {
      if (e.pointerType === 'touch' || e.button !== 0) return;
      from = at(e);
      rect = doc.createElementNS(NS, 'rect');
      rect.setAttribute('class', 'band');
      rect.setAttribute('y', 0);
      rect.setAttribute('height', height);
    });
    svg.addEventListener('pointermove', e => {
      const x = at(e), y = upAt(e);
      if (from !== null && Math.abs(x - from) > 4) {
        rect.setAttribute('x', Math.min(x, from));
        rect.setAttribute('width', Math.abs(x - from));
        if (!rect.parentNode) svg.append(rect);
      }
      let best = null, least = 1e9;
      points().forEach(c => { const d = Math.abs(c.cx.baseVal.value - x) * 4 + Math.abs(c.cy.baseVal.value - y); if (d < least) { least = d; best = c; } });
      if (best) show(best);
    });
    const end = e => {
      if (rect) rect.remove();
      if (from !== null) {
        const to = at(e), low = Math.max(0, Math.min(from, to)), wide = Math.abs(to - from);
        if (wide > width / 20) { svg.setAttribute('viewBox', `${low} 0 ${wide} ${height}`); svg.setAttribute('preserveAspectRatio', 'none'); reset.hidden = false; }
      }
      from = null;
      rect = null;
    };
    svg.addEventListener('pointerup', end);
    svg.addEventListener('pointerleave', () => { if (rect) rect.remove(); from = null; leave(); });
    svg.tabIndex = 0;
    svg.addEventListener('keydown', e => {
      const all = points(), step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
      if (e.key === 'Escape') { leave(); reset.click(); return; }
      if (!step || !all.length) return;
      e.preventDefault();
      const now = near ? all.indexOf(near) : (step > 0 ? -1 : all.length);
      show(all[Math.max(0, Math.min(all.length - 1, now + step))]);
    });
    svg.addEventListener('blur', leave);
  });
})();

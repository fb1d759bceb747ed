'use strict';

/* Data from the server is inserted as text, never as markup: textContent only. */

const PERIOD = 10000;
const NUMBERS = ['ROWS', 'REJECTS', 'LAG'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;
const cards = new Map();
const seen = new IntersectionObserver(entries => entries.forEach(entry => {
  const card = cards.get(entry.target.dataset.source);
  if (card) {
    card.visible = entry.isIntersecting;
    draw(card);
  }
}), {rootMargin: '200px'});

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined) {
    made.textContent = text;
  }
  if (className) {
    made.className = className;
  }
  return made;
}

function byId(id) {
  return document.getElementById(id);
}

/* Times of today, without the date. */
function plain(cell, now) {
  if (!TIME.test(cell)) {
    return cell;
  }
  return (now && now.slice(0, 10) === cell.slice(0, 10) ? '' : cell.slice(0, 10) + ' ') + cell.slice(11, 19);
}

function sentence(word) {
  return word.charAt(0) + word.slice(1).toLowerCase();
}

function row(source, heading, now) {
  const tr = element('tr', undefined, source.health);
  tr.setAttribute('role', 'row');
  source.cells.forEach((cell, i) => {
    const td = element(i === 0 ? 'th' : 'td');
    td.setAttribute('role', i === 0 ? 'rowheader' : 'cell');
    td.dataset.label = sentence(heading[i]);
    if (i === 0) {
      td.scope = 'row';
    }
    if (heading[i] === 'HEALTH') {
      td.append(element('span', cell, 'word ' + source.health));
    } else {
      td.textContent = plain(cell, now);
    }
    if (NUMBERS.includes(heading[i])) {
      td.classList.add('number');
    }
    if (heading[i] === 'LAST ERROR') {
      td.classList.add('message');
      td.textContent = source.fault || cell;
    }
    td.classList.toggle('empty', td.textContent === '');
    tr.append(td);
  });
  return tr;
}

/* Below the row of a source that has partitions. */
function partitions(source, heading) {
  const tr = element('tr', undefined, 'partitions ' + source.health);
  tr.setAttribute('role', 'row');
  const td = element('td');
  td.setAttribute('role', 'cell');
  td.colSpan = heading.length;
  td.dataset.label = 'Partitions';
  td.append(...source.partitionLines.map(line => element('p', line)));
  tr.append(td);
  return tr;
}

function show(status) {
  const down = status.sources.filter(source => source.health === 'down').length;
  byId('summary').textContent = status.fault && down === 0 ? 'Status unknown.' : status.sources.length + (status.sources.length === 1 ? ' source: ' : ' sources: ')
    + (status.sources.length - down) + ' up, ' + down + ' down. As of ' + plain(status.at) + ' UTC.';
  document.title = (down || status.fault ? '(' + (down || 'all') + ' down) ' : '') + 'Tidemark';
  alarm(status.fault ? 'Cannot read the state: ' + status.fault + '. The data shown is older.' : status.notice ? sentence(status.notice) + '.' : '');
  byId('heading').replaceChildren(...status.heading.map(word => {
    const th = element('th', sentence(word), NUMBERS.includes(word) ? 'number' : '');
    th.scope = 'col';
    th.setAttribute('role', 'columnheader');
    return th;
  }));
  byId('sources').replaceChildren(...status.sources.flatMap(source => source.partitionLines.length === 0
    ? [row(source, status.heading, status.at)]
    : [row(source, status.heading, status.at), partitions(source, status.heading)]));
  status.sources.forEach(keep);
  const names = new Set(status.sources.map(source => source.source));
  for (const [name, card] of cards) {
    if (!names.has(name)) {
      card.charts.forEach(chart => chart.destroy());
      card.article.remove();
      cards.delete(name);
    }
  }
}

function alarm(text) {
  if (byId('alert').textContent !== text) {
    byId('alert').textContent = text;
    byId('alert').hidden = text === '';
  }
}

/* One card per source; its charts are drawn when it becomes visible. */
function keep(source) {
  let card = cards.get(source.source);
  if (!card) {
    const article = element('article');
    article.dataset.source = source.source;
    article.append(element('h3', source.source), element('div', 'No sync yet.', 'none'));
    card = {article, charts: [], visible: false, wanted: '', drawn: ''};
    cards.set(source.source, card);
    byId('charts').append(article);
    seen.observe(article);
  }
  card.wanted = source.lastStart || '';
  draw(card);
}

async function draw(card) {
  if (!card.visible || card.wanted === card.drawn) {
    return;
  }
  const wanted = card.wanted;
  card.drawn = wanted;
  try {
    const response = await fetch('observe/history?source=' + encodeURIComponent(card.article.dataset.source));
    plot(card, (await response.json()).points);
  } catch (e) {
    card.drawn = '';
  }
}

function plot(card, points) {
  card.charts.forEach(chart => chart.destroy());
  const pair = element('div', undefined, 'pair');
  card.article.lastChild.replaceWith(pair);
  const written = points.map(point => ({x: point.ended, y: point.rowsWritten, failed: point.status === 'failed'}));
  const lags = points.filter(point => point.lagSeconds !== null)
    .map(point => ({x: point.ended, y: Math.max(0, point.lagSeconds), failed: point.status === 'failed'}));
  card.charts = [
    chart(pair, 'Rows per sync', written, 'bar', '--sea', compact),
    chart(pair, 'Lag at the end of a sync', lags, 'line', '--sand', duration),
  ].filter(made => made);
}

function chart(pair, title, data, type, color, format) {
  const figure = element('figure');
  figure.append(element('figcaption', title));
  pair.append(figure);
  if (data.length === 0) {
    figure.append(element('p', 'Lag unknown.', 'none'));
    return null;
  }
  const last = data[data.length - 1];
  const most = Math.max(...data.map(point => point.y));
  figure.firstChild.textContent += ': ' + format(last.y);
  const plot = element('div', undefined, 'plot');
  const canvas = element('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', title + ', of ' + data.length + ' syncs: the last ' + format(last.y) + ', at most '
    + format(most) + ', ' + data.filter(point => point.failed).length + ' failed');
  plot.append(canvas);
  figure.append(plot);
  const style = getComputedStyle(document.documentElement);
  const paint = name => style.getPropertyValue(name).trim();
  const colors = data.map(point => paint(point.failed ? '--down' : color));
  return new Chart(canvas, {
    type,
    data: {
      labels: data.map(point => point.x),
      datasets: [{
        data: data.map(point => point.y),
        backgroundColor: colors,
        borderColor: paint(color),
        borderWidth: type === 'line' ? 1.5 : 0,
        maxBarThickness: 14,
        minBarLength: 2,
        pointBackgroundColor: colors,
        pointBorderWidth: 0,
        pointRadius: data.map(point => point.failed ? 3 : data.length === 1 ? 2 : 0),
        pointHitRadius: 12,
      }],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      scales: {
        x: {
          grid: {display: false},
          border: {color: paint('--line')},
          ticks: {
            color: paint('--quiet'), font: {size: 11}, maxRotation: 0, autoSkipPadding: 24, maxTicksLimit: 4,
            callback: index => clock(data, index),
          },
        },
        y: {
          beginAtZero: true,
          grid: {color: paint('--line')},
          border: {display: false},
          ticks: {color: paint('--quiet'), font: {size: 11}, maxTicksLimit: 4, precision: 0, callback: format,
            stepSize: type === 'line' ? step(most) : undefined},
        },
      },
      plugins: {
        legend: {display: false},
        tooltip: {
          displayColors: false,
          callbacks: {
            title: items => plain(items[0].label) + ' UTC',
            label: item => format(item.raw) + (data[item.dataIndex].failed ? ', failed' : ''),
          },
        },
      },
    },
  });
}

/* The resolution depends on the time span of the syncs. */
function clock(data, index) {
  const time = data[index].x;
  const minutes = (Date.parse(data[data.length - 1].x) - Date.parse(data[0].x)) / 60000;
  return minutes > 2880 ? time.slice(5, 10) : minutes > 10 ? time.slice(11, 16) : time.slice(11, 19);
}

function compact(number) {
  return Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1}).format(number);
}

function duration(seconds) {
  if (seconds === 0) {
    return '0';
  }
  const [unit, name] = unitOf(seconds);
  return Number((seconds / unit).toPrecision(3)) + ' ' + name;
}

function unitOf(seconds) {
  return [[86400, 'd'], [3600, 'h'], [60, 'min'], [1, 's']].find(each => Math.abs(seconds) >= each[0]) || [0.001, 'ms'];
}

/* A round number of days, hours or minutes that is about a third of the axis. */
function step(most) {
  const unit = unitOf(most)[0];
  const third = Math.max(most / unit / 3, 1e-9);
  const ten = 10 ** Math.floor(Math.log10(third));
  return unit * ten * [1, 2, 5, 10].find(each => each * ten >= third);
}

async function refresh() {
  if (document.hidden) {
    return;
  }
  try {
    const response = await fetch('observe/status');
    /* 503 is a response too: the server cannot read anything newer. */
    if (!response.ok && response.status !== 503) {
      throw new Error('status ' + response.status);
    }
    show(await response.json());
  } catch (e) {
    alarm('Tidemark does not respond (' + e.message + '). The data shown is older.');
  }
}

matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => cards.forEach(card => {
  card.drawn = '';
  draw(card);
}));
document.addEventListener('visibilitychange', refresh);
setInterval(refresh, PERIOD);
refresh();

'use strict';
// Draws the pictures in the colours of the page, and sorts the tables.

const figures = [...document.querySelectorAll('figure')].filter((f) => f.querySelector('.drawing'));

/** Unpacks plotly, which the page carries compressed; its hash is in the page's security policy. */
async function loadPlotly() {
  const packed = Uint8Array.from(
      atob(document.getElementById('plotly').textContent), (c) => c.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  const script = document.createElement('script');
  script.textContent = await new Response(unpacked).text();
  document.head.append(script);
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The layout of a picture in the page's present colours and at its present width. */
function themed(layout, width) {
  const narrow = width < 560;
  const below = {orientation: 'h', y: -0.22, yanchor: 'top', x: 0, font: {size: 11}};
  const axes = Object.keys(layout).filter((key) => /^[xy]axis/.test(key));
  const themedAxis = (key) => ({
    gridcolor: colour('--grid'), zerolinecolor: colour('--grid'), linecolor: colour('--rule'),
    tickcolor: colour('--rule'), automargin: true,
    exponentformat: 'none', ...layout[key],
    title: {standoff: 10, font: {size: 12, color: colour('--soft')}, ...layout[key].title},
    tickfont: {size: 11.5, color: colour('--soft')},
  });
  if (narrow && layout.meta?.named) layout = withRoomForNames(layout, layout.meta.named);
  return {
    ...layout,
    ...Object.fromEntries(axes.map((key) => [key, themedAxis(key)])),
    font: {family: getComputedStyle(document.body).fontFamily, size: 12, color: colour('--soft')},
    paper_bgcolor: 'rgba(0,0,0,0)',
    plot_bgcolor: 'rgba(0,0,0,0)',
    margin: {l: narrow ? 44 : 58, r: 10, t: 12, b: 44},
    hoverlabel: {bgcolor: colour('--card'), bordercolor: colour('--rule'),
                 font: {color: colour('--ink'), size: 12}},
    legend: narrow || layout.legend ? below : {font: {size: 11.5}},
    dragmode: narrow ? false : 'zoom',
    width: undefined,
  };
}

/** Gives the names beside the ends of lines more of a narrow picture. */
function withRoomForNames(layout, share) {
  const annotations = layout.annotations.map((a) => ({...a, x: share + 0.02, font: {...a.font, size: 10.5}}));
  return {...layout, annotations, xaxis: {...layout.xaxis, domain: [0, share]}};
}

function draw(figure) {
  const place = figure.querySelector('.drawing');
  const {data, layout} = JSON.parse(figure.querySelector('script').textContent);
  const config = {responsive: true, displaylogo: false, displayModeBar: false};
  return Plotly.newPlot(place, data, themed(layout, place.clientWidth), config).then(() => {
    const chooser = figure.querySelector('select');
    if (chooser) choose(place, chooser);
  });
}

/** Shows the two coloured lines of the chosen replica over the faint ones of all. */
function choose(place, chooser) {
  const count = Number(chooser.dataset.count);
  const coloured = [...Array(2 * count).keys()].map((i) => count + i);
  const show = () => Plotly.restyle(
      place, {visible: coloured.map((i) => Math.floor((i - count) / 2) === Number(chooser.value))},
      coloured);
  chooser.onchange = show;
  return show();
}

function sortBy(header) {
  const table = header.closest('table');
  const column = [...header.parentNode.children].indexOf(header);
  const descending = header.getAttribute('aria-sort') === 'ascending';
  const value = (row) => {
    const cell = row.children[column];
    if (!('value' in cell.dataset)) return cell.textContent;
    const number = Number(cell.dataset.value);
    return Number.isNaN(number) ? Infinity : number;
  };
  const compare = (a, b) => {
    const [x, y] = [value(a), value(b)];
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return String(x).localeCompare(String(y));
  };
  const rows = [...table.tBodies[0].rows].sort(compare);
  if (descending) rows.reverse();
  for (const other of header.parentNode.children) other.setAttribute('aria-sort', 'none');
  header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  table.tBodies[0].append(...rows);
}

async function drawAll() {
  if (figures.length && !window.Plotly) await loadPlotly();
  for (const figure of figures) {
    await draw(figure);
    await new Promise((resolve) => setTimeout(resolve));
  }
  document.documentElement.dataset.drawn = figures.length;
}

for (const header of document.querySelectorAll('th')) {
  header.querySelector('button').addEventListener('click', () => sortBy(header));
}
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
matchMedia('print').addEventListener('change', () => figures.forEach(draw));
drawAll();

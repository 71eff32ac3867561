// The page is a view of a run string: the address names it, the server plays it, and whatever a person does is an edit of it.
import {Clock, Run, countUntil} from './run.js';
import {Stage} from './stage.js';
import {Timeline} from './timeline.js';
import {Room} from './room.js';
import {Script} from './script.js';
import {canPlay, isExported, known, play} from './server.js';
import {actionsFor, join, parts, timeOf} from './actions.js';
import {count, fault, name, seconds, why} from './words.js';

const $ = id => document.getElementById(id);
const still = matchMedia('(prefers-reduced-motion: reduce)');

const token = new URLSearchParams(location.search).get('presenter') ?? '';
const room = new Room($('room'), token);

let runs = [];
let views = [];
let clock;
let string = '';
let told = 0;
let sources;
let playing = false;
let alone = false;
let predicted;
let answered = '';

/** Whether the playhead is at the end; a slider rounds. */
const isOver = () => told > clock.end - 0.001;

const shownString = () => decodeURIComponent(location.hash.slice(1)) || 'heartbeat';

/** The reader's own adapter is shown beside the real one, and streams beside what they answer. */
function besideTheReal(wanted) {
  if (wanted.includes(';adapter=mine')) return [wanted.replace(';adapter=mine', ';adapter'), wanted];
  if (wanted.includes(';adapter=streams')) return [wanted.replace(';adapter=streams', ''), wanted];
  return [wanted];
}

async function open() {
  const wanted = shownString();
  const played = await Promise.all(besideTheReal(wanted).map(each => play(each, token)));
  if (wanted !== shownString()) return;
  const refused = played.find(each => each.error);
  $('error').hidden = !refused;
  if (refused) {
    $('error').textContent = refused.error;
    return;
  }
  const json = {...played[0], runs: played.flatMap(each => each.runs)};
  const sameScenario = parts(string).scenario === json.scenario && runs.length > 0;
  const at = sameScenario ? clock.toMicros(told) : 0;
  string = wanted;
  runs = json.runs.map(run => new Run(run));
  clock = new Clock(runs);
  told = clock.toTold(at);
  draw(json);
  if (!sameScenario) ask(json);
  show();
}

function draw(json) {
  document.title = `${json.scenario}: Fanout Lab`;
  $('question').textContent = json.question;
  $('scenario').value = json.scenario;
  $('exhibit').hidden = !json.exhibit;
  $('exhibit').replaceChildren(...json.exhibit ? [['What people saw', json.exhibit.happened], ['Why', json.exhibit.why],
    ['What helps', json.exhibit.fixed]].map(([title, text]) => {
      const line = wrapped('p', Object.assign(document.createElement('b'), {textContent: `${title}: `}));
      line.append(text);
      return line;
    }) : []);
  $('generation').disabled = Boolean(json.exhibit);
  const named = parts(string);
  $('generation').value = named.rest.find(field => /^(legacy|adapter)/.test(field)) ?? '';
  $('faults').replaceChildren(...named.faults.map((text, i) => {
    const button = Object.assign(document.createElement('button'), {type: 'button', textContent: `${fault(text)}  ✕`, title: 'Take it out again'});
    button.setAttribute('aria-label', `${fault(text)}: take it out again`);
    button.addEventListener('click', () => edit(of => ({...of, faults: of.faults.filter((_, other) => other !== i)})));
    return wrapped('li', button);
  }));
  views = runs.map(run => view(run));
  $('runs').replaceChildren(...views.map(({card}) => card));
  $('scrub').max = clock.end;
}

function view(run) {
  const card = document.createElement('article');
  card.className = 'run';
  card.dataset.generation = run.generation;
  card.dataset.string = run.string;
  card.dataset.traceHash = run.traceHash;
  card.setAttribute('aria-label', run.title);
  const header = document.createElement('header');
  header.append(Object.assign(document.createElement('h2'), {textContent: run.title}));
  const counters = Object.assign(document.createElement('dl'), {className: 'counters'});
  const numbers = run.counters.map(({title}) => {
    const number = document.createElement('dd');
    const pair = document.createElement('div');
    pair.append(Object.assign(document.createElement('dt'), {textContent: title}), number);
    counters.append(pair);
    return number;
  });
  header.append(counters);
  const stage = new Stage(run, clock, (lane, from) => offer(run, lane, from));
  const timeline = new Timeline(run, clock, moved => seek(told + moved));
  const now = Object.assign(document.createElement('p'), {className: 'now'});
  card.append(header, stage.svg, now, timeline.canvas);
  return {run, card, stage, timeline, now, numbers};
}

/** Shows everything as it is at the playhead. */
function show() {
  const micros = clock.toMicros(told);
  const emit = alone ? emitAt(micros) : undefined;
  for (const {run, stage, timeline, now, numbers} of views) {
    stage.show(told, emit);
    timeline.show(told, emit);
    run.counters.forEach(({times}, i) => { numbers[i].textContent = countUntil(times, micros) - countUntil(times, -1); });
    const newest = stage.now(told, emit);
    now.replaceChildren();
    if (newest) now.append(Object.assign(document.createElement('time'), {textContent: newest.at}), `  ${newest.words}`);
  }
  $('scrub').value = told;
  $('clock').textContent = seconds(micros);
  $('play').textContent = playing ? 'Pause' : isOver() ? 'Again' : 'Play';
  $('emit').setAttribute('aria-pressed', alone);
  tellPath(micros);
  tellResult();
}

/** The emit that is told when one is told alone: the newest one of either generation. */
function emitAt(micros) {
  return Math.max(1, ...runs.map(run => run.emitAt(micros)));
}

let toldPath = '';
function tellPath(micros) {
  const key = alone ? `${string} ${emitAt(micros)}` : '';
  if (key === toldPath) return;
  toldPath = key;
  $('path').replaceChildren(...(alone ? runs : []).filter(run => emitAt(micros) <= run.emits.length).map(run => {
    const emit = run.emits[emitAt(micros) - 1];
    const table = document.createElement('table');
    table.createCaption().textContent = `${run.title}: emit ${emit.number} of ${run.emits.length}, ${name(emit.lane)} emits ${emit.name} "${emit.text}"`;
    for (const arrow of run.path(emit.number)) {
      const row = table.insertRow();
      row.className = arrow.fate === 'DELIVERED' ? 'delivered' : arrow.look;
      const because = Object.assign(document.createElement('button'), {type: 'button', textContent: arrow.words, title: 'Why?'});
      because.addEventListener('click', () => explain(run, arrow));
      for (const cell of [`${((arrow.to - emit.timeMicros) / 1000).toFixed(1)} ms`, `${name(arrow.source.lane)} → ${name(arrow.target.lane)}`, because]) {
        row.insertCell().append(cell);
      }
    }
    return table;
  }));
}

/** Says why, and shows the lines of the server that did it. */
async function explain(run, arrow) {
  sources ??= await known('sources');
  const {part, sentence} = why(arrow);
  const source = sources[run.generation]?.[part];
  $('why-title').textContent = `${name(arrow.source.lane)} → ${name(arrow.target.lane)}: ${arrow.words}`;
  $('why').querySelector('p').textContent = sentence;
  $('why').querySelector('figure').hidden = source === undefined;
  if (source) {
    $('why').querySelector('figcaption').textContent = source.file;
    $('why').querySelector('pre').textContent = source.lines;
  }
  $('why').showModal();
}

let toldResult = '';
function tellResult() {
  const over = isOver();
  const key = over ? string + predicted : '';
  if (key === toldResult) return;
  toldResult = key;
  $('result').replaceChildren(...over ? [...judged(), ...runs.flatMap(missed)] : []);
}

function judged() {
  if (predicted === undefined) return [];
  const truths = runs.map(run => truth(run));
  const right = truths.every(({value}) => value === predicted);
  const line = document.createElement('p');
  line.className = right ? 'verdict right' : 'verdict';
  const same = truths.every(({value}) => value === truths[0].value);
  line.textContent = `You predicted ${predicted}. `
    + (same ? `It is ${truths[0].value}${runs.length > 1 ? ', in both generations' : ''}.` : truths.map(({title, value}) => `${title}: ${value}`).join(', ') + '.')
    + (right ? '' : ' Look where the others come from, or go: press e, and step through one emit.');
  return [line];
}

function missed(run) {
  const line = document.createElement('p');
  if (string.startsWith('museum:')) {
    line.textContent = `${run.title}: ${run.claims[0].seen}`;
    line.className = run.claims[0].outcome === 'holds' ? 'right' : 'fails';
    return [line];
  }
  const broken = run.claims.filter(claim => claim.outcome !== 'holds');
  line.textContent = `${run.title}: ` + (broken.length === 0 ? `all ${run.claims.length} claims hold. ` : '')
    + (run.misses.length === 0 ? 'Nobody missed anything.' : `${count(run.misses.length, 'event')} missed:`);
  const list = document.createElement('ul');
  for (const claim of broken) {
    const item = Object.assign(document.createElement('li'), {className: 'fails', textContent: `${claim.outcome}: ${claim.statement} (${claim.seen})`});
    list.append(item);
  }
  for (const miss of run.misses.slice(0, 12)) {
    const item = document.createElement('li');
    const emit = run.emits.find(each => each.text.replace(/#0+/, '#') === miss.emit);
    const go = Object.assign(document.createElement('button'), {type: 'button', textContent: 'show'});
    go.setAttribute('aria-label', `show ${miss.emit} to ${name(miss.client)}`);
    go.addEventListener('click', () => {
      alone = true;
      seek(clock.toTold(emit.timeMicros));
    });
    item.append(`${miss.emit} to ${name(miss.client)}: ${miss.why} `, ...emit ? [go] : []);
    list.append(item);
  }
  if (run.misses.length > 12) list.append(Object.assign(document.createElement('li'), {textContent: `… and ${run.misses.length - 12} more`}));
  return [line, ...list.children.length > 0 ? [list] : []];
}

// A prediction comes first, or is waived.

function ask(json) {
  const client = runs[0].lanes.find(lane => lane.role === 'CLIENT');
  const waived = answered === json.scenario || !client || Boolean(json.exhibit);
  playing = false;
  predicted = undefined;
  $('predict').hidden = waived;
  if (waived) return;
  $('asked').textContent = json.perSecond > 0
    ? `How many events does client ${client?.name} get in a second?`
    : `How many events does client ${client?.name} get in all?`;
  room.ask($('asked').textContent);
  truth = run => {
    const all = run.delivered.get(client.name).length;
    return {title: run.title, value: json.perSecond > 0 ? Math.round(all / run.lanesBeat) : all};
  };
  for (const run of runs) run.lanesBeat = beats(run);
  $('prediction').value = '';
}

let truth = () => ({title: '', value: NaN});

/** For how many seconds somebody emits once a second. */
function beats(run) {
  const seconds = new Set(run.emits.map(emit => Math.round(emit.timeMicros / 1e6)));
  return Math.max(1, seconds.size);
}

$('predict').querySelector('form').addEventListener('submit', event => {
  event.preventDefault();
  predicted = Number($('prediction').value);
  start();
});
$('waive').addEventListener('click', start);

function start() {
  answered = parts(string).scenario;
  $('predict').hidden = true;
  playing = true;
  $('play').focus();
  show();
}

// What a person does is an edit of the string.

function edit(change) {
  location.hash = join(change(parts(shownString())));
}

function offer(run, lane, from) {
  if (run.laneOf.get(lane).role === 'OTHER' || string.startsWith('museum:')) return; // an exhibit shows what it shows
  playing = false;
  show();
  const at = timeOf(isExported ? Math.min(9, Math.max(1, Math.round(clock.toMicros(told) / 1e6))) * 1e6 : clock.toMicros(told));
  const actions = actionsFor(run.laneOf.get(lane), run, at)
    .filter(([, text]) => canPlay(join({...parts(string), faults: [...parts(string).faults, text]})));
  $('menu-title').textContent = `${name(lane)}, at ${at.replace('s', ' s')}`;
  $('menu').querySelector('ul').replaceChildren(...actions.map(([words, text]) => {
    const button = document.createElement('button');
    button.append(Object.assign(document.createElement('span'), {textContent: words}), Object.assign(document.createElement('code'), {textContent: text}));
    button.addEventListener('click', () => {
      $('menu').close();
      answered = parts(string).scenario;
      $('predict').hidden = true;
      edit(of => ({...of, faults: [...of.faults, text]}));
      playing = true;
    });
    return wrapped('li', button);
  }));
  if (actions.length === 0) {
    $('menu').querySelector('ul').append(wrapped('li', `This site was written with other runs. To do anything: ./fanout workshop '${string}'`));
  }
  $('menu').showModal();
  $('menu').addEventListener('close', () => from.isConnected && from.focus(), {once: true});
}

$('scenario').addEventListener('change', () => { location.hash = $('scenario').value; });
$('generation').addEventListener('change', () => edit(of => ({...of,
  rest: [...$('generation').value ? [$('generation').value] : [], ...of.rest.filter(field => !/^(legacy|adapter)/.test(field))]})));
$('choices').addEventListener('submit', event => event.preventDefault());

$('open-room').hidden = isExported;
$('open-room').addEventListener('click', () => room.open());

$('visit').addEventListener('click', async () => {
  const rooms = await known('museum');
  $('museum').querySelector('div').replaceChildren(...rooms.flatMap(({room, exhibits}) => {
    const list = document.createElement('ul');
    list.append(...exhibits.map(exhibit => {
      const link = Object.assign(document.createElement('a'), {href: `#museum:${exhibit.name}`, textContent: exhibit.title});
      link.addEventListener('click', () => $('museum').close());
      return wrapped('li', link);
    }));
    return [Object.assign(document.createElement('h3'), {textContent: room}), list];
  }));
  $('museum').showModal();
});

// A presenter's script.

const script = new Script($('card'), run => {
  answered = '';
  if (shownString() === run) open();
  else location.hash = run;
});

async function loadScripts() {
  const scripts = await known('scripts');
  $('script').append(...scripts.map(({title}, i) => option(i, title.split(':')[0])));
  $('script').addEventListener('change', () => script.begin(scripts[$('script').value]?.cards ?? []));
}

$('card-back').addEventListener('click', () => script.turn(-1));
$('card-forth').addEventListener('click', () => script.turn(1));

// Time.

function seek(to) {
  told = Math.min(clock.end, Math.max(0, to));
  playing = false;
  show();
}

function playOrPause() {
  if (!$('predict').hidden) {
    $('prediction').focus();
    return;
  }
  if (isOver()) told = clock.toTold(0);
  playing = !playing;
  show();
}

function stepEmit(by) {
  const {emits} = runs[0];
  const number = Math.min(emits.length, Math.max(1, emitAt(clock.toMicros(told)) + by));
  if (emits.length > 0) seek(clock.toTold(Math.max(...runs.flatMap(run => run.emits[number - 1]?.timeMicros ?? []))));
}

function speedUp(by) {
  const select = $('speed');
  select.selectedIndex = Math.min(select.length - 1, Math.max(0, select.selectedIndex + by));
}

$('scrub').addEventListener('input', () => seek(Number($('scrub').value)));
$('play').addEventListener('click', playOrPause);
$('back').addEventListener('click', () => seek(clock.previous(told)));
$('forth').addEventListener('click', () => seek(clock.next(told)));
$('emit').addEventListener('click', toggleAlone);
$('help').addEventListener('click', () => $('keys').showModal());

function toggleAlone() {
  alone = !alone;
  show();
}

document.addEventListener('keydown', event => {
  if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches('input[type=number], select');
  const keys = {
    ' ': event.target.matches('button') ? undefined : playOrPause,
    ArrowRight: () => event.shiftKey ? stepEmit(1) : seek(clock.next(told)),
    ArrowLeft: () => event.shiftKey ? stepEmit(-1) : seek(clock.previous(told)),
    '+': () => speedUp(1),
    '-': () => speedUp(-1),
    e: toggleAlone,
    n: () => script.turn(1),
    p: () => script.turn(-1),
    '?': () => $('keys').showModal(),
  };
  const action = typing ? undefined : keys[event.key];
  if (action && clock) {
    event.preventDefault();
    action();
  }
});

let last;
function tick(at) {
  const passed = last === undefined ? 0 : Math.min(0.1, (at - last) / 1000);
  last = at;
  if (playing && clock) {
    told += passed * Number($('speed').value);
    if (still.matches) told = clock.next(told);
    if (told >= clock.end) {
      told = clock.end;
      playing = false;
    }
    show();
  }
  if (still.matches) setTimeout(() => requestAnimationFrame(tick), 600);
  else requestAnimationFrame(tick);
}

function wrapped(tag, child) {
  const made = document.createElement(tag);
  made.append(child);
  return made;
}

addEventListener('hashchange', open);
addEventListener('resize', () => clock && show());
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => clock && show());
const [scenarios, dialects] = await Promise.all(['scenarios', 'dialects'].map(known));
const option = (value, textContent) => Object.assign(document.createElement('option'), {value, textContent});
$('scenario').replaceChildren(...scenarios.map(scenario => option(scenario, scenario)));
$('generation').append(...Object.entries(dialects).map(([field, title]) => option(field, title)));
await loadScripts();
await open();
requestAnimationFrame(tick);

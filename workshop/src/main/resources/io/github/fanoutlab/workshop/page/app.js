// The page is a view of a run string: the address names it, the server plays it, and whatever a person does is an edit of it.
import {Player} from './player.js';
import {Find} from './find.js';
import {beside, gallery} from './museum.js';
import {Room} from './room.js';
import {Script} from './script.js';
import {Turns} from './turns.js';
import {canPlay, find, isExported, known, play, savedAt} from './server.js';
import {actionsFor, join, parts, timeOf} from './actions.js';
import {count, fault, name, part} from './words.js';

const $ = id => document.getElementById(id);
const UNNAMED = '?';

const token = new URLSearchParams(location.search).get('presenter') ?? '';
const room = new Room($('room'), token);

const player = new Player({known, onChoose: offer, onResult: judge, mayPlay, onShow: () => turns.show(), onPlay: () => room.close()});
const turns = new Turns(player, letFirst);

let string = '';
/** What the server said of it. */
let shown;
let predicted;
/** What was to be predicted, as it is in a run. */
let truth;
let answered = '';
/** When the reader's own adapter was saved that is shown. */
let saved;
/** Whether a card was turned to whose run has not been shown yet. */
let turned = false;
/** What is done when the run that a person has made is shown. */
let afterwards = () => {};

/** What the address names; only a card without a run has an address that names none. */
const shownString = () => decodeURIComponent(location.hash.slice(1)) || (script.card ? script.card.show : 'heartbeat');

/** A card's run is predicted if the card says what. */
const shownCard = () => script.card?.show === string ? script.card : undefined;

/** The reader's own adapter is shown beside the real one, and streams beside what they answer. */
function besideTheReal(wanted) {
  if (wanted.includes(';adapter=mine')) return [wanted.replace(';adapter=mine', ';adapter'), wanted];
  if (wanted.includes(';adapter=streams')) return [wanted.replace(';adapter=streams', ''), wanted];
  return [wanted];
}

async function open() {
  const wanted = shownString();
  if (wanted === '') {
    rest();
    return;
  }
  if (wanted.includes(';adapter=mine') && !isExported) saved = (await savedAt(token)).millis;
  const played = await Promise.all(besideTheReal(wanted).map(each => play(each, token)));
  if (wanted !== shownString()) return;
  const refused = played.find(each => each.error);
  $('error').hidden = !refused;
  if (refused) {
    $('error').textContent = refused.error;
    player.pause();
    if (shown) showChoices();
    return;
  }
  document.body.classList.remove('resting');
  const json = {...played[0], runs: played.flatMap(each => each.runs)};
  const sameScenario = parts(string).scenario === json.scenario;
  const asksAgain = !sameScenario || turned;
  turned = false;
  string = wanted;
  draw(json);
  player.load(json, asksAgain ? undefined : player.micros);
  if (asksAgain) ask(json);
  else if (predicted === undefined) truth = undefined;
  showName();
  afterwards();
  afterwards = () => {};
}

function draw(json) {
  shown = json;
  $('question').textContent = json.question;
  $('exhibit').hidden = !json.exhibit;
  $('exhibit').replaceChildren(...json.exhibit ? beside(json.exhibit, cures) : []);
  $('generation').disabled = $('turn').disabled = Boolean(json.exhibit); // an exhibit shows what it shows
  if (json.exhibit && turns.isOpen) openOrCloseTurns();
  const named = parts(string);
  const taken = [...named.faults.map(text => [fault(text), text]), ...named.rest.filter(text => !/^(legacy|adapter|sim=)/.test(text)).map(text => [part(text), text])];
  $('faults').replaceChildren(...taken.map(([words, text]) => {
    const button = Object.assign(document.createElement('button'), {type: 'button', textContent: `${words}  ✕`, title: 'Remove it'});
    button.className = text.startsWith('first:') ? 'turn' : text.includes('=') ? 'part' : '';
    button.setAttribute('aria-label', `${words}: remove it`);
    button.addEventListener('click', () => edit(of => ({...of, faults: without(of.faults, text), rest: without(of.rest, text)})));
    const item = wrapped('li', button);
    if (text.startsWith('balancer=') && !isExported) item.append(' ', otherBalancers(text));
    return item;
  }));
  $('hint').hidden = taken.length > 0 || Boolean(json.exhibit);
  showChoices();
}

/** The same run through another balancer. */
function otherBalancers(text) {
  const select = Object.assign(document.createElement('select'), {ariaLabel: 'Balancer'});
  select.append(...balancers.map(key => option(`balancer=${key}`, key)));
  select.value = text;
  select.addEventListener('change', () => edit(of => ({...of, rest: of.rest.map(field => field === text ? select.value : field)})));
  return select;
}

/** The menus say what is shown, not what was refused. */
function showChoices() {
  $('generation').value = parts(string).rest.find(field => /^(legacy|adapter)/.test(field)) ?? '';
  showName();
}

/** A card without a run: nothing is asked, and nothing plays behind it. */
function rest() {
  player.pause();
  string = '';
  document.body.classList.add('resting');
  $('error').hidden = $('predict').hidden = true;
  $('scenario').value = UNNAMED;
  document.title = 'Fanout Lab';
  room.ask('');
}

/** A scenario's name may tell the answer: a card's run has none before the prediction. */
function showName() {
  const {scenario, exhibit} = shown;
  const isAsked = shownCard() && !$('predict').hidden;
  document.title = isAsked ? 'Fanout Lab' : `${scenario}: Fanout Lab`;
  $('scenario').value = exhibit ? '' : isAsked ? UNNAMED : scenario;
}

/** All but the first `text`. */
function without(texts, text) {
  const at = texts.indexOf(text);
  return texts.filter((_, i) => i !== at);
}

// A prediction comes first, or is waived.

/** At the end, what came of it stands where the prediction was asked for. */
function judge(runs) {
  const missed = runs.filter(run => run.misses.length > 0);
  const alike = missed.length === 2 && missed[0].misses.length === missed[1].misses.length;
  const lines = [...truth && runs.length > 0 ? [comparison(runs)] : [],
    ...missed.length > 0 ? [whatWasMissed(alike ? [{title: 'Both', misses: missed[0].misses}] : missed)] : []];
  $('verdict').hidden = lines.length === 0;
  $('verdict').replaceChildren(...lines);
}

function comparison(runs) {
  const truths = runs.map(run => truth(run));
  const right = truths.every(({value}) => value === predicted);
  const same = truths.every(({value}) => value === truths[0].value);
  room.answer(truths.map(({value}) => value));
  const line = document.createElement('p');
  line.className = right ? 'verdict right' : 'verdict';
  line.textContent = (predicted === undefined ? `${$('asked').textContent} ` : `You predicted ${predicted}. `)
    + (same ? `It is ${truths[0].value}${runs.length > 1 ? ', in both' : ''}.` : truths.map(({title, value}) => `${title}: ${value}`).join(', ') + '.')
    + (right || predicted === undefined || runs.some(run => run.misses.length > 0) ? '' : ' To see why, press e and step through one emit.');
  return line;
}

function whatWasMissed(runs) {
  const line = wrapped('p', runs.map(run => `${run.title}: ${count(run.misses.length, 'event')} missed.`).join(' '));
  const below = Object.assign(document.createElement('button'), {type: 'button', textContent: 'Which, and why?'});
  below.addEventListener('click', () => $('result').scrollIntoView());
  line.append(' ', below);
  return line;
}

function mayPlay() {
  if (string === '') return false;
  if (!$('predict').hidden) {
    player.toggleWall(false);
    $('prediction').focus();
    return false;
  }
  document.body.classList.remove('untold');
  return true;
}

function ask(json) {
  const {runs} = player;
  const card = shownCard();
  const clients = runs[0].lanes.filter(lane => lane.role === 'CLIENT');
  const client = clients.find(({name}) => card?.parts.Predict?.includes(`client ${name} `)) ?? clients[0];
  const waived = answered === json.scenario || !client || Boolean(json.exhibit) || (card && !card.parts.Predict);
  player.pause();
  predicted = truth = undefined;
  $('predict').hidden = waived;
  document.body.classList.toggle('untold', !waived || Boolean(card));
  if (waived) {
    room.ask('');
    return;
  }
  player.toggleWall(false);
  $('asked').textContent = card ? card.parts.Predict : `How many events does client ${client.name} get in ${json.perSecond > 0 ? 'a second' : 'all'}?`;
  room.ask($('asked').textContent, card ? Object.values(script.place).join() : string);
  const perSecond = $('asked').textContent.includes('in a second');
  truth = run => {
    const all = run.delivered.get(client.name).length;
    return {title: run.title, value: perSecond ? Math.round(all / beats(run)) : all};
  };
  $('prediction').value = '';
}

/** Until then, nothing is drawn of what is still to come. */
function tell() {
  $('predict').hidden = true;
  document.body.classList.remove('untold');
}

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
  tell();
  showName();
  player.play();
}

// What a person does is an edit of the string.

function edit(change) {
  location.hash = join(change(parts(shownString())));
}

/** One more fault; of an exported site, another one, since it has no runs with two. */
function withFault(of, text) {
  return {...of, faults: isExported ? [text] : [...of.faults, text]};
}

function offer(run, lane, from) {
  if (run.laneOf.get(lane).role === 'OTHER') return;
  player.pause();
  const at = timeOf(isExported ? Math.min(9, Math.max(1, Math.round(player.micros / 1e6))) * 1e6 : player.micros);
  const actions = actionsFor(run.laneOf.get(lane), run, at)
    .filter(([, text]) => canPlay(join(withFault(parts(string), text))));
  $('menu-title').textContent = `${name(lane)}, at ${at.replace('s', ' s')}`;
  $('menu').querySelector('ul').replaceChildren(...actions.map(([words, text]) => {
    const button = document.createElement('button');
    button.append(Object.assign(document.createElement('span'), {textContent: words}), Object.assign(document.createElement('code'), {textContent: text}));
    button.addEventListener('click', () => {
      $('menu').close();
      answered = parts(string).scenario;
      tell();
      edit(of => withFault(of, text));
      player.playing = true;
    });
    return wrapped('li', button);
  }));
  if (actions.length === 0) {
    $('menu').querySelector('ul').append(wrapped('li', `This site has no runs for that. To do anything: ./fanout workshop '${string}'`));
  }
  $('menu').showModal();
  $('menu').addEventListener('close', () => from.isConnected && from.focus(), {once: true});
}

// Whose turn it is is an edit, too.

function letFirst(run, text, timeIn) {
  afterwards = () => {
    const {run: played, turns: list} = player.views.find(view => view.run.title === run.title);
    player.seek(player.clock.toTold(timeIn(played)));
    list?.querySelector('button')?.focus();
  };
  edit(of => withFault(of, text));
}

function toggleTurns() {
  if (!isExported && !$('turn').disabled && mayPlay()) openOrCloseTurns();
}

function openOrCloseTurns() {
  turns.toggle();
  $('find').hidden = !turns.isOpen;
  $('turn').setAttribute('aria-pressed', turns.isOpen);
}

new Find($('find'), (wish, from) => find(string, wish, from, token), found => {
  answered = parts(found).scenario;
  afterwards = () => {
    player.seek(0);
    player.play();
  };
  location.hash = found;
});
$('turn').hidden = isExported;
$('turn').addEventListener('click', toggleTurns);
$('next-choice').addEventListener('click', () => turns.next());
Object.assign(player.keys, {t: toggleTurns, c: () => turns.isOpen && turns.next()});

$('scenario').addEventListener('change', () => { location.hash = $('scenario').value; });
$('generation').addEventListener('change', () => edit(of => ({...of,
  rest: [...$('generation').value ? [$('generation').value] : [], ...of.rest.filter(field => !/^(legacy|adapter)/.test(field))]})));
$('choices').addEventListener('submit', event => event.preventDefault());

$('open-room').hidden = isExported;
$('open-room').addEventListener('click', async () => {
  await room.toggle();
  history.replaceState(entry(), '');
});

$('visit').addEventListener('click', async () => {
  $('museum').querySelector('div').replaceChildren(...gallery(await known('museum'), () => $('museum').close()));
  $('museum').showModal();
});

const [scenarios, dialects, balancers, {cures}, scripts] = await Promise.all(['scenarios', 'dialects', 'balancers', 'sources', 'scripts'].map(known));
const option = (value, textContent) => Object.assign(document.createElement('option'), {value, textContent});
$('scenario').replaceChildren(...scenarios.map(scenario => option(scenario, scenario)),
  ...[option('', 'an exhibit'), option(UNNAMED, UNNAMED)].map(each => Object.assign(each, {hidden: true})));
$('generation').append(...Object.entries(dialects).map(([field, title]) => option(field, title)));

// A presenter's script. What the browser goes back to, or loads again, is an address with its card.

const script = new Script($('card'), scripts, () => {
  begin();
  const to = script.card ? script.card.show : shownString();
  if (decodeURIComponent(location.hash.slice(1)) !== to) {
    location.hash = to;
    return;
  }
  history.pushState(entry(), '');
  open();
});

/** What the browser's history has of the page besides its address. */
function entry() {
  return {...script.place, isRoomOpen: room.isOpen};
}

function begin() {
  answered = '';
  turned = true;
}

function follow({isRoomOpen, ...place}) {
  $('script').value = place.script ?? '';
  script.show(place);
  begin();
}

$('script').append(...scripts.map(({title}, i) => option(i, title.split(':')[0])));
$('script').addEventListener('change', () => script.begin($('script').value));
$('card-back').addEventListener('click', () => script.turn(-1));
$('card-forth').addEventListener('click', () => script.turn(1));
Object.assign(player.keys, {n: () => script.turn(1), p: () => script.turn(-1)});

function wrapped(tag, child) {
  const made = document.createElement(tag);
  made.append(child);
  return made;
}

/** The reader's own adapter is played again when its file is saved. */
if (!isExported) {
  setInterval(async () => {
    if (!shownString().includes(';adapter=mine')) return;
    const {millis} = await savedAt(token);
    if (saved !== millis) open();
  }, 1000);
}

addEventListener('popstate', () => {
  if (!history.state) history.replaceState(entry(), '');
  else if (!script.isAt(history.state)) follow(history.state);
  open();
});
if (history.state) {
  follow(history.state);
  if (history.state.isRoomOpen) await room.toggle();
}
history.replaceState(entry(), '');
await open();

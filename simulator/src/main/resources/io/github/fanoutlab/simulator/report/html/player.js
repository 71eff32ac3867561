// Runs on a page: drawn one beside the other on one clock, with what happened told below. The report and the workshop page are made of it.
import {Diagram, drawAll} from './diagram.js';
import {Clock, Run, countUntil} from './run.js';
import {MARK, Stage, narrow} from './stage.js';
import {Timeline} from './timeline.js';
import {count, name, seconds, why} from './words.js';

const $ = id => document.getElementById(id);
const still = matchMedia('(prefers-reduced-motion: reduce)');
const MAX_MISSES = 12;
const ABOUT = {legacy: 'Socket.IO 0.9', adapter: 'Socket.IO 1.0 to 4.x'};
/** The least height of the stage: letters cannot be read in a smaller one. */
const STAGE = 245;
/** The height of what stands round a drawing of one emit: the names of its lanes, and margins. */
const ROUND_IT = 84;

export class Player {
  /**
   * @param known    gives what the page knows of a name: the lines of the servers
   * @param onChoose called with the run, the lane and the element when a person chooses a process; without it, and of an exhibit, none can be
   *   chosen
   * @param onResult called with the runs when their result is told, which stays; and with none when other runs are loaded
   * @param isJudged whether the result is told below
   * @param mayPlay  whether it may play now
   * @param onShow   called when the runs are shown at another time
   * @param onPlay   called when it begins to play
   */
  constructor({known, onChoose, onResult = () => {}, isJudged = true, mayPlay = () => true, onShow = () => {}, onPlay = () => {}}) {
    Object.assign(this, {known, onChoose, onResult, isJudged, mayPlay, onShow, onPlay});
    this.runs = [];
    this.views = [];
    this.told = 0;
    this.playing = false;
    this.detail = 'line';
    this.listen();
    requestAnimationFrame(at => this.tick(at));
  }

  /** Shows other runs, at the time `atMicros`; usually at their beginning, before which faults may have been injected. */
  load(json, atMicros = -Infinity) {
    this.json = json;
    this.runs = json.runs.map(run => new Run(run));
    this.clock = new Clock(this.runs);
    this.told = atMicros >= this.clock.times.at(-1) ? this.clock.end : this.clock.toTold(atMicros);
    this.emits = Object.values(Object.fromEntries(this.runs.flatMap(run => run.emits).sort((a, b) => a.timeMicros - b.timeMicros)
      .map(emit => [emit.key, emit]).reverse())).sort((a, b) => a.timeMicros - b.timeMicros);
    this.views = this.runs.map(run => this.view(run));
    $('runs').replaceChildren(...this.views.map(({card}) => card));
    $('scrub').max = this.clock.end;
    $('detail').querySelector('[value=all]').hidden = !json.whole;
    $('client').replaceChildren(new Option('all', ''), ...new Set(this.runs.flatMap(run => run.lanes).filter(lane => lane.role === 'CLIENT').map(lane => lane.name)));
    if (this.only >= this.runs.length) this.only = undefined;
    this.chosen = (atMicros > -Infinity && this.emitOf(this.chosen)) || this.emitAt(this.micros);
    this.toldPath = this.toldResult = this.drawn = undefined;
    this.show();
  }

  /** Of the runs that are shown now, the same emit. */
  emitOf(emit) {
    return emit && this.emits.find(({key}) => key === emit.key);
  }

  view(run) {
    const card = document.createElement('article');
    card.className = 'run';
    card.dataset.generation = run.generation;
    card.dataset.string = run.string;
    card.dataset.traceHash = run.traceHash;
    card.setAttribute('aria-label', run.title);
    const header = document.createElement('header');
    header.append(Object.assign(document.createElement('h2'), {textContent: run.title}));
    if (this.json.exhibit) header.append(outcome(run.claims[0]));
    const counters = Object.assign(document.createElement('dl'), {className: 'counters'});
    const numbers = run.counters.map(({title, look}) => {
      const number = document.createElement('dd');
      const mark = Object.assign(document.createElement('span'), {className: 'mark', textContent: `${MARK[look]} `, ariaHidden: 'true'});
      mark.style.color = `var(--${look === 'emit' ? 'command' : look})`;
      const term = document.createElement('dt');
      term.append(mark, title);
      const pair = document.createElement('div');
      pair.append(term, number);
      counters.append(pair);
      return number;
    });
    if (!this.json.exhibit) header.append(Object.assign(document.createElement('p'), {className: 'about', textContent: ABOUT[run.generation]}));
    header.append(counters);
    this.around.observe(header);
    const choose = this.onChoose && !this.json.exhibit ? (lane, from) => this.onChoose(run, lane, from) : undefined;
    const stage = new Stage(run, this.clock, choose, arrow => this.explain(run, arrow));
    const timeline = new Timeline(run, this.clock, moved => this.seek(this.told + moved));
    this.around.observe(timeline.canvas);
    const diagram = new Diagram(run, {onTell: lines => this.tell(lines), onWhy: arrow => this.explain(run, arrow), onGap: miss => this.explainGap(run, miss)});
    const now = Object.assign(document.createElement('p'), {className: 'now'});
    const picture = Object.assign(document.createElement('div'), {className: 'picture'});
    picture.append(stage.svg, now);
    card.append(header, picture, timeline.canvas, diagram.box);
    return {run, card, stage, timeline, diagram, now, numbers};
  }

  /** Virtual microseconds at the playhead. */
  get micros() {
    return this.clock.toMicros(this.told);
  }

  /** Whether the playhead is at the end; a slider rounds. */
  get isOver() {
    return this.told > this.clock.end - 0.001;
  }

  /** Whether all that came of the scenario's own emits and faults has been told; clients may still try to come back. */
  get isSettled() {
    return this.isOver || (!this.json.exhibit && this.runs.every(run => run.settledMicros <= this.micros));
  }

  get alone() {
    return this.detail === 'emit';
  }

  /** Shows everything as it is at the playhead. */
  show() {
    if (!this.clock) return;
    const {micros, told} = this;
    const chosen = this.alone ? this.chosen : undefined;
    this.layOut(chosen);
    for (const {run, stage, timeline, diagram, now, numbers} of this.views) {
      const emit = this.alone ? chosen && (run.emitOf(chosen)?.number ?? 0) : undefined;
      stage.show(told, emit);
      if (this.detail === 'line') timeline.show(told, emit);
      else diagram.show(this.alone ? micros : undefined);
      run.counters.forEach(({times}, i) => { numbers[i].textContent = Math.max(0, countUntil(times, micros) - countUntil(times, -1)); });
      const newest = stage.now(micros, emit);
      now.replaceChildren();
      if (newest) now.append(Object.assign(document.createElement('time'), {textContent: newest.at}), `  ${newest.words}`);
    }
    $('scrub').value = told;
    $('clock').textContent = seconds(micros);
    $('play').textContent = this.playing ? 'Pause' : this.isOver ? 'Again' : 'Play';
    this.tellPath(chosen);
    this.tellResult();
    this.onShow();
    if (this.playing && !this.played) this.onPlay();
    this.played = this.playing;
  }

  /** Draws what is chosen anew, if it is something else than before, or if there is more or less room for it. */
  layOut(chosen) {
    const key = [this.detail, this.only, chosen?.key, $('client').value, innerWidth, innerHeight, document.body.classList.contains('wall')].join();
    if (this.drawn === key) return;
    this.drawn = key;
    document.body.classList.toggle('alone', this.alone);
    $('emit').setAttribute('aria-pressed', this.alone);
    $('detail').value = this.detail;
    $('only-client').hidden = this.detail === 'line';
    $('runs').className = this.detail;
    this.views.forEach(({card, timeline, diagram}, i) => {
      card.hidden = this.only !== undefined && this.only !== i;
      timeline.canvas.hidden = this.detail !== 'line';
      diagram.box.hidden = this.detail === 'line';
    });
    const seen = this.views.filter(({card}) => !card.hidden);
    $('runs').dataset.seen = seen.length;
    this.fit();
    if (this.detail === 'line') return;
    const room = document.body.classList.contains('wall') ? innerHeight - scrollY - seen[0].diagram.box.getBoundingClientRect().top - $('transport').offsetHeight - ROUND_IT : 0;
    drawAll(seen.map(({diagram}) => diagram), this.detail, seen.map(({run}) => chosen && run.emitOf(chosen)), $('client').value, room);
  }

  /** Lets the stage have the height that is left over the bar at the bottom; with the time line below it, if that is enough for both. */
  fit() {
    const seen = this.views.find(({card}) => card.checkVisibility());
    if (!seen) return;
    const left = innerHeight - scrollY - seen.stage.svg.getBoundingClientRect().top - seen.now.offsetHeight - $('transport').offsetHeight;
    const withLine = left - (this.detail === 'line' ? seen.timeline.canvas.offsetHeight : 0);
    const isTight = withLine <= Math.max(STAGE, 0.32 * innerHeight);
    const height = isTight ? Math.max(STAGE, left) : withLine;
    $('runs').classList.toggle('tight', isTight);
    $('runs').style.setProperty('--left', narrow.matches ? '100vh' : `${height}px`);
  }

  /** The newest emit of any run, or the first one. */
  emitAt(micros) {
    return this.emits.findLast(emit => emit.timeMicros <= micros) ?? this.emits[0];
  }

  /** When, as told, each event of the chosen emit happens in the runs that are seen. */
  eventsOfChosen() {
    const times = this.views.filter(({card}) => !card.hidden).flatMap(({run}) => {
      const emit = run.emitOf(this.chosen);
      return emit ? [emit.timeMicros, ...run.path(emit.number).map(arrow => arrow.to)] : [];
    });
    return times.map(time => this.clock.toTold(time)).sort((a, b) => a - b);
  }

  /** What a person points at in a drawing. */
  tell(lines) {
    $('told').hidden = !lines;
    $('told').replaceChildren(...(lines ?? []).map(line => Object.assign(document.createElement('span'), {textContent: line})));
  }

  tellPath(chosen) {
    if (this.toldPath === chosen) return;
    this.toldPath = chosen;
    const told = this.runs.map(run => [run, chosen && run.emitOf(chosen)]).filter(([, emit]) => emit);
    $('path').replaceChildren(...told.map(([run, emit]) => {
      const table = document.createElement('table');
      table.createCaption().textContent = `${run.title}: emit ${emit.number} of ${run.emits.length}, ${name(emit.lane)} emits ${emit.name} "${emit.text}"`;
      for (const arrow of run.path(emit.number)) {
        const row = table.insertRow();
        row.className = arrow.fate === 'DELIVERED' ? 'delivered' : arrow.look;
        const because = Object.assign(document.createElement('button'), {type: 'button', textContent: arrow.words, title: 'Why?'});
        because.addEventListener('click', () => this.explain(run, arrow));
        for (const cell of [`${((arrow.to - emit.timeMicros) / 1000).toFixed(1)} ms`, `${name(arrow.source.lane)} → ${name(arrow.target.lane)}`, because]) {
          row.insertCell().append(cell);
        }
      }
      return table;
    }));
  }

  /** Says why, and shows the lines of the server that did it. */
  async explain(run, arrow) {
    this.sources ??= await this.known('sources');
    const {part, sentence} = why(arrow);
    const source = this.sources?.[run.generation]?.[part];
    $('why-title').textContent = `${name(arrow.source.lane)} → ${name(arrow.target.lane)}: ${arrow.words}`;
    $('why').querySelector('p').textContent = sentence;
    $('why').querySelector('figure').hidden = source === undefined;
    if (source) {
      $('why').querySelector('figcaption').textContent = source.file;
      $('why').querySelector('pre').textContent = source.lines;
    }
    $('why').showModal();
  }

  explainGap(run, miss) {
    $('why-title').textContent = `${miss.emit} never reaches ${name(miss.client)}: ${miss.why}`;
    $('why').querySelector('p').textContent = `The evidence in ${run.title}: ${miss.evidence}.`;
    $('why').querySelector('figure').hidden = true;
    $('why').showModal();
  }

  tellResult() {
    const isSettled = this.toldResult || this.isSettled;
    if (!this.isJudged || this.toldResult === isSettled) return;
    this.toldResult = isSettled;
    this.onResult(isSettled ? this.runs : []);
    $('result').replaceChildren(...isSettled ? [...this.differing(), ...this.runs.flatMap(run => this.missed(run))] : []);
  }

  missed(run) {
    const line = document.createElement('p');
    if (this.json.exhibit) {
      line.textContent = `${run.title}: ${run.claims[0].seen}`;
      line.className = run.claims[0].outcome === 'holds' ? 'right' : 'fails';
      return [line];
    }
    const broken = run.claims.filter(claim => claim.outcome !== 'holds');
    line.textContent = `${run.title}: ` + (broken.length === 0 ? `all ${run.claims.length} claims hold. ` : '')
      + (run.misses.length === 0 ? 'Nobody missed anything.' : `${count(run.misses.length, 'event')} missed:`);
    const list = document.createElement('ul');
    const [failed, byDesign] = [true, false].map(isFailed => broken.filter(({outcome: judged}) => (judged === 'fails') === isFailed)
      .map(claim => Object.assign(document.createElement('li'), {className: 'fails', textContent: `${claim.outcome}: ${claim.statement} (${claim.seen})`})));
    list.append(...failed);
    for (const miss of run.misses.slice(0, MAX_MISSES)) {
      const item = document.createElement('li');
      item.append(`${miss.emit} to ${name(miss.client)}: ${miss.why} `, ...this.way(miss.emit, miss.client));
      list.append(item);
    }
    if (run.misses.length > MAX_MISSES) {
      list.append(Object.assign(document.createElement('li'), {textContent: `… and ${run.misses.length - MAX_MISSES} more`}));
    }
    list.append(...byDesign);
    return [line, ...list.children.length > 0 ? [list] : []];
  }

  /** A button that leads to the emit in the drawing, if it was emitted. */
  way(payload, client) {
    if (!this.emits.some(emit => emit.text.replace(/#0+/, '#') === payload)) return [];
    const go = Object.assign(document.createElement('button'), {type: 'button', textContent: 'show'});
    go.setAttribute('aria-label', `show ${payload} to ${name(client)}`);
    go.addEventListener('click', () => this.showNamed(payload));
    return [go];
  }

  /** What became of an emit in one run, and not in another. */
  differing() {
    const {differences = []} = this.json;
    if (differences.length === 0) return [];
    const list = document.createElement('ul');
    for (const each of differences.slice(0, MAX_MISSES)) {
      const item = document.createElement('li');
      item.append(`${each.emit} to ${name(each.client)}: ${this.runs.map((run, i) => `${run.title}: ${each.outcomes[i]}`).join('; ')} `, ...this.way(each.emit, each.client));
      list.append(item);
    }
    return [Object.assign(document.createElement('p'), {className: 'verdict', textContent: differences.length === 1 ? '1 delivery differs:' : `${differences.length} deliveries differ:`}), list];
  }

  /** Tells this emit alone, with all that came of it. */
  showEmit(emit) {
    this.detail = 'emit';
    this.chosen = this.emitOf(emit);
    this.goTo(this.eventsOfChosen().at(-1));
    this.scrollThere();
  }

  /** Shows the emit that people call `master#4`; returns whether there is one. */
  showNamed(payload) {
    const emit = this.emits.find(each => each.text.replace(/#0+/, '#') === payload);
    if (emit) this.showEmit(emit);
    return emit !== undefined;
  }

  seek(to) {
    this.goTo(to);
    this.chosen = this.emitAt(this.micros);
    this.show();
  }

  goTo(to) {
    this.told = Math.min(this.clock.end, Math.max(0, to));
    this.playing = false;
    this.show();
  }

  /** The next event or the one before; of the chosen emit alone, if one is told alone. After the last emit, that one begins again. */
  step(by) {
    if (!this.mayPlay()) return;
    if (!this.alone || !this.chosen) {
      this.seek(by > 0 ? this.clock.next(this.told) : this.clock.previous(this.told));
      return;
    }
    const events = this.eventsOfChosen();
    const next = by > 0 ? events.find(time => time > this.told + 1e-6) : events.findLast(time => time < this.told - 1e-6);
    if (next !== undefined) this.goTo(next);
    else if (by > 0 && this.chosen === this.emits.at(-1)) this.goTo(events[0]);
    else if (by > 0) this.stepEmit(1);
    else this.stepEmit(-1, true);
  }

  /** Plays from here on. */
  play() {
    this.playing = true;
    $('play').focus();
    this.show();
  }

  pause() {
    this.playing = false;
    this.show();
  }

  playOrPause() {
    if (!this.mayPlay()) return;
    if (this.isOver) this.told = 0;
    this.playing = !this.playing;
    this.show();
  }

  /** The next emit or the one before, at its beginning or, `atEnd`, with all that came of it. */
  stepEmit(by, atEnd) {
    if (!this.mayPlay()) return;
    const {emits} = this;
    const at = emits.indexOf(this.alone ? this.chosen : this.emitAt(this.micros));
    const next = emits[Math.min(emits.length - 1, Math.max(0, at + by))];
    if (!next || (this.alone && next === this.chosen)) return;
    this.chosen = next;
    this.goTo(atEnd ? this.eventsOfChosen().at(-1) : Math.max(...this.runs.flatMap(run => run.emitOf(next) ?? []).map(emit => this.clock.toTold(emit.timeMicros))));
  }

  speedUp(by) {
    const select = $('speed');
    select.selectedIndex = Math.min(select.length - 1, Math.max(0, select.selectedIndex + by));
  }

  showBelow(detail) {
    if (!this.mayPlay()) {
      $('detail').value = this.detail;
      return;
    }
    this.detail = detail;
    this.chosen = this.emitAt(this.micros);
    if (this.alone && this.chosen) this.told = Math.max(this.told, this.clock.toTold(this.chosen.timeMicros)); // before the first emit, go there
    this.show();
    if (this.alone) this.scrollThere();
  }

  /** Brings what is drawn large into sight. */
  scrollThere() {
    if (document.body.classList.contains('wall')) return;
    this.views.find(({card}) => !card.hidden).diagram.box.scrollIntoView({block: 'nearest', behavior: still.matches ? 'auto' : 'smooth'});
  }

  toggleAlone() {
    this.showBelow(this.alone ? 'line' : 'emit');
  }

  nextDetail() {
    const details = [...$('detail').options].filter(option => !option.hidden).map(option => option.value);
    this.showBelow(details[(details.indexOf(this.detail) + 1) % details.length]);
  }

  /** Nothing but the drawing, as large as it gets. */
  toggleWall(isOn = !document.body.classList.contains('wall')) {
    document.body.classList.toggle('wall', isOn);
    scrollTo(0, 0);
    $('wall').setAttribute('aria-pressed', isOn);
    this.show();
  }

  showOnly(run) {
    this.only = this.runs[run] && this.runs.length > 1 ? run : undefined;
    this.show();
  }

  listen() {
    $('scrub').addEventListener('input', () => this.seek(Number($('scrub').value)));
    $('play').addEventListener('click', () => this.playOrPause());
    $('back').addEventListener('click', () => this.step(-1));
    $('forth').addEventListener('click', () => this.step(1));
    $('emit').addEventListener('click', () => this.toggleAlone());
    $('detail').addEventListener('change', () => this.showBelow($('detail').value));
    $('client').addEventListener('change', () => this.show());
    $('wall').addEventListener('click', () => this.toggleWall());
    $('help').addEventListener('click', () => $('keys').showModal());
    this.keys = {
      ' ': () => this.playOrPause(),
      ArrowRight: event => event.shiftKey ? this.stepEmit(1) : this.step(1),
      ArrowLeft: event => event.shiftKey ? this.stepEmit(-1) : this.step(-1),
      '+': () => this.speedUp(1),
      '-': () => this.speedUp(-1),
      e: () => this.toggleAlone(),
      d: () => this.nextDetail(),
      w: () => this.toggleWall(),
      ...Object.fromEntries([...'0123456789'].map(key => [key, () => this.showOnly(Number(key) - 1)])),
      '?': () => $('keys').showModal(),
      Escape: () => document.activeElement.blur(),
    };
    document.addEventListener('keydown', event => this.press(event));
    document.addEventListener('click', ({target, detail}) => detail > 0 && target.closest('button, summary, [role=button]')?.blur(), true); // Space is for the run
    document.addEventListener('change', ({target}) => target.matches('select') && target.blur()); // where keys would choose once more
    addEventListener('resize', () => this.show());
    this.around = new ResizeObserver(() => this.fit());
    for (const each of document.body.children) if (each !== $('runs')) this.around.observe(each);
    narrow.addEventListener('change', () => this.clock && this.load(this.json, this.micros));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.show());
  }

  press(event) {
    if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = isTyped(event) ? undefined : this.keys[event.key];
    if (action && this.clock) {
      event.preventDefault();
      action(event);
    }
  }

  /** While it plays, the emit that is told alone is the newest one, once all that came of the one before was told. */
  follow() {
    const events = this.alone && this.chosen ? this.eventsOfChosen() : [];
    const isUnderWay = events[0] <= this.told && this.told <= events.at(-1) + 0.3;
    if (!isUnderWay) this.chosen = this.emitAt(this.micros);
  }

  tick(at) {
    const passed = this.last === undefined ? 0 : Math.min(0.1, (at - this.last) / 1000);
    this.last = at;
    if (this.playing && this.clock) {
      this.told += passed * Number($('speed').value);
      if (still.matches) this.told = this.clock.next(this.told);
      if (this.told >= this.clock.end) {
        this.told = this.clock.end;
        this.playing = false;
      }
      this.follow();
      this.show();
    }
    if (still.matches) setTimeout(() => requestAnimationFrame(next => this.tick(next)), 600);
    else requestAnimationFrame(next => this.tick(next));
  }
}

/** Whether a key is for the element that has the focus; no number needs a letter. */
function isTyped({key, target}) {
  if (target.matches('input[type=number]')) return !/^([a-z?]|Escape)$/.test(key);
  return target.matches('select') || (key === ' ' && target.matches('button, summary'));
}

/** Whether this version of an exhibit has the defect. */
function outcome({outcome: judged}) {
  const holds = judged === 'holds';
  return Object.assign(document.createElement('span'), {className: holds ? 'holds' : 'fails', textContent: holds ? '✓ holds' : '✗ breaks'});
}

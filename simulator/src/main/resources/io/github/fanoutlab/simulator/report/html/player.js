// Runs on a page: drawn one beside the other on one clock, with what happened told below. The report and the workshop page are made of it.
import {Clock, Run, countUntil} from './run.js';
import {Stage} from './stage.js';
import {Timeline} from './timeline.js';
import {count, name, seconds, why} from './words.js';

const $ = id => document.getElementById(id);
const still = matchMedia('(prefers-reduced-motion: reduce)');
const MOST_MISSES = 12;

export class Player {
  /**
   * @param known    gives what the page knows of a name: the lines of the servers
   * @param onChoose called with the run, the lane and the element when a person chooses a process
   * @param judged   the lines that stand before the result, which is told when `verdict` or the run changes
   * @param mayPlay  whether it may play now
   */
  constructor({known, onChoose = () => {}, judged = () => [], mayPlay = () => true}) {
    Object.assign(this, {known, onChoose, judged, mayPlay});
    this.runs = [];
    this.views = [];
    this.told = 0;
    this.playing = false;
    this.alone = false;
    this.listen();
    requestAnimationFrame(at => this.tick(at));
  }

  /** Shows other runs, at the time `atMicros`. */
  load(json, atMicros) {
    this.json = json;
    this.runs = json.runs.map(run => new Run(run));
    this.clock = new Clock(this.runs);
    this.told = this.clock.toTold(atMicros);
    this.emits = Object.values(Object.fromEntries(this.runs.flatMap(run => run.emits).sort((a, b) => a.timeMicros - b.timeMicros)
      .map(emit => [emit.key, emit]).reverse())).sort((a, b) => a.timeMicros - b.timeMicros);
    this.views = this.runs.map(run => this.view(run));
    $('runs').replaceChildren(...this.views.map(({card}) => card));
    $('scrub').max = this.clock.end;
    this.toldPath = this.toldResult = undefined;
    this.show();
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
    const counters = Object.assign(document.createElement('dl'), {className: 'counters'});
    const numbers = run.counters.map(({title}) => {
      const number = document.createElement('dd');
      const pair = document.createElement('div');
      pair.append(Object.assign(document.createElement('dt'), {textContent: title}), number);
      counters.append(pair);
      return number;
    });
    header.append(counters);
    const stage = new Stage(run, this.clock, (lane, from) => this.onChoose(run, lane, from));
    const timeline = new Timeline(run, this.clock, moved => this.seek(this.told + moved));
    const now = Object.assign(document.createElement('p'), {className: 'now'});
    card.append(header, stage.svg, now, timeline.canvas);
    return {run, card, stage, timeline, now, numbers};
  }

  /** Virtual microseconds at the playhead. */
  get micros() {
    return this.clock.toMicros(this.told);
  }

  /** Whether the playhead is at the end; a slider rounds. */
  get isOver() {
    return this.told > this.clock.end - 0.001;
  }

  /** Shows everything as it is at the playhead. */
  show() {
    if (!this.clock) return;
    const {micros, told} = this;
    const chosen = this.alone ? this.emitAt(micros) : undefined;
    for (const {run, stage, timeline, now, numbers} of this.views) {
      const emit = chosen && (run.emitOf(chosen)?.number ?? 0);
      stage.show(told, emit);
      timeline.show(told, emit);
      run.counters.forEach(({times}, i) => { numbers[i].textContent = countUntil(times, micros) - countUntil(times, -1); });
      const newest = stage.now(told, emit);
      now.replaceChildren();
      if (newest) now.append(Object.assign(document.createElement('time'), {textContent: newest.at}), `  ${newest.words}`);
    }
    $('scrub').value = told;
    $('clock').textContent = seconds(micros);
    $('play').textContent = this.playing ? 'Pause' : this.isOver ? 'Again' : 'Play';
    $('emit').setAttribute('aria-pressed', this.alone);
    this.tellPath(chosen);
    this.tellResult();
  }

  /** The emit that is told when one is told alone: the newest one of any run, or the first one. */
  emitAt(micros) {
    return this.emits.findLast(emit => emit.timeMicros <= micros) ?? this.emits[0];
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

  tellResult() {
    if (this.toldResult === this.isOver) return;
    this.toldResult = this.isOver;
    $('result').replaceChildren(...this.isOver ? [...this.judged(this.runs), ...this.runs.flatMap(run => this.missed(run))] : []);
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
    for (const claim of broken) {
      const item = Object.assign(document.createElement('li'), {className: 'fails', textContent: `${claim.outcome}: ${claim.statement} (${claim.seen})`});
      list.append(item);
    }
    for (const miss of run.misses.slice(0, MOST_MISSES)) {
      const item = document.createElement('li');
      const emit = run.emits.find(each => each.text.replace(/#0+/, '#') === miss.emit);
      const go = Object.assign(document.createElement('button'), {type: 'button', textContent: 'show'});
      go.setAttribute('aria-label', `show ${miss.emit} to ${name(miss.client)}`);
      go.addEventListener('click', () => this.showEmit(emit));
      item.append(`${miss.emit} to ${name(miss.client)}: ${miss.why} `, ...emit ? [go] : []);
      list.append(item);
    }
    if (run.misses.length > MOST_MISSES) {
      list.append(Object.assign(document.createElement('li'), {textContent: `… and ${run.misses.length - MOST_MISSES} more`}));
    }
    return [line, ...list.children.length > 0 ? [list] : []];
  }

  /** Tells this emit alone. */
  showEmit(emit) {
    this.alone = true;
    this.seek(this.clock.toTold(emit.timeMicros));
  }

  seek(to) {
    this.told = Math.min(this.clock.end, Math.max(0, to));
    this.playing = false;
    this.show();
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
    if (this.isOver) this.told = this.clock.toTold(0);
    this.playing = !this.playing;
    this.show();
  }

  stepEmit(by) {
    const {emits} = this;
    if (emits.length === 0) return;
    const next = emits[Math.min(emits.length - 1, Math.max(0, emits.indexOf(this.emitAt(this.micros)) + by))];
    this.seek(this.clock.toTold(next.timeMicros));
  }

  speedUp(by) {
    const select = $('speed');
    select.selectedIndex = Math.min(select.length - 1, Math.max(0, select.selectedIndex + by));
  }

  toggleAlone() {
    this.alone = !this.alone;
    this.show();
  }

  listen() {
    $('scrub').addEventListener('input', () => this.seek(Number($('scrub').value)));
    $('play').addEventListener('click', () => this.playOrPause());
    $('back').addEventListener('click', () => this.seek(this.clock.previous(this.told)));
    $('forth').addEventListener('click', () => this.seek(this.clock.next(this.told)));
    $('emit').addEventListener('click', () => this.toggleAlone());
    $('help').addEventListener('click', () => $('keys').showModal());
    this.keys = {
      ' ': () => this.playOrPause(),
      ArrowRight: event => event.shiftKey ? this.stepEmit(1) : this.seek(this.clock.next(this.told)),
      ArrowLeft: event => event.shiftKey ? this.stepEmit(-1) : this.seek(this.clock.previous(this.told)),
      '+': () => this.speedUp(1),
      '-': () => this.speedUp(-1),
      e: () => this.toggleAlone(),
      '?': () => $('keys').showModal(),
    };
    document.addEventListener('keydown', event => this.press(event));
    addEventListener('resize', () => this.show());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.show());
  }

  press(event) {
    if (document.querySelector('dialog[open]') || event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches('input[type=number], select') || (event.key === ' ' && event.target.matches('button, summary'));
    const action = typing ? undefined : this.keys[event.key];
    if (action && this.clock) {
      event.preventDefault();
      action(event);
    }
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
      this.show();
    }
    if (still.matches) setTimeout(() => requestAnimationFrame(next => this.tick(next)), 600);
    else requestAnimationFrame(next => this.tick(next));
  }
}

// The run in space and time, down the page: a line for each participant, a row for each time at which something happens, and what led to what.
import {NEWS} from './run.js';
import {UNKNOWN_ROOM, look, name, seconds} from './words.js';
import {element, letters, pressed} from './svg.js';

// All sizes are those on a small screen, where letters have 16 pixels.

/** From left to right: the times, the lanes, and room for the words of the last one. */
const TIMES = 92;
const FIRST = 108;
const LAST = 44;
const LEAST_APART = 46;
/** Closer together, the names of Redis and the master would touch. */
const NAMES_APART = 72;
const THREAD = 16;
/** A row's height: a second takes only a few times as much room as a microsecond. */
const LEAST = 17;
const PER_DECADE = 12;
const UNIT_MICROS = 250;
const BETWEEN_TIMES = 20;
/** Emits closer together than this share a section. */
const TOGETHER_MICROS = 250_000;
const HEAD = 74;
const AFTER = 26;
const GAP_HEIGHT = 30;
/** How far short of its lane the arrow of a message ends that does not arrive. */
const SHORT_OF = 18;
const LONGEST_LABEL = 24;
const SHAPES = {CONNECTED: 'M0-7 7 0 0 7-7 0z', DISCONNECTED: 'M0-7 7 0 0 7-7 0z', FAULT: 'M0-10 10 8-10 8z', DEATH: 'M0-10 10 8-10 8z', LOST: 'M-6-6 6 6M-6 6 6-6'};
const RADII = {EMIT: 8, DELIVERY: 7, START: 6, ORDINARY: 3.5};
const TIPS = {lost: 'M1 1 9 9M1 9 9 1', echo: 'M5 1.5a3.5 3.5 0 1 0 .01 0z', nobody: 'M5 1.5a3.5 3.5 0 1 0 .01 0z'};
const POINTED = 'M1 1.5 9 5 1 8.5z';
const ENDS = {echo: 'own echo, dropped', nobody: 'no clients here', again: 'own echo, delivered again'};

export class Diagram {
  /**
   * @param onTell called with what a person points at, in lines, or with nothing
   * @param onWhy  called with the message that led to what a person chooses
   * @param onGap  called with the miss that a person chooses
   */
  constructor(run, {onTell, onWhy, onGap}) {
    Object.assign(this, {run, onTell, onWhy, onGap});
    this.into = run.moments.map(() => []);
    this.out = run.moments.map(() => []);
    this.arrows = run.messages.map(message => ({...message, look: look(message), source: message.from, target: message.to}));
    for (const arrow of this.arrows) {
      this.out[arrow.sent].push(arrow);
      this.into[arrow.arrived]?.push(arrow);
    }
    const newest = new Map();
    this.before = run.moments.map(({lane, look: looks}, i) => {
      const before = newest.get(lane);
      if (looks !== 'LOST') newest.set(lane, i);
      return before;
    });
    this.box = document.createElement('div');
    this.box.className = 'diagram-box';
    this.box.hidden = true;
    this.listen();
  }

  // What is shown.

  /** Of one emit, of all, or everything: what belongs to it, and to `client`, if one is named. */
  choose(scope, emit, client) {
    const {run} = this;
    const told = moment => scope === 'all' || moment.timeMicros < run.endMicros;
    const belongs = scope === 'all' ? () => true : scope === 'emit' ? emits => Boolean(emit) && emits.includes(emit.number) : emits => emits.length > 0;
    this.drawn = this.arrows.filter(arrow => belongs(arrow.emits) && told(run.moments[arrow.sent])
      && !(scope === 'emit' && (arrow.medium === 'REPLY' || arrow.medium === 'SIGNAL')));
    const last = Math.max(...this.drawn.map(arrow => run.moments[arrow.arrived]?.timeMicros ?? 0));
    const isNews = moment => NEWS.has(moment.look) && told(moment)
      && (scope !== 'emit' || (emit && moment.timeMicros >= emit.timeMicros && moment.timeMicros <= last));
    const stands = moment => told(moment) && belongs(moment.emits ?? []) && !(scope === 'emit' && moment.look === 'ORDINARY');
    this.shown = new Set(run.moments.filter(moment => stands(moment) || isNews(moment)).map(moment => moment.number));
    if (client) this.keep(client);
    this.gaps = scope === 'emit' && emit ? run.misses.filter(miss => emit.text.replace(/#0+/, '#') === miss.emit && (!client || miss.client === client)) : [];
    for (const arrow of this.drawn) {
      this.shown.add(arrow.sent);
      if (arrow.arrived >= 0) this.shown.add(arrow.arrived);
    }
    this.scope = scope;
    return this.divide(emit);
  }

  /** What reaches `client` or comes from it, with all that led there, and what befell others, such as deaths. */
  keep(client) {
    const kept = new Set();
    for (const number of this.shown) {
      if (this.run.moments[number].lane !== client) continue;
      this.pathTo(number).arrows.forEach(arrow => kept.add(arrow));
      this.out[number].forEach(arrow => kept.add(arrow));
    }
    this.drawn = this.drawn.filter(arrow => kept.has(arrow));
    this.shown = new Set([...this.shown].filter(number => this.run.moments[number].lane === client || NEWS.has(this.run.moments[number].look)));
  }

  /** The sections, each with the times of its rows. */
  divide(emit) {
    const {run} = this;
    const times = [...new Set([...this.shown].map(number => run.moments[number].timeMicros))].sort((a, b) => a - b);
    const begin = emits => ({key: emits[0].key, from: emits[0].timeMicros, title: emits.length > 1
      ? `Emits ${emits[0].number} to ${emits.at(-1).number} of ${run.emits.length}`
      : `Emit ${emits[0].number} of ${run.emits.length}: ${name(emits[0].lane)} emits ${emits[0].name} "${emits[0].text}"`});
    let sections;
    if (this.scope === 'emit') {
      sections = emit ? [{...begin([emit]), from: -Infinity}] : [];
    } else {
      const groups = [];
      for (const each of run.emits) {
        if (each.timeMicros - (groups.at(-1)?.at(-1).timeMicros ?? -Infinity) < TOGETHER_MICROS) groups.at(-1).push(each);
        else groups.push([each]);
      }
      sections = [{key: '', from: -Infinity, title: 'Before the first emit'}, ...groups.map(begin)];
      if (this.scope === 'all' && run.endMicros < Infinity) sections.push({key: 'end', from: run.endMicros, title: 'At the end, every node emits once more'});
    }
    sections.forEach((section, i) => { section.times = times.filter(time => time >= section.from && time < (sections[i + 1]?.from ?? Infinity)); });
    this.sections = sections.filter(section => section.times.length > 0);
    return this.sections;
  }

  // How it is drawn.

  /** Draws what was chosen; the section with `key` begins at `tops.get(key)`. Letters are `scale` times their usual size. */
  draw(tops, rowSize, height, scale) {
    this.scale = scale;
    this.placeLanes();
    this.ys = new Map();
    const svg = element('svg', {class: `diagram ${this.scope}`, width: this.width, height, role: 'group', style: `--scale: ${scale}`,
      'aria-label': `${this.run.title}: the run in space and time`});
    for (const section of this.sections) {
      let y = tops.get(section.key) + HEAD * letters();
      section.times.forEach((time, row) => {
        if (row > 0) y += rowHeight(time - section.times[row - 1], rowSize);
        this.ys.set(time, y);
      });
    }
    this.height = height;
    for (const lane of this.run.lanes) this.drawLane(svg, lane);
    for (const section of this.sections) {
      const head = element('g', {class: 'head', transform: `translate(0,${tops.get(section.key)})`}, svg);
      element('rect', {width: this.width, height: 12 + 18 * scale, rx: 5}, head);
      element('text', {x: 12, y: 5 + 17 * scale}, head, this.scope === 'emit' ? section.title : `${section.title}, at ${seconds(Math.max(section.from, section.times[0]))}`);
    }
    this.drawTimes(svg);
    this.arrowElements = this.drawn.map(arrow => this.drawArrow(svg, arrow));
    this.momentElements = new Map([...this.shown].sort((a, b) => a - b).map(number => [number, this.drawMoment(svg, this.run.moments[number])]));
    this.gaps.forEach((miss, i) => this.drawGap(svg, miss, miss.why === this.gaps[i - 1]?.why ? 'missed, too' : `missed: ${miss.why}`, height - AFTER - (this.gaps.length - i) * GAP_HEIGHT * scale));
    this.momentElements.values().next().value?.setAttribute('tabindex', 0);
    this.box.replaceChildren(this.heads(), svg);
    this.here = undefined;
  }

  placeLanes() {
    const {lanes} = this.run;
    const threadsOf = lane => lane.connections.length >= 3 ? lane.connections : [];
    const [names, thread, least] = [NAMES_APART, THREAD, LEAST_APART].map(size => size * letters());
    const isNarrow = this.box.clientWidth - TIMES * this.scale - FIRST - LAST * this.scale < (lanes.length - 1) * names;
    const first = TIMES * this.scale + (isNarrow ? 18 : FIRST);
    const room = this.box.clientWidth - first - LAST * this.scale;
    const threads = lanes.reduce((sum, lane) => sum + threadsOf(lane).length * thread, 0);
    this.hasThreads = room - threads >= (lanes.length - 1) * least * 1.2;
    const gaps = Math.max(1, lanes.length - 1);
    const left = room - (this.hasThreads ? threads : 0);
    const hasMaster = lanes.some(({role}) => role === 'MASTER');
    const apart = Math.max(LEAST_APART, hasMaster && left / gaps < names ? (left - names) / Math.max(1, gaps - 1) : left / gaps);
    this.xs = new Map();
    let x = first;
    for (const lane of lanes) {
      if (lane.role === 'MASTER') x += Math.max(0, names - apart);
      this.xs.set(lane.name, x);
      for (const connection of this.hasThreads ? threadsOf(lane) : []) this.xs.set(`${lane.name} ${connection}`, x += thread);
      x += apart;
    }
    this.width = Math.max(this.box.clientWidth, Math.floor(x - apart + LAST * this.scale));
    this.box.classList.toggle('wide', this.width > this.box.clientWidth);
  }

  x({lane, connection}) {
    return this.xs.get(`${lane} ${connection}`) ?? this.xs.get(lane);
  }

  /** The y of a time; of one that has no row, that of the row after it. */
  y(time) {
    return this.ys.get(time) ?? [...this.ys].find(([row]) => row > time)?.[1] ?? this.height - AFTER / 2;
  }

  heads() {
    const heads = document.createElement('ol');
    heads.className = 'heads';
    heads.setAttribute('aria-hidden', 'true');
    heads.style.width = `${this.width}px`;
    for (const lane of this.run.lanes) {
      const head = (className, x, textContent) => {
        const item = Object.assign(document.createElement('li'), {className, textContent});
        item.style.left = `${x}px`;
        heads.append(item);
      };
      head(lane.role.toLowerCase(), this.xs.get(lane.name), lane.role === 'REDIS' ? 'Redis' : lane.name);
      for (const connection of lane.connections) {
        const x = this.xs.get(`${lane.name} ${connection}`);
        if (x) head('thread', x, connection.charAt(0));
      }
    }
    return heads;
  }

  drawLane(svg, lane) {
    const first = Math.min(...this.ys.values());
    for (const life of lane.lives) {
      const y1 = life.fromMicros <= [...this.ys.keys()][0] ? first : this.y(life.fromMicros);
      const y2 = this.y(life.untilMicros);
      if (y2 <= y1) continue;
      element('line', {class: `lane ${lane.role.toLowerCase()}`, x1: this.xs.get(lane.name), x2: this.xs.get(lane.name), y1, y2}, svg);
      for (const connection of lane.connections) {
        const x = this.xs.get(`${lane.name} ${connection}`);
        if (x) element('line', {class: 'thread', x1: x, x2: x, y1, y2}, svg);
      }
    }
  }

  drawTimes(svg) {
    let last = -Infinity;
    for (const section of this.sections) {
      for (const time of section.times) {
        const y = this.ys.get(time);
        if (y - last < BETWEEN_TIMES * this.scale) continue;
        last = y;
        element('text', {class: 'time', x: TIMES * this.scale - 14, y}, svg,
          this.scope === 'emit' ? `${((time - section.times[0]) / 1000).toFixed(1)} ms` : (time / 1e6).toFixed(4).replace('-', '−'));
      }
    }
  }

  drawArrow(svg, arrow) {
    const x1 = this.x(arrow.source);
    const arrives = arrow.fate !== 'LOST' && arrow.fate !== 'IN_FLIGHT';
    const to = this.x(arrow.target) ?? x1 + 2 * SHORT_OF;
    const x2 = arrives ? to : to + Math.sign(x1 - to) * SHORT_OF;
    const y1 = this.y(this.run.moments[arrow.sent].timeMicros);
    const y2 = arrow.arrived >= 0 ? this.y(this.run.moments[arrow.arrived].timeMicros) : this.height - AFTER / 2;
    const style = arrow.medium === 'REPLY' || arrow.medium === 'SIGNAL' || arrow.medium === 'HTTP' ? arrow.medium.toLowerCase()
      : arrow.fate === 'IN_FLIGHT' ? 'in-flight' : arrow.look;
    const group = element('g', {class: `arrow ${style}`}, svg);
    element('line', {x1, y1, x2, y2, 'marker-end': `url(#${tip(style)})`}, group);
    const words = arrow.look === 'lost' ? `lost: ${arrow.reason}` : arrow.fate === UNKNOWN_ROOM ? 'unknown room' : ENDS[arrow.look];
    if (this.scope === 'emit' && words) {
      const left = x2 > this.width / 2;
      const because = element('text', {class: `fate ${arrow.look}`, x: x2 + (left ? -12 : 12), y: y2 + 8 + 16 * this.scale, 'text-anchor': left ? 'end' : 'start',
        role: 'button', tabindex: 0, 'aria-label': `${name(arrow.target.lane)}: ${words}. Why?`}, group, words);
      pressed(because, () => this.onWhy(arrow));
    }
    return group;
  }

  drawMoment(svg, moment) {
    const {number, lane, timeMicros, look: looks, label = '', lines = [], emits = []} = moment;
    const into = this.into[number];
    const hollow = looks === 'ORDINARY' && into.length > 0 && into.every(arrow => arrow.look === 'echo' || arrow.look === 'nobody');
    const group = element('g', {class: `moment ${looks.toLowerCase()}${hollow ? ' hollow' : ''}`, transform: `translate(${this.xs.get(lane)},${this.y(timeMicros)}) scale(${this.scale})`,
      role: 'img', tabindex: -1, 'data-moment': number, 'aria-label': [`${seconds(timeMicros)}, ${name(lane)}`, ...lines].join('\n')}, svg);
    const farthest = Math.max(0, ...[...into.map(arrow => arrow.target), ...this.out[number].map(arrow => arrow.source)].map(place => this.x(place) - this.xs.get(lane)));
    if (farthest > 0) element('line', {class: 'reach', x2: farthest / this.scale}, group);
    if (RADII[looks]) element('circle', {r: RADII[looks]}, group);
    else element('path', {d: SHAPES[looks]}, group);
    if (label && !(this.scope === 'emit' && (looks === 'DELIVERY' || looks === 'LOST' || looks === 'EMIT'))) {
      const text = label.length <= LONGEST_LABEL ? label : `${label.slice(0, LONGEST_LABEL - 1)}…`;
      const place = {EMIT: {y: -14, 'text-anchor': 'middle'}, DELIVERY: {x: -12, y: 6, 'text-anchor': 'end'}}[looks] ?? {x: farthest / this.scale + 13, y: 6};
      element('text', place, group, text);
    }
    return group;
  }

  /** Where a delivery is missing. */
  drawGap(svg, miss, words, y) {
    const x = this.xs.get(miss.client);
    const group = element('g', {class: 'moment gap', transform: `translate(${x},${y}) scale(${this.scale})`, role: 'button', tabindex: 0, 'aria-label': `${name(miss.client)} missed: ${miss.why}. Why?`}, svg);
    element('circle', {r: 9}, group);
    element('path', {d: SHAPES.LOST}, group);
    element('text', {x: 16, y: 6}, group, words);
    pressed(group, () => this.onGap(miss));
  }

  // What a person points at.

  /** Shows what has happened by then, and only hints at the rest; everything, if it is undefined. */
  show(micros) {
    const isLater = number => micros !== undefined && this.run.moments[number].timeMicros > micros;
    this.drawn.forEach((arrow, i) => this.arrowElements[i].classList.toggle('later', isLater(arrow.arrived >= 0 ? arrow.arrived : arrow.sent)));
    for (const [number, drawn] of this.momentElements) drawn.classList.toggle('later', isLater(number));
  }

  listen() {
    const momentAt = event => event.target.closest('[data-moment]')?.dataset.moment;
    this.box.addEventListener('mouseover', event => momentAt(event) && this.lightUp(Number(momentAt(event))));
    this.box.addEventListener('mouseleave', () => this.letGo());
    this.box.addEventListener('focusin', event => momentAt(event) && this.lightUp(Number(momentAt(event))));
    this.box.addEventListener('focusout', () => this.letGo());
    this.box.addEventListener('click', event => momentAt(event) && this.explain(Number(momentAt(event))));
    this.box.addEventListener('keydown', event => {
      const at = momentAt(event);
      if (at !== undefined && this.press(event.key, Number(at))) {
        event.preventDefault();
        event.stopPropagation();
      }
    });
  }

  press(key, at) {
    const {lane} = this.run.moments[at];
    const onLane = [...this.momentElements.keys()].filter(number => this.run.moments[number].lane === lane);
    const isThere = number => this.momentElements.has(number);
    const next = {
      ArrowUp: () => onLane.findLast(number => number < at),
      ArrowDown: () => onLane.find(number => number > at),
      ArrowLeft: () => this.into[at].map(arrow => arrow.sent).find(isThere),
      ArrowRight: () => this.out[at].map(arrow => arrow.arrived).find(isThere),
      Enter: () => this.explain(at),
    }[key];
    if (!next) return false;
    const drawn = this.momentElements.get(next());
    drawn?.focus();
    drawn?.scrollIntoView({block: 'nearest', inline: 'nearest'});
    return true;
  }

  explain(number) {
    const arrow = this.into[number].find(each => each.medium !== 'REPLY' && each.medium !== 'SIGNAL') ?? this.out[number].find(each => each.look === 'command');
    if (arrow) this.onWhy(arrow);
  }

  /** Lights up the path that led to a moment, and dims what did not happen before it. */
  lightUp(number) {
    if (this.here === number) return;
    this.letGo();
    this.here = number;
    const {chain, arrows} = this.pathTo(number);
    const past = this.pastOf(number);
    this.box.classList.add('looking');
    for (const [each, drawn] of this.momentElements) {
      drawn.classList.toggle('chain', chain.has(each));
      drawn.classList.toggle('past', past.has(each));
      drawn.classList.toggle('here', each === number);
    }
    this.drawn.forEach((arrow, i) => {
      this.arrowElements[i].classList.toggle('chain', arrows.has(arrow));
      this.arrowElements[i].classList.toggle('past', past.has(arrow.arrived));
    });
    const moment = this.run.moments[number];
    const path = [...chain].sort((a, b) => a - b).map(each => name(this.run.moments[each].lane));
    this.onTell([`${seconds(moment.timeMicros)}, ${name(moment.lane)}`, ...moment.lines ?? [], ...path.length > 1 ? [`Path: ${path.join(' → ')}`] : []]);
  }

  letGo() {
    if (this.here === undefined) return;
    this.here = undefined;
    this.box.classList.remove('looking');
    this.box.querySelectorAll('.chain, .past, .here').forEach(drawn => drawn.classList.remove('chain', 'past', 'here'));
    this.onTell();
  }

  /** The causes of a moment: arrows back to where they began. */
  pathTo(number) {
    const chain = new Set([number]);
    const arrows = new Set();
    for (const each of chain) {
      const into = this.into[each].filter(arrow => arrow.medium !== 'SIGNAL' || this.into[each].length === 1);
      for (const arrow of into) {
        arrows.add(arrow);
        chain.add(arrow.sent);
      }
    }
    return {chain, arrows};
  }

  /** All moments that happened before this one, and itself. */
  pastOf(number) {
    const past = new Set([number]);
    for (const each of past) {
      if (this.before[each] !== undefined) past.add(this.before[each]);
      this.into[each].forEach(arrow => past.add(arrow.sent));
    }
    return past;
  }
}

function rowHeight(micros, size) {
  return size * (LEAST + PER_DECADE * Math.log10(1 + micros / UNIT_MICROS));
}

function lengthOf(times, size) {
  return times.reduce((sum, time, row) => sum + (row === 0 ? 0 : rowHeight(time - times[row - 1], size)), 0);
}

/**
 * Draws the runs' diagrams; the same part of each begins at the same height if they stand side by side. One emit takes as much of
 * `room`, a height, as it can use.
 */
export function drawAll(diagrams, scope, emits, client, room) {
  ends();
  const sections = diagrams.map((diagram, i) => diagram.choose(scope, emits[i], client));
  const longest = Math.max(1, ...sections.flat().map(({times}) => lengthOf(times, 1)));
  const large = letters();
  const scale = large * (scope === 'emit' && diagrams.length === 1 && room > 600 ? 1.4 : scope === 'emit' && room > 400 ? 1.1 : 1);
  const most = room - HEAD * large - 2 * AFTER - Math.max(...diagrams.map(({gaps}) => gaps.length)) * GAP_HEIGHT * scale;
  const size = large * (scope === 'emit' ? Math.min(3.5, Math.max(1.1, most / longest / large)) : 1);
  const aside = diagrams.every(diagram => diagram.box.getBoundingClientRect().top === diagrams[0].box.getBoundingClientRect().top);
  const groups = aside ? [diagrams.map((_, i) => i)] : diagrams.map((_, i) => [i]);
  for (const group of groups) {
    const keyed = new Map();
    for (const section of group.flatMap(i => sections[i])) keyed.set(section.key, [...keyed.get(section.key) ?? [], section]);
    const tops = new Map();
    let top = 0;
    for (const [key, same] of [...keyed].sort(([, a], [, b]) => a[0].times[0] - b[0].times[0])) {
      tops.set(key, top);
      top += HEAD * large + AFTER + Math.max(...same.map(({times}) => lengthOf(times, size)));
    }
    top += Math.max(...group.map(i => diagrams[i].gaps.length)) * GAP_HEIGHT * scale;
    for (const i of group) diagrams[i].draw(tops, size, top + AFTER, scale);
  }
}

function tip(style) {
  return `tip-${style}`;
}

/** The ends of all arrows, once for the page. */
function ends() {
  if (document.getElementById(tip('lost'))) return;
  const defs = element('defs', {}, element('svg', {width: 0, height: 0, class: 'tips', 'aria-hidden': 'true'}, document.body));
  for (const style of ['command', 'published', 'frame', 'http', 'reply', 'signal', 'echo', 'nobody', 'again', 'lost', 'in-flight']) {
    const marker = element('marker', {id: tip(style), class: `tip ${style}`, viewBox: '0 0 10 10', markerWidth: 13, markerHeight: 13, markerUnits: 'userSpaceOnUse',
      refX: TIPS[style] ? 5 : 9, refY: 5, orient: 'auto'}, defs);
    element('path', {d: TIPS[style] ?? POINTED}, marker);
  }
}

// The stage: master, workers, Redis and clients, where the source document draws them, and what travels between them now.
import {Slots} from './run.js';
import {element, pressed} from './svg.js';
import {UNKNOWN_ROOM, name, news, seconds} from './words.js';

const CLIENT_HEIGHT = 44;
const SERVER_HEIGHT = 50;
/** Where the columns stand; on a phone they stand closer, so that the letters can be read. */
const WIDE = {width: 760, client: {x: 74, width: 118}, server: {x: 330, width: 138}, redis: {x: 690, width: 90}};
const NARROW = {width: 470, client: {x: 60, width: 102}, server: {x: 226, width: 128}, redis: {x: 424, width: 78}};
export const narrow = matchMedia('(max-width: 40rem)');
const ROW = 78;
const CLIENT_ROW = 54;
const LINGER = 0.45;
/** The marks of what travels. Beside the counters they are the legend. */
export const MARK = {emit: '◌', command: '●', published: '◆', frame: '●', echo: '○', nobody: '○', again: '◆', lost: '✕'};
const FATE = {echo: 'own echo', nobody: 'no clients', again: 'own echo, delivered again', lost: 'lost'};

export class Stage {
  /**
   * @param onChoose called with the lane that a person chose, and the element that was chosen; without it, none can be
   * @param onWhy    called with the message whose fate a person clicks
   */
  constructor(run, clock, onChoose, onWhy) {
    this.run = run;
    this.onWhy = onWhy;
    this.clock = clock;
    this.columns = narrow.matches ? NARROW : WIDE;
    this.places = new Map();
    this.processes = new Map();
    this.layOut();
    this.svg = element('svg', {class: 'stage', viewBox: `0 0 ${this.columns.width} ${this.height}`, role: 'group', 'aria-label': `${run.title}: the processes`});
    this.links = element('g', {}, this.svg);
    this.drawLinks(onChoose);
    for (const lane of run.lanes.filter(lane => this.places.has(lane.name))) this.drawProcess(lane, onChoose);
    this.moving = element('g', {'aria-hidden': 'true'}, this.svg);
    this.pool = [];
    this.arrows = new Slots(run.arrows, arrow => clock.toTold(arrow.from), arrow => clock.toTold(arrow.to) + LINGER);
    this.emits = new Slots(run.emits, emit => clock.toTold(emit.timeMicros), emit => clock.toTold(emit.timeMicros) + LINGER);
  }

  layOut() {
    const {run, columns: {client: clientColumn, server: serverColumn, redis}} = this;
    const servers = run.lanes.filter(lane => lane.role === 'MASTER' || lane.role === 'WORKER')
      .sort((a, b) => (a.role === 'MASTER' ? 0 : 1) - (b.role === 'MASTER' ? 0 : 1));
    const clients = run.lanes.filter(lane => lane.role === 'CLIENT');
    this.workersOf = new Map(clients.map(client => [client.name, new Set()]));
    for (const message of run.messages) {
      this.workersOf.get(message.from.lane)?.add(message.to.lane);
      this.workersOf.get(message.to.lane)?.add(message.from.lane);
    }
    const alone = new Map();
    for (const [client, workers] of this.workersOf) {
      const first = [...workers].find(worker => run.laneOf.get(worker)?.role === 'WORKER');
      if (workers.size === 1) alone.set(first, [...alone.get(first) ?? [], client]);
    }
    let y = 14;
    for (const server of servers) {
      const own = alone.get(server.name) ?? [];
      const height = Math.max(ROW, own.length * CLIENT_ROW);
      this.places.set(server.name, {...serverColumn, y: y + height / 2, height: SERVER_HEIGHT});
      own.forEach((client, i) => this.places.set(client,
        {...clientColumn, y: y + height / 2 + (i - (own.length - 1) / 2) * CLIENT_ROW, height: CLIENT_HEIGHT}));
      y += height;
    }
    const shared = [...this.workersOf].filter(([, workers]) => workers.size !== 1);
    shared.forEach(([client], i) => this.places.set(client,
      {...clientColumn, y: 14 + (i + 1) * (y - 14) / (shared.length + 1), height: CLIENT_HEIGHT}));
    this.height = y + 14;
    this.places.set('redis', {...redis, y: this.height / 2, height: this.height - 28});
  }

  drawLinks(onChoose) {
    this.linkOf = new Map();
    const {server, redis} = this.columns;
    for (const lane of this.run.lanes) {
      const place = this.places.get(lane.name);
      if (lane.connections.length > 0 && place) {
        for (const connection of lane.connections) {
          const y = place.y + this.offset(lane, connection);
          this.drawLink(lane, {x1: place.x + place.width / 2, x2: redis.x - redis.width / 2, y1: y, y2: y}, onChoose);
        }
        if (!narrow.matches && lane === this.run.lanes.find(other => other.connections.length > 0)) {
          element('text', {class: 'note', x: (server.x + redis.x) / 2 + 12, y: place.y + this.offset(lane, lane.connections[0]) - 7, 'text-anchor': 'middle'}, this.links,
            lane.connections.join(' · '));
        }
      }
      for (const worker of this.workersOf.get(lane.name) ?? []) {
        const to = this.places.get(worker);
        if (to) {
          this.linkOf.set(lane.name, [...this.linkOf.get(lane.name) ?? [],
            this.drawLink(lane, {x1: place.x + place.width / 2, y1: place.y, x2: to.x - to.width / 2, y2: to.y}, onChoose)]);
        }
      }
    }
  }

  /** A click on a connection offers what a click on its process does; that is there for the keyboard, too. */
  drawLink(lane, ends, onChoose) {
    const link = element('line', {class: 'link', ...ends}, this.links);
    if (onChoose) {
      element('line', {class: 'reach', ...ends, 'data-of': lane.name}, this.links)
        .addEventListener('click', () => onChoose(lane.name, this.processes.get(lane.name).group));
    }
    return link;
  }

  offset(lane, connection) {
    const at = lane.connections.indexOf(connection);
    return at < 0 ? 0 : (at - (lane.connections.length - 1) / 2) * 15;
  }

  drawProcess(lane, onChoose) {
    const place = this.places.get(lane.name);
    const pressable = onChoose && {tabindex: 0, role: 'button', 'aria-label': `${name(lane.name)}: choose what happens to it`};
    const group = element('g', {class: `process ${lane.role.toLowerCase()}`, ...pressable, 'data-lane': lane.name}, this.svg);
    element('rect', {x: place.x - place.width / 2, y: place.y - place.height / 2, width: place.width, height: place.height, rx: 9}, group);
    const title = lane.role === 'CLIENT' ? lane.name : name(lane.name);
    const label = element('text', {x: place.x, y: place.y + 7, 'text-anchor': 'middle'}, group, title);
    const note = element('text', {class: 'note', x: place.x, y: place.y + 20, 'text-anchor': 'middle'}, group);
    this.processes.set(lane.name, {group, label, note, place, lane, title});
    if (onChoose) pressed(group, () => onChoose(lane.name, group));
  }

  /** Shows the run as it is at `told`; if `emit` is a number, that emit alone. */
  show(told, emit) {
    const micros = this.clock.toMicros(told);
    for (const process of this.processes.values()) this.showProcess(process, micros);
    let used = 0;
    const next = tag => {
      const made = this.pool[used] ?? element('g', {}, this.moving);
      this.pool[used++] = made;
      made.replaceChildren();
      made.removeAttribute('class');
      return element(tag, {}, made);
    };
    for (const arrow of this.arrows.at(told)) this.showArrow(arrow, told, emit, next);
    for (const one of this.emits.at(told)) {
      const place = this.places.get(one.lane);
      const age = (told - this.clock.toTold(one.timeMicros)) / LINGER;
      if (place && age >= 0 && age <= 1 && (emit === undefined || one.number === emit)) {
        const ring = next('rect');
        const grown = 4 + age * 12;
        for (const [key, value] of Object.entries({class: 'pulse', x: place.x - place.width / 2 - grown, y: place.y - place.height / 2 - grown,
          width: place.width + 2 * grown, height: place.height + 2 * grown, rx: 9 + grown, opacity: 1 - age, style: 'color: var(--command)'})) {
          ring.setAttribute(key, value);
        }
      }
    }
    for (let i = used; i < this.pool.length; i++) this.pool[i].replaceChildren();
  }

  showProcess({group, label, note, place, lane, title}, micros) {
    const alive = this.run.isAlive(lane.name, micros);
    let below = alive ? '' : this.run.isToStart(lane.name, micros) ? 'not started' : 'dead';
    let away = false;
    if (lane.role === 'CLIENT') {
      away = this.run.isAway(lane.name, micros);
      below = away ? 'away' : '';
      const got = this.run.got(lane.name, micros);
      label.textContent = `${title}: ${got}`;
      for (const link of this.linkOf.get(lane.name) ?? []) link.classList.toggle('down', away);
    }
    group.classList.toggle('dead', !alive || away);
    note.textContent = below;
    label.setAttribute('y', place.y + (below && lane.role !== 'REDIS' ? -2 : 7));
    note.setAttribute('y', place.y + (lane.role === 'REDIS' ? 30 : 18));
  }

  showArrow(arrow, told, emit, next) {
    const from = this.clock.toTold(arrow.from);
    const to = this.clock.toTold(arrow.to);
    if (told < from || told > to + LINGER) return;
    const ends = [this.end(arrow.source, arrow.target), this.end(arrow.target, arrow.source)];
    if (!ends[0] || !ends[1]) return;
    const share = to === from ? 1 : Math.min(1, (told - from) / (to - from));
    const stops = arrow.look === 'lost' ? 0.6 * share : share;
    const x = ends[0].x + (ends[1].x - ends[0].x) * stops;
    const y = ends[0].y + (ends[1].y - ends[0].y) * stops;
    const landed = told > to;
    if (landed && !FATE[arrow.look]) return;
    const dot = next('text');
    const looksAs = share < 1 && FATE[arrow.look] ? {COMMAND: 'command', PUBLISHED: 'published'}[arrow.medium] ?? 'frame' : arrow.look;
    const attributes = {x, y: y + 7, 'text-anchor': 'middle', class: 'dot', style: `fill: var(--${looksAs}); font-size: ${looksAs === 'lost' ? 27 : 22}px`};
    for (const [key, value] of Object.entries(attributes)) dot.setAttribute(key, value);
    dot.textContent = MARK[looksAs];
    const dimmed = emit !== undefined && !arrow.emits.includes(emit) || emit === undefined && arrow.emits.length === 0 && arrow.medium !== 'FRAME';
    dot.parentNode.classList.toggle('dim', dimmed);
    if (share >= 1 && FATE[arrow.look] && !dimmed) {
      const left = ends[1].x < (this.columns.server.x + this.columns.redis.x) / 2;
      const words = element('text', {class: `note fate ${arrow.look}`, x: x + (left ? 14 : -14), y: y - 9,
        'text-anchor': left ? 'start' : 'end'}, dot.parentNode, arrow.fate === UNKNOWN_ROOM ? 'unknown room' : FATE[arrow.look]);
      words.addEventListener('click', () => this.onWhy(arrow));
    }
  }

  /** Where an arrow touches the box of `place`, seen from `other`. */
  end(place, other) {
    const box = this.places.get(place.lane);
    const seen = this.places.get(other.lane);
    if (!box || !seen) return undefined;
    const server = place.lane === 'redis' ? other : place;
    const lane = this.run.laneOf.get(server.lane);
    const withRedis = place.lane === 'redis' || other.lane === 'redis';
    const y = (place.lane === 'redis' ? seen.y : box.y) + (withRedis ? this.offset(lane, server.connection) : 0);
    return {x: box.x + Math.sign(seen.x - box.x) * (box.width / 2 + 8), y};
  }

  /** The newest thing that has happened by then, in words. */
  now(micros, emit) {
    let newest;
    for (const moment of this.run.news) {
      if (moment.timeMicros > micros) break;
      if (emit === undefined || moment.look !== 'EMIT' || moment.emits.includes(emit)) newest = moment;
    }
    let words = newest && news(newest);
    let at = newest?.timeMicros ?? -1;
    const arrow = this.run.path(emit).findLast(({arrived, to}) => arrived >= 0 && to <= micros);
    if (arrow?.to >= at) {
      at = arrow.to;
      words = `${name(arrow.source.lane)} to ${name(arrow.target.lane)}: ${arrow.fate === 'NO_CLIENTS' ? 'received, no clients here' : arrow.words}`;
    }
    return words && {at: seconds(at), words};
  }
}

// Whose turn it is: what is on its way at the playhead. Another message than the one that came first can be let arrive first.
import {name} from './words.js';

export class Turns {
  /** @param onChosen called with the run, the decision as a run string writes it, and the time at which it is made */
  constructor(player, onChosen) {
    this.player = player;
    this.onChosen = onChosen;
    this.isOpen = false;
  }

  /** Opens the lists at the playhead, or where there is a choice next; or closes them. */
  toggle() {
    this.isOpen = !this.isOpen;
    document.body.classList.toggle('choosing', this.isOpen);
    if (this.isOpen && !this.player.views.some(view => this.onTheirWay(view).length > 1)) this.next();
    else this.player.pause();
  }

  /** Goes to the next moment at which more than one message is on its way; after the last one, to the first. */
  next() {
    const {player} = this;
    const begin = player.clock.toTold(0);
    const choices = player.clock.told.filter(told => told >= begin && player.views.some(view => this.onTheirWay(view, told).length > 1));
    const next = choices.find(told => told > player.told + 1e-6) ?? choices[0];
    if (next === undefined) player.pause();
    else player.seek(next);
  }

  /** The next message of each direction of each connection, in the order in which they arrived. */
  onTheirWay({stage}, told = this.player.told) {
    const micros = this.player.clock.toMicros(told);
    const next = new Map();
    for (const arrow of stage.arrows.at(told)) {
      const track = `${arrow.source.lane}.${arrow.source.connection}>${arrow.target.lane}.${arrow.target.connection}`;
      if (arrow.from <= micros && micros < arrow.to && !(next.get(track)?.to <= arrow.to)) next.set(track, arrow);
    }
    return [...next.values()].sort((a, b) => a.to - b.to);
  }

  show() {
    if (!this.isOpen) return;
    for (const view of this.player.views) {
      if (!view.turns) view.card.append(view.turns = Object.assign(document.createElement('ol'), {className: 'turns'}));
      const waiting = this.onTheirWay(view);
      const key = waiting.map(arrow => arrow.id ?? `${arrow.from} ${arrow.to} ${arrow.words}`).join();
      if (key === view.turns.dataset.key) continue;
      view.turns.dataset.key = key;
      view.turns.setAttribute('aria-label', `${view.run.title}: what is on its way`);
      view.turns.replaceChildren(...waiting.map((arrow, i) => this.line(view.run, arrow, waiting, i)));
      if (waiting.length === 0) view.turns.append(Object.assign(document.createElement('li'), {textContent: 'Nothing is on its way now.'}));
    }
  }

  line(run, arrow, waiting, i) {
    const item = document.createElement('li');
    const row = document.createElement(i === 0 ? 'p' : 'button');
    const texts = arrow.emits.map(number => run.emits[number - 1]?.text.replace(/#0+/, '#')).filter(Boolean);
    for (const [part, text] of [
      ['mark', '●'],
      ['from', `${name(arrow.source.lane)} → ${name(arrow.target.lane)}`],
      ['what', texts.join(' ') || arrow.words],
      ['turn', i === 0 ? `arrives first, in ${milliseconds(arrow.to - this.player.micros)}` : 'let this arrive first'],
    ]) row.append(Object.assign(document.createElement('span'), {className: part, textContent: text}), ' ');
    row.querySelector('.mark').setAttribute('aria-hidden', 'true');
    row.querySelector('.mark').style.color = `var(--${arrow.look === 'lost' ? 'lost' : {COMMAND: 'command', PUBLISHED: 'published'}[arrow.medium] ?? 'frame'})`;
    if (i > 0) {
      row.type = 'button';
      row.addEventListener('click', () => this.choose(run, arrow, waiting[0]));
    }
    item.append(row);
    return item;
  }

  /** The decision is counted from the last emit, so that it meets both generations in the same situation. */
  choose(run, arrow, natural) {
    const {micros} = this.player;
    const emit = run.emits.findLast(each => each.timeMicros <= micros);
    const since = emit?.timeMicros ?? 0;
    const after = roundest(Math.floor(micros) + 1 - since, natural.to - 1 - since);
    const number = run.emits.filter(each => each.lane === emit?.lane && each.timeMicros <= since).length;
    const when = emit ? `${emit.lane}#${number},${after}us` : `${after}us`;
    this.onChosen(run, `first:${receiver(arrow)}@${when}`, played => (played.emits.filter(each => each.lane === emit?.lane)[number - 1]?.timeMicros ?? 0) + after);
  }
}

/** Who receives it, and on which of its connections, as a run string names them. */
function receiver({source, target}) {
  if (target.lane === 'redis') return `redis.${source.lane}${/^(pub|sub)$/.test(source.connection) ? `.${source.connection}` : ''}`;
  if (source.lane === 'redis') return `${target.lane}.${/^(pub|sub)$/.test(target.connection) ? target.connection : 'redis'}`;
  return `${target.lane}.${source.lane}`;
}

/** The number from `low` to `high` with the most zeros at its end. */
function roundest(low, high) {
  for (const unit of [1000, 100, 10]) {
    const round = Math.ceil(low / unit) * unit;
    if (round <= high) return round;
  }
  return low;
}

function milliseconds(micros) {
  return micros < 100 ? `${Math.ceil(micros)} µs` : `${(micros / 1000).toFixed(micros < 10_000 ? 1 : 0)} ms`;
}

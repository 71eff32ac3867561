// The run in space and time: a line for each participant, time from left to right, and the playhead.
import {Slots} from './run.js';
import {letters} from './svg.js';

const HEAD = 8;
const LABEL = 92;
const WINDOW = 5;
const MARGIN = 0.38;

export class Timeline {
  /** @param onScrub called with the told time to which a person moves */
  constructor(run, clock, onScrub) {
    this.run = run;
    this.clock = clock;
    this.canvas = document.createElement('canvas');
    this.canvas.className = 'timeline';
    this.canvas.setAttribute('aria-hidden', 'true');
    this.lines = run.lanes.filter(lane => lane.role !== 'OTHER').map(lane => lane.name);
    this.arrows = new Slots(run.arrows, arrow => clock.toTold(arrow.from), arrow => clock.toTold(arrow.to));
    this.marks = new Slots(run.news.filter(moment => moment.timeMicros >= run.toldFrom), moment => clock.toTold(moment.timeMicros), moment => clock.toTold(moment.timeMicros));
    this.drag(onScrub);
  }

  drag(onScrub) {
    let last;
    this.canvas.addEventListener('pointerdown', event => {
      last = event.clientX;
      this.canvas.setPointerCapture(event.pointerId);
    });
    this.canvas.addEventListener('pointermove', event => {
      if (last === undefined) return;
      onScrub((last - event.clientX) / this.scale);
      last = event.clientX;
    });
    this.canvas.addEventListener('pointerup', () => { last = undefined; });
  }

  show(told, emit) {
    const ratio = window.devicePixelRatio || 1;
    const width = this.canvas.clientWidth || 600;
    const row = Math.min(28 * letters(), Math.max(18, window.innerHeight * 0.024));
    this.label = LABEL * letters();
    this.letters = Math.min(18 * letters(), row - 1);
    this.rows = new Map(this.lines.map((lane, line) => [lane, HEAD + row * (line + 0.5)]));
    this.height = HEAD * 2 + row * this.lines.length;
    if (this.canvas.width !== Math.round(width * ratio) || this.canvas.height !== Math.round(this.height * ratio)) {
      this.canvas.width = Math.round(width * ratio);
      this.canvas.height = Math.round(this.height * ratio);
      this.canvas.style.height = `${this.height}px`;
    }
    const style = getComputedStyle(this.canvas);
    const color = name => style.getPropertyValue(`--${name}`);
    const draw = this.canvas.getContext('2d');
    draw.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw.clearRect(0, 0, width, this.height);
    this.scale = (width - this.label) / WINDOW;
    const x = at => this.label + (width - this.label) * MARGIN + (at - told) * this.scale;
    const from = told - WINDOW * MARGIN;
    const to = told + WINDOW * (1 - MARGIN);
    this.lanes(draw, color, x, width);
    draw.save();
    draw.beginPath();
    draw.rect(this.label, 0, width - this.label, this.height);
    draw.clip();
    for (const arrow of this.arrows.within(from, to)) this.arrow(draw, color, x, arrow, emit);
    for (const moment of this.marks.within(from, to)) this.mark(draw, color, x, moment, emit);
    draw.restore();
    draw.globalAlpha = 1;
    draw.strokeStyle = color('accent');
    draw.lineWidth = 2;
    line(draw, x(told), 2, x(told), this.height - 2);
  }

  lanes(draw, color, x, width) {
    draw.font = `600 ${this.letters}px system-ui, "DejaVu Sans", sans-serif`;
    draw.textBaseline = 'middle';
    draw.textAlign = 'right';
    for (const lane of this.run.lanes) {
      const y = this.rows.get(lane.name);
      if (y === undefined) continue;
      draw.fillStyle = color(lane.role.toLowerCase());
      draw.fillText(lane.role === 'REDIS' ? 'Redis' : lane.name, this.label - 10, y);
      draw.strokeStyle = color('lane');
      draw.lineWidth = 1;
      for (const life of lane.lives) {
        const begin = Math.max(this.label, x(this.clock.toTold(life.fromMicros)));
        const end = Math.min(width, life.untilMicros === Infinity ? width : x(this.clock.toTold(life.untilMicros)));
        if (end > begin) line(draw, begin, y, end, y);
      }
    }
  }

  arrow(draw, color, x, arrow, emit) {
    const from = this.rows.get(arrow.source.lane);
    const to = this.rows.get(arrow.target.lane);
    if (from === undefined || to === undefined) return;
    const x1 = x(this.clock.toTold(arrow.from));
    const x2 = x(this.clock.toTold(arrow.to));
    draw.globalAlpha = emit !== undefined && !arrow.emits.includes(emit) ? 0.12 : arrow.emits.length === 0 ? 0.4 : 1;
    draw.strokeStyle = draw.fillStyle = color(arrow.look);
    draw.lineWidth = 2;
    draw.setLineDash(arrow.look === 'lost' ? [5, 4] : []);
    const share = arrow.look === 'lost' ? 0.6 : 1;
    const tipX = x1 + (x2 - x1) * share;
    const tipY = from + (to - from) * share;
    line(draw, x1, from, tipX, tipY);
    draw.setLineDash([]);
    if (arrow.look === 'lost') cross(draw, tipX, tipY);
    else if (arrow.look === 'echo' || arrow.look === 'nobody') ring(draw, tipX, tipY, color('card'));
    else head(draw, x1, from, tipX, tipY);
  }

  mark(draw, color, x, moment, emit) {
    const y = this.rows.get(moment.lane);
    if (y === undefined) return;
    const at = x(this.clock.toTold(moment.timeMicros));
    draw.globalAlpha = emit !== undefined && moment.look === 'EMIT' && !moment.emits.includes(emit) ? 0.12 : 1;
    draw.lineWidth = 2;
    if (moment.look === 'EMIT') {
      draw.fillStyle = color('command');
      disc(draw, at, y, 5);
    } else if (moment.look === 'DEATH' || moment.look === 'FAULT') {
      draw.strokeStyle = color('lost');
      cross(draw, at, y, 6);
    } else if (moment.look === 'TURN') {
      draw.strokeStyle = color('accent');
      ring(draw, at, y, color('card'));
    } else {
      draw.strokeStyle = color(moment.look === 'DISCONNECTED' ? 'lost' : 'good');
      line(draw, at, y - 8, at, y + 8);
    }
  }
}

function line(draw, x1, y1, x2, y2) {
  draw.beginPath();
  draw.moveTo(x1, y1);
  draw.lineTo(x2, y2);
  draw.stroke();
}

function disc(draw, x, y, radius) {
  draw.beginPath();
  draw.arc(x, y, radius, 0, 2 * Math.PI);
  draw.fill();
}

function ring(draw, x, y, inside) {
  draw.beginPath();
  draw.arc(x, y, 4.5, 0, 2 * Math.PI);
  draw.fillStyle = inside;
  draw.fill();
  draw.stroke();
}

function cross(draw, x, y, size = 5) {
  line(draw, x - size, y - size, x + size, y + size);
  line(draw, x - size, y + size, x + size, y - size);
}

function head(draw, x1, y1, x2, y2) {
  const angle = Math.atan2(y2 - y1, x2 - x1);
  draw.beginPath();
  draw.moveTo(x2, y2);
  draw.lineTo(x2 - 9 * Math.cos(angle - 0.4), y2 - 9 * Math.sin(angle - 0.4));
  draw.lineTo(x2 - 9 * Math.cos(angle + 0.4), y2 - 9 * Math.sin(angle + 0.4));
  draw.fill();
}

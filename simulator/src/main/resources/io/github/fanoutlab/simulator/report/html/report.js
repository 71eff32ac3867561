// A report: the runs that stand in it, and tables whose links lead into the drawing.
import {Player} from './player.js';

const player = new Player({known: async () => undefined, isJudged: false});
player.load(RUNS);

document.querySelectorAll('a.place').forEach(link => {
  link.addEventListener('click', event => {
    if (player.showNamed(link.dataset.emit)) event.preventDefault();
  });
});

// On paper, all emits stand below each other.
addEventListener('beforeprint', () => {
  const {detail} = player;
  player.showBelow('emits');
  addEventListener('afterprint', () => player.showBelow(detail), {once: true});
});

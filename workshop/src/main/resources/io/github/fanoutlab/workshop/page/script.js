// A presenter's script: a card at a time, each of which loads its run.

export class Script {
  /** @param onShow called with the card that is turned to, if it has a run */
  constructor(panel, onShow) {
    this.panel = panel;
    this.onShow = onShow;
  }

  /** Begins with the first card; without cards, the panel goes away. */
  begin(cards) {
    this.cards = cards;
    this.at = 0;
    this.panel.hidden = cards.length === 0;
    document.body.classList.toggle('carded', cards.length > 0); // a card has a question of its own
    if (cards.length > 0) this.turn(0);
  }

  turn(by) {
    if (!this.cards?.length) return;
    this.at = Math.min(this.cards.length - 1, Math.max(0, this.at + by));
    const card = this.cards[this.at];
    const before = this.cards.slice(0, this.at).reduce((sum, {minutes}) => sum + minutes, 0);
    this.panel.querySelector('h2').textContent = `${card.title} (minute ${before} to ${before + card.minutes})`;
    const {Ask: ask, ...rest} = card.parts;
    this.panel.querySelector('.ask').textContent = ask ?? card.parts.Say ?? '';
    this.panel.querySelector('details').open = false;
    this.panel.querySelector('dl').replaceChildren(...Object.entries({...rest, ...card.command ? {'In a terminal': card.command} : {}})
      .flatMap(([title, text]) => [
        Object.assign(document.createElement('dt'), {textContent: title}),
        Object.assign(document.createElement('dd'), {textContent: text})]));
    if (card.show) this.onShow(card);
  }
}

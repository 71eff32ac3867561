// A presenter's script: a card at a time, each of which loads its run.

export class Script {
  /** @param onTurn called when a person has turned to another card, or to none */
  constructor(panel, scripts, onTurn) {
    this.panel = panel;
    this.scripts = scripts;
    this.onTurn = onTurn;
    /** Which card of which script is shown, and since when that script is presented: its next room predicts anew. */
    this.place = {};
  }

  /** Begins with the first card; without a script, the panel goes away. */
  begin(script) {
    this.turnTo(script === '' ? {} : {script: Number(script), card: 0, begun: Date.now()});
  }

  /** The next card or the one before, if there is one. */
  turn(by) {
    const place = {...this.place, card: this.place.card + by};
    if (this.at(place)) this.turnTo(place);
  }

  turnTo(place) {
    this.show(place);
    this.onTurn();
  }

  at({script, card}) {
    return this.scripts[script]?.cards[card];
  }

  isAt({script, card, begun}) {
    return script === this.place.script && card === this.place.card && begun === this.place.begun;
  }

  show(place) {
    this.place = place;
    const card = this.card = this.at(place);
    this.panel.hidden = !card;
    document.body.classList.toggle('carded', Boolean(card)); // a card has a question of its own
    if (!card) return;
    const before = this.scripts[place.script].cards.slice(0, place.card).reduce((sum, {minutes}) => sum + minutes, 0);
    this.panel.querySelector('h2').textContent = `${card.title} (minute ${before} to ${before + card.minutes})`;
    const {Ask: ask, ...rest} = card.parts;
    this.panel.querySelector('.ask').textContent = ask ?? card.parts.Say ?? '';
    this.panel.querySelector('details').open = false;
    this.panel.querySelector('dl').replaceChildren(...Object.entries({...rest, ...card.commands.length > 0 ? {'In a terminal': card.commands.join('\n')} : {}})
      .flatMap(([title, text]) => [
        Object.assign(document.createElement('dt'), {textContent: title}),
        Object.assign(document.createElement('dd'), {textContent: text})]));
  }
}

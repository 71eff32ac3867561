// Looks for an order in which something happens. The server tries some runs for each question, so it is over when the page asks no more.

export class Find {
  /**
   * @param ask     asks the server for one step: of a wish, from a number of runs on
   * @param onFound called with the run string that was found
   */
  constructor(panel, ask, onFound) {
    this.panel = panel;
    this.ask = ask;
    this.onFound = onFound;
    this.status = panel.querySelector('output');
    this.stop = panel.querySelector('.stop');
    for (const button of panel.querySelectorAll('[data-wish]')) button.addEventListener('click', () => this.look(button.dataset.wish));
    this.stop.addEventListener('click', () => this.end('Stopped.'));
  }

  async look(wish) {
    const search = this.search = {};
    let tried = 0;
    this.stop.hidden = false;
    while (this.search === search) {
      this.status.textContent = tried === 0 ? 'Asking explore …' : `${tried} runs tried …`;
      const step = await this.ask(wish, tried).catch(() => ({error: 'The server does not answer.'}));
      if (this.search !== search) return;
      tried = step.tried;
      if (step.found) {
        this.end(`Found in run ${tried}, and shrunk. ${step.seen}.`);
        this.onFound(step.found);
      } else if (step.none || step.error) {
        this.end(step.none ?? step.error);
      }
    }
  }

  end(words) {
    this.search = undefined;
    this.stop.hidden = true;
    this.status.textContent = words;
  }
}

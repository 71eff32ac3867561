// The wall's side of the room: how many people there are, how many have predicted, and what, when it is revealed.

export class Room {
  constructor(panel, token) {
    this.panel = panel;
    this.token = token;
    this.question = '';
    this.$ = part => panel.querySelector(`.${part}`);
    this.$('reveal').addEventListener('click', () => this.socket.emit('reveal'));
  }

  /** Opens the room, with the official client that the server brings along; later, hides it or shows it again. */
  async open() {
    if (this.socket) {
      this.panel.hidden = !this.panel.hidden;
      return;
    }
    await new Promise((loaded, failed) => document.head.append(Object.assign(document.createElement('script'),
      {src: 'socket.io/socket.io.min.js', onload: loaded, onerror: failed})));
    const {join, code, onlyHere} = await (await fetch('room')).json();
    this.$('join').replaceChildren(Object.assign(document.createElement('a'), {href: join, textContent: join, target: '_blank'}));
    this.$('code').innerHTML = code;
    this.$('only-here').hidden = !onlyHere;
    this.socket = window.io('/presenter', {auth: {token: this.token}});
    this.socket.on('connect', () => this.ask(this.question));
    this.socket.on('connect_error', error => { this.$('count').textContent = error.message; });
    this.socket.on('counted', ({people, predicted}) => {
      this.$('count').textContent = `${predicted} of ${people} ${people === 1 ? 'person has' : 'people have'} predicted`;
    });
    this.socket.on('revealed', distribution => this.reveal(distribution));
    this.panel.hidden = false;
  }

  /** Asks the room; what it has predicted before is forgotten. */
  ask(question) {
    this.question = question;
    this.$('distribution').replaceChildren();
    if (this.socket && question) this.socket.emit('ask', question);
  }

  reveal(distribution) {
    const most = Math.max(1, ...Object.values(distribution));
    this.$('distribution').replaceChildren(...Object.entries(distribution).map(([prediction, people]) => {
      const row = document.createElement('li');
      const bar = Object.assign(document.createElement('span'), {className: 'bar', textContent: people});
      bar.style.width = `${Math.max(4, 60 * people / most)}%`;
      row.append(Object.assign(document.createElement('b'), {textContent: prediction}), bar);
      return row;
    }));
  }
}

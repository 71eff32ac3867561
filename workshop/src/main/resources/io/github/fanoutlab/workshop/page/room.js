// The wall's side of the room: how many people there are, how many have predicted, and what, when it is revealed; and the room's own traffic.

export class Room {
  constructor(panel, token) {
    this.panel = panel;
    this.token = token;
    Object.assign(this, {question: '', about: '', isOver: false, answers: [], counts: {people: 0, away: 0, predicted: 0}});
    this.$ = part => panel.querySelector(`.${part}`);
    this.$('reveal').addEventListener('click', () => this.socket.emit('reveal'));
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Opens the room, with the official client that the server brings along; later, unfolds it, hides it, or shows it again. */
  async toggle() {
    const unfolds = this.fold(false);
    if (this.socket) {
      this.panel.hidden = this.isOpen && !unfolds;
      return;
    }
    await new Promise((loaded, failed) => document.head.append(Object.assign(document.createElement('script'),
      {src: 'socket.io/socket.io.min.js', onload: loaded, onerror: failed})));
    const {join, code, onlyHere} = await (await fetch('room')).json();
    this.$('join').replaceChildren(Object.assign(document.createElement('a'), {href: join, textContent: join, target: '_blank'}));
    this.$('code').innerHTML = code;
    this.$('only-here').hidden = !onlyHere;
    this.socket = window.io('/presenter', {auth: {token: this.token}});
    this.socket.on('connect', () => this.asked || this.tell()); // later, its own connection comes back
    this.socket.on('connect_error', error => { this.$('count').textContent = error.message; });
    this.socket.on('counted', counts => {
      this.counts = counts;
      this.count();
      this.showTraffic(counts);
    });
    this.socket.on('revealed', distribution => this.reveal(distribution));
    this.panel.hidden = false;
  }

  /** Asks the room; when it is asked the same of the same again, it has predicted already. Without a question, it waits for one. */
  ask(question, about = '') {
    Object.assign(this, {question, about, isOver: false, answers: []});
    this.$('distribution').replaceChildren();
    this.panel.classList.toggle('waiting', question === '');
    this.count();
    this.fold(false);
    this.tell();
  }

  /** Nobody predicts any more, and the wall is for the drawing. */
  close() {
    this.isOver = true;
    this.socket?.emit('close');
    this.fold(true);
  }

  /** Tells the server what is asked, and whether that is over. */
  tell() {
    this.asked = Boolean(this.socket);
    this.socket?.emit('ask', this.question, this.about);
    if (this.isOver) this.socket?.emit('close');
  }

  count() {
    const {people, away, predicted} = this.counts;
    const all = people + away;
    this.$('count').textContent = (this.question ? `${predicted} of ${all} ${all === 1 ? 'person has' : 'people have'} predicted`
      : `${people} ${people === 1 ? 'person is' : 'people are'} here`) + (away > 0 ? `, ${away} ${away === 1 ? 'is' : 'are'} away` : '');
  }

  /** Makes one line of it, or all; returns whether that changes anything. */
  fold(isFolded) {
    const changes = isFolded !== this.panel.classList.contains('folded');
    this.panel.classList.toggle('folded', isFolded);
    return changes;
  }

  reveal(distribution) {
    const most = Math.max(1, ...Object.values(distribution));
    this.$('distribution').replaceChildren(...Object.entries(distribution).map(([prediction, people]) => {
      const row = document.createElement('li');
      const bar = Object.assign(document.createElement('span'), {className: 'bar', textContent: `${people} ${people === 1 ? 'person' : 'people'}`});
      bar.style.width = `${Math.max(4, 60 * people / most)}%`;
      row.dataset.prediction = prediction;
      row.append(Object.assign(document.createElement('b'), {textContent: prediction}), bar);
      return row;
    }));
    this.answer(this.answers);
  }

  /** Marks what turned out to be right. */
  answer(answers) {
    this.answers = answers;
    for (const row of this.$('distribution').children) row.classList.toggle('right', answers.includes(Number(row.dataset.prediction)));
  }

  /** Connections of each worker, what it published, what Redis brought it, and who was away when one died. */
  showTraffic({workers, deaths}) {
    this.$('traffic').hidden = workers.length === 0;
    const rows = this.$('traffic').querySelector('tbody');
    const most = Math.max(1, ...workers.map(({people}) => people));
    for (const {worker, pid, alive, people, published, received, echoes} of workers) {
      const row = rows.querySelector(`[data-worker="${worker}"]`) ?? this.workerRow(rows, worker);
      const [name, bar, ...numbers] = row.cells;
      row.classList.toggle('dead', !alive);
      name.textContent = `Worker ${worker}`;
      row.title = `process ${pid}`;
      bar.firstChild.style.width = `${Math.max(people > 0 ? 8 : 0, 100 * people / most)}%`;
      bar.firstChild.textContent = people || '';
      [published, received, echoes].forEach((number, i) => { numbers[i].textContent = number; });
      numbers.at(-1).firstChild.textContent = alive ? `Kill ${worker}` : 'dead';
      numbers.at(-1).firstChild.disabled = !alive;
    }
    this.$('deaths').replaceChildren(...deaths.map(death => Object.assign(document.createElement('li'), {textContent: inWords(death)})).reverse());
  }

  workerRow(rows, worker) {
    const row = rows.insertRow();
    row.dataset.worker = worker;
    for (let cell = 0; cell < 6; cell++) row.insertCell();
    row.cells[1].append(Object.assign(document.createElement('span'), {className: 'bar'}));
    const kill = Object.assign(document.createElement('button'), {type: 'button', className: 'kill'});
    kill.title = `Kill worker ${worker}`;
    kill.addEventListener('click', () => this.socket.emit('kill', worker));
    row.cells[5].append(kill);
    return row;
  }
}

function inWords({worker, pid, people, stillAway, lastBackMillis, predicted, now}) {
  const back = stillAway > 0 ? `${stillAway} of them still ${stillAway === 1 ? 'is' : 'are'}`
    : people > 0 ? `all were back after ${(lastBackMillis / 1000).toFixed(1)} s, at other workers or at the newly forked one` : 'nobody noticed';
  return `Worker ${worker}, process ${pid}, was killed. ${people} ${people === 1 ? 'phone was' : 'phones were'} away: ${back}. `
    + `Predictions before: ${predicted}, now: ${now}.`;
}

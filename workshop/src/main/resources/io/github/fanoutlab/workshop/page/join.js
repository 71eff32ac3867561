// A participant's phone: it hears the question, and says a number until the wall has taken it.
const $ = id => document.getElementById(id);

/** The same for each connection of this phone, so that it counts once. */
const me = sessionStorage.getItem('me') ?? [...crypto.getRandomValues(new Uint8Array(8))].map(byte => byte.toString(16).padStart(2, '0')).join('');
sessionStorage.setItem('me', me);

/** One WebSocket and no polling: then any worker will do, and the balancer need not know who is who. */
const socket = io('/join', {transports: ['websocket'], auth: {me}});
const AGAIN_MILLIS = 3000;
let number = 0;
let isOpen = false;
let untaken;

function tell(text) {
  $('state').textContent = text;
}

/** Says it now, and again whenever the answer does not come: a worker may die while it has it. */
function say() {
  if (!untaken) return;
  if (socket.connected) socket.emit('predict', number, untaken.prediction);
  clearTimeout(untaken.again);
  untaken.again = setTimeout(say, AGAIN_MILLIS);
}

function forget() {
  clearTimeout(untaken?.again);
  untaken = undefined;
}

socket.on('connect', () => {
  if (number === 0) tell('You are in.');
  say();
});
socket.on('greeting', text => { $('worker').textContent = text; });
socket.on('disconnect', () => { $('worker').textContent = 'The connection is lost. It will come back by itself.'; });
socket.on('connect_error', error => { $('worker').textContent = `${error.message}. Trying again.`; });

socket.on('question', (asked, text, canPredict) => {
  if (asked === number && canPredict === isOpen) return;
  if (asked !== number) forget();
  number = asked;
  isOpen = canPredict;
  $('question').textContent = text || 'Wait for the next question.';
  const predicted = sessionStorage.getItem(`predicted ${number}`);
  $('form').hidden = !isOpen || predicted !== null;
  $('form').reset();
  if (text === '') tell('');
  else if (predicted !== null) tell(`You predicted ${predicted}. Look at the wall.`);
  else if (isOpen) tell('Enter a number. Nobody sees who entered it.');
  else if (!untaken) tell('Too late for this question. Look at the wall.');
});

socket.on('taken', (asked, answer) => {
  if (!untaken || asked !== number) return;
  const {prediction} = untaken;
  forget();
  if (answer === true) {
    sessionStorage.setItem(`predicted ${number}`, prediction);
    $('form').hidden = true;
    tell(`You predicted ${prediction}. Look at the wall.`);
  } else {
    tell(answer);
  }
});

$('form').addEventListener('submit', event => {
  event.preventDefault();
  forget();
  untaken = {prediction: Number($('prediction').value)};
  tell('On its way …');
  say();
});

// A participant's phone: it hears the question, and says a number.
const $ = id => document.getElementById(id);
const socket = io('/join');
let number = 0;

socket.on('connect', () => { $('state').textContent = number ? $('state').textContent : 'You are in.'; });
socket.on('disconnect', () => { $('state').textContent = 'The connection is lost. It comes back by itself.'; });
socket.on('connect_error', error => { $('state').textContent = error.message; });

socket.on('question', asked => {
  const isNew = asked.number !== number;
  number = asked.number;
  $('question').textContent = asked.text;
  const done = sessionStorage.getItem('predicted') === String(number);
  $('form').hidden = done;
  if (isNew && !done) {
    $('form').reset();
    $('state').textContent = 'Say a number. Nobody sees who said it.';
  }
});

$('form').addEventListener('submit', event => {
  event.preventDefault();
  const prediction = Number($('prediction').value);
  socket.timeout(5000).emit('predict', number, prediction, (failed, answer) => {
    if (!failed && answer === true) {
      sessionStorage.setItem('predicted', number);
      $('form').hidden = true;
      $('state').textContent = `You predicted ${prediction}. Look at the wall.`;
    } else {
      $('state').textContent = failed ? 'That did not arrive. Try again.' : answer;
    }
  });
});

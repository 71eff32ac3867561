// The book's few manners: search, colours in listings, and answers that stay folded until they are wanted.
const up = document.body.dataset.up;
const field = document.getElementById('search');
const found = document.getElementById('found');

function find(words) {
  const hits = [];
  for (const section of SECTIONS) {
    const title = `${section.page} ${section.title}`.toLowerCase();
    const text = section.text.toLowerCase();
    if (words.every(word => title.includes(word) || text.includes(word))) {
      hits.push({section, inTitle: words.filter(word => title.includes(word)).length});
    }
  }
  return hits.sort((one, other) => other.inTitle - one.inTitle).slice(0, 12).map(hit => hit.section);
}

function excerpt(text, words) {
  const at = Math.max(0, text.toLowerCase().indexOf(words.find(word => text.toLowerCase().includes(word)) ?? '') - 30);
  return (at > 0 ? '…' : '') + text.slice(at, at + 100);
}

function marked(text, words) {
  const place = document.createElement('small');
  const pattern = new RegExp(`(${words.map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'i');
  for (const piece of text.split(pattern)) {
    const isWord = words.includes(piece.toLowerCase());
    place.append(isWord ? Object.assign(document.createElement('mark'), {textContent: piece}) : piece);
  }
  return place;
}

field.addEventListener('input', () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = words.length === 0;
  const sections = words.length === 0 ? [] : find(words);
  found.replaceChildren(...sections.map(section => {
    const link = Object.assign(document.createElement('a'), {href: up + section.at});
    const where = section.page === section.title ? section.title : `${section.page}: ${section.title}`;
    link.append(where, marked(excerpt(section.text, words), words));
    const item = document.createElement('li');
    item.append(link);
    return item;
  }));
  if (words.length > 0 && sections.length === 0) {
    found.append('Nothing has all of these words.');
  }
});

document.addEventListener('keydown', event => {
  if (event.key === '/' && event.target !== field) {
    event.preventDefault();
    field.focus();
  } else if (event.key === 'Escape' && event.target === field) {
    field.value = '';
    field.dispatchEvent(new Event('input'));
  }
});

// A link into an answer opens it, and paper shows all.
function openAround(place) {
  for (let at = place; at; at = at.parentElement) {
    if (at.matches('details')) at.open = true;
  }
}
function followHash() {
  const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (place) {
    openAround(place);
    place.scrollIntoView();
  }
}
addEventListener('hashchange', followHash);
addEventListener('beforeprint', () => document.querySelectorAll('details').forEach(details => { details.open = true; }));
if (matchMedia('(max-width: 60rem)').matches) document.getElementById('contents').open = false;

document.querySelectorAll('pre code:not(.language-text)').forEach(code => hljs.highlightElement(code));
field.value = new URLSearchParams(location.search).get('q') ?? '';
field.dispatchEvent(new Event('input'));
document.querySelector('nav [aria-current]')?.scrollIntoView({block: 'nearest'});
followHash();

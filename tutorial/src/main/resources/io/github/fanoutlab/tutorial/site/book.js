// The book's few manners: search, colors in listings, and answers that stay folded until they are wanted.
const up = document.body.dataset.up;
const field = document.getElementById('search');
const found = document.getElementById('found');

const LISTED = 12;
const LISTED_OF_PAGE = 2;

// The beginning of each word, and no plural's s: "duplicates" finds "duplicate".
function beginnings(words) {
  return words.map(word => {
    const stem = word.length > 3 ? word.replace(/(?<!s)s$/, '') : word;
    return new RegExp(`(?<![\\p{L}\\p{N}])${stem.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')}`, 'iu');
  });
}

// A word in camelCase begins at each capital letter, too.
const withHumps = text => `${text} ${text.replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')}`;

// Words in the section's title count first, then all of them in a row, the earlier the better, then words in its text.
function find(words) {
  const starts = beginnings(words);
  const phrase = words.join(' ');
  const hits = [];
  for (const section of SECTIONS) {
    const title = withHumps(section.title);
    const text = withHumps(section.text);
    const within = `${section.page} ${title} ${text}`;
    if (starts.every(start => start.test(within))) {
      hits.push({
        section,
        inTitle: starts.filter(start => start.test(title)).length,
        inARow: section.text.toLowerCase().indexOf(phrase),
        inText: starts.filter(start => start.test(text)).length
      });
    }
  }
  const from = hit => hit.inARow < 0 ? Number.MAX_SAFE_INTEGER : hit.inARow;
  hits.sort((one, other) => other.inTitle - one.inTitle || from(one) - from(other) || other.inText - one.inText);
  const ofPage = new Map();
  return hits.map(hit => hit.section).filter(section => {
    const before = ofPage.get(section.page) ?? 0;
    ofPage.set(section.page, before + 1);
    return before < LISTED_OF_PAGE;
  }).slice(0, LISTED);
}

function excerpt(text, starts) {
  const first = starts.map(start => text.search(start)).find(place => place >= 0) ?? 0;
  const at = Math.max(0, first - 30);
  return (at > 0 ? '…' : '') + text.slice(at, at + 100);
}

function marked(text, starts) {
  const place = document.createElement('small');
  const pieces = text.split(new RegExp(`(${starts.map(start => start.source).join('|')})`, 'iu'));
  pieces.forEach((piece, number) => {
    const isWord = number % 2 === 1;
    place.append(isWord ? Object.assign(document.createElement('mark'), {textContent: piece}) : piece);
  });
  return place;
}

field.addEventListener('input', () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  const starts = beginnings(words);
  found.hidden = words.length === 0;
  const sections = words.length === 0 ? [] : find(words);
  found.replaceChildren(...sections.map(section => {
    const link = Object.assign(document.createElement('a'), {href: up + section.at});
    const where = section.page === section.title ? section.title : `${section.page}: ${section.title}`;
    link.append(where, marked(excerpt(section.text, starts), starts));
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

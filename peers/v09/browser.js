// A window for the client of socket.io-client 0.9.17 as browsers loaded it (dist/socket.io.js): as much of one as the client
// touches, so that its own code runs for all transports, those included that need a page: jsonp-polling puts scripts and a
// form into it, htmlfile a frame into an ActiveX document that only Internet Explorer had.
//
//   const { io } = browser(port)      the page is of http://127.0.0.1:port

'use strict';

const fs = require('fs');
const http = require('http');
const vm = require('vm');
const WebSocket = require('ws');

const client = new vm.Script(fs.readFileSync(require.resolve('socket.io-client/dist/socket.io.js'), 'utf8'));

/** Fetches url; gives the request, which can be destroyed. done(status, body) is called once, status 0 for a failure. */
const fetchText = (method, url, headers, content, done) => {
  const request = http.request(url, { method, headers, agent: false }, response => {
    let body = '';
    response.setEncoding('utf8');
    response.on('data', data => { body += data; });
    response.on('end', () => done(response.statusCode, body));
    response.on('aborted', () => done(0, ''));
  });
  request.on('error', () => done(0, ''));
  request.end(content);
  return request;
};

class XMLHttpRequest {
  constructor() { this.withCredentials = false; this.headers = {}; this.readyState = 0; this.onreadystatechange = () => {}; }
  open(method, url) { this.method = method; this.url = url; }
  setRequestHeader(name, value) { this.headers[name] = value; }
  abort() { if (this.request) this.request.destroy(); }
  send(content) {
    this.request = fetchText(this.method, this.url, this.headers, content, (status, body) => {
      if (this.readyState === 4) return;
      Object.assign(this, { readyState: 4, status, responseText: body });
      this.onreadystatechange();
    });
  }
}

class Element {
  constructor(name, page) { Object.assign(this, { name, page, style: {}, children: [], parentNode: null }); }
  setAttribute(name, value) { this[name] = value; }
  appendChild(child) { this.children.push(child); child.parentNode = this; child.attached(); return child; }
  insertBefore(child) { return this.appendChild(child); }
  removeChild(child) { this.children = this.children.filter(each => each !== child); child.parentNode = null; }
  attached() {}
}

/** Is loaded and run when it is put into the page. */
class Script extends Element {
  attached() {
    if (!this.src) return;
    fetchText('GET', this.src, {}, null, (status, body) => {
      if (status === 200) this.page.run(body);
      else if (this.onerror) this.onerror();
    });
  }
}

/** Posts its text area, as browsers do, into the frame inside it, which is told when the answer is there. */
class Form extends Element {
  submit() {
    const area = this.children.find(child => child.name === 'd');
    const body = new URLSearchParams({ d: area.value }).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    fetchText('POST', this.action, headers, body, () => { if (this.page.frame(this).onload) this.page.frame(this).onload(); });
  }
}

/** A frame in an htmlfile: runs the scripts of its page as they arrive. */
class Frame extends Element {
  set src(url) {
    if (this.request) this.request.destroy();
    if (url === 'about:blank') return;
    const frame = vm.createContext({ parent: this.page.parentWindow });
    frame.document = { getElementsByTagName: () => [new Element('script').appendChild(new Element('text'))] };
    let rest = '';
    this.request = http.get(url, { agent: false }, response => {
      response.setEncoding('utf8');
      response.on('data', data => {
        rest += data;
        for (let end = rest.indexOf('</script>'); end >= 0; end = rest.indexOf('</script>')) {
          vm.runInContext(rest.slice(rest.indexOf('<script>') + 8, end), frame);
          rest = rest.slice(end + 9);
        }
      });
      response.on('error', () => {});
    });
    this.request.on('error', () => {});
  }
}

class HtmlFile {
  constructor() { this.parentWindow = {}; this.body = new Element('body', this); }
  open() {}
  write() {}
  close() {}
  createElement(name) { return name === 'iframe' ? new Frame(name, this) : new Element(name, this); }
}

module.exports = port => {
  const kinds = { script: Script, form: Form };
  const page = { run: script => vm.runInContext(script, window), frame: form => form.children.find(child => child.id) };
  const head = new Element('head', page);
  head.appendChild(new Script('script', page));
  const document = {
    readyState: 'complete',
    domain: '127.0.0.1',
    documentElement: { style: {} },
    body: new Element('body', page),
    getElementsByTagName: () => head.children,
    createElement: name => {
      if (name.startsWith('<')) throw new Error('that is for older browsers');
      const Kind = kinds[name] || Element;
      return new Kind(name, page);
    }
  };
  const window = vm.createContext({
    document, navigator: { userAgent: '', platform: '' }, XMLHttpRequest, setTimeout, clearTimeout, setInterval, clearInterval, console,
    WebSocket: class extends WebSocket { close() { try { super.close(); } catch (never) { /* it was not open yet */ } } },
    ActiveXObject: HtmlFile,
    CollectGarbage: () => {},
    addEventListener: () => {},
    location: { protocol: 'http:', hostname: '127.0.0.1', port: String(port) }
  });
  window.window = window;
  client.runInContext(window);
  return window;
};

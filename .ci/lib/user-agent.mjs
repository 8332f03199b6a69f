// A person at a browser without script, scripted: follows redirects, keeps cookies, fills in the login form and answers
// the consent form, over plain HTTP on the loopback interface.
import http from 'node:http';
import { forms, title } from './html.mjs';
import { until } from './processes.mjs';

const MOST_STEPS = 12;
const YES = /\b(allow|approve|authorize|accept|continue|yes|sign[ -]?in|log[ -]?in)\b/i;
const NO = /\b(deny|cancel|refuse|decline)\b/i;

export class UserAgent {
  #cookies = new Map();
  #scope = '';
  #account;
  #connect;

  /** @param connect answers, for a URL, host and port to connect to where those of the URL are not meant */
  constructor(account, { connect = () => ({}) } = {}) {
    this.#account = account;
    this.#connect = connect;
  }

  /**
   * Opens an authorization URL and does what its pages ask until the browser has left the authorization server.
   * Answers where it ended, the status there, the titles of the pages on the way and the scope that one of ours showed.
   * With `leave` false it does not open where it would end, and answers the status 0.
   */
  async authorize(url, { approve = true, leave = true } = {}) {
    const home = new URL(url).origin;
    const pages = [];
    let request = { method: 'GET', url };
    for (let step = 0; step < MOST_STEPS; step++) {
      const here = new URL(request.url);
      if (here.origin !== home && !leave) return { url: here.href, status: 0, pages, scope: this.#scope };
      const answer = here.origin === home ? await this.#send(request) : await this.#return(request);
      if (answer.status >= 300 && answer.status < 400 && answer.headers.location) {
        request = { method: 'GET', url: new URL(answer.headers.location, here).href };
        continue;
      }
      if (here.origin !== home) return { url: here.href, status: answer.status, pages, scope: this.#scope };
      pages.push(title(answer.body));
      this.#scope = permissions(answer.body) || this.#scope;
      const form = forms(answer.body)[0];
      if (!form) {
        const text = `status ${answer.status} and no form at ${here.pathname}: ${pages.join(' > ')}`;
        throw Object.assign(new Error(text), { status: answer.status });
      }
      request = this.#submit(form, here, approve);
    }
    throw new Error(`still at the authorization server after ${MOST_STEPS} steps: ${pages.join(' > ')}`);
  }

  /** The value of the Cookie header that this browser sends to a host, empty if it has none. */
  cookies(host) {
    return [...(this.#cookies.get(host) ?? [])].map(pair => pair.join('=')).join('; ');
  }

  /** Some clients listen for the callback only after they have opened the browser; a person is slow enough for that. */
  #return(request) {
    return until(`somebody listening at ${new URL(request.url).origin}`, () => this.#send(request), 10_000);
  }

  #submit(form, page, approve) {
    const login = form.fields.some(field => field.type === 'password');
    const wanted = login || approve ? YES : NO;
    const button = form.buttons.find(({ label }) => wanted.test(label));
    if (!button) throw new Error(`no button like ${wanted} among ${form.buttons.map(({ label }) => label).join(', ')}`);
    const sent = new URLSearchParams();
    for (const field of form.fields) {
      if (!field.name || (field.type === 'checkbox' && field.checked === undefined)) continue;
      sent.append(field.name, this.#fill(field));
    }
    if (button.name) sent.append(button.name, button.value ?? '');
    const target = new URL(form.action, page);
    if (form.method !== 'POST') return { method: 'GET', url: Object.assign(target, { search: sent.toString() }).href };
    return { method: 'POST', url: target.href, body: sent.toString(), origin: page.origin };
  }

  #fill({ type, value }) {
    if (type === 'password') return this.#account.password;
    return type === 'text' || type === 'email' ? this.#account.name : value;
  }

  #send({ method, url, body, origin }) {
    const { host } = new URL(url);
    const headers = { host, accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const cookies = this.cookies(host);
    if (cookies) headers.cookie = cookies;
    if (body !== undefined) {
      Object.assign(headers, { origin, 'sec-fetch-site': 'same-origin' });
      headers['content-type'] = 'application/x-www-form-urlencoded';
      headers['content-length'] = Buffer.byteLength(body);
    }
    return new Promise((resolve, reject) => {
      const request = http.request(url, { method, headers, timeout: 20_000, agent: false, ...this.#connect(url) }, response => {
        this.#remember(host, response.headers['set-cookie'] ?? []);
        const chunks = [];
        response.on('data', chunk => chunks.push(chunk)).on('error', reject).on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks).toString() }));
      });
      request.on('timeout', () => request.destroy(new Error(`no answer from ${host} within 20 s`)));
      request.on('error', reject);
      request.end(body);
    });
  }

  #remember(host, lines) {
    const cookies = this.#cookies.get(host) ?? new Map();
    this.#cookies.set(host, cookies);
    for (const line of lines) {
      const [pair, ...rest] = line.split(';');
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      if (rest.some(part => /^\s*max-age=0\s*$/i.test(part))) cookies.delete(name);
      else cookies.set(name, pair.slice(at + 1).trim());
    }
  }
}

/** The scope that the consent page of our server shows. */
function permissions(html) {
  const [, list] = /<dt>Permissions<\/dt>\s*((?:<dd>[^<]*<\/dd>\s*)+)/.exec(html) ?? [];
  return [...(list ?? '').matchAll(/<dd>([^<]*)<\/dd>/g)].map(match => match[1]).join(' ');
}

// An OAuthClientProvider of the official TypeScript client that keeps everything in one file, and whose browser is scripted.
import { readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

export class FileProvider {
  redirectUrl;
  clientMetadata;
  #file;
  #known = {};
  /** Where the client sends the person, or undefined. */
  asked;

  constructor(file, redirectUrl) {
    this.#file = file;
    this.redirectUrl = redirectUrl;
    this.clientMetadata = { client_name: 'typescript client', redirect_uris: [redirectUrl] };
    try {
      this.#known = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      // the first start: nothing is known yet
    }
  }

  #keep(part) {
    Object.assign(this.#known, part);
    writeFileSync(this.#file, JSON.stringify(this.#known), { mode: 0o600 });
  }

  state() {
    this.#keep({ state: randomUUID() });
    return this.#known.state;
  }

  clientInformation = () => this.#known.client;
  saveClientInformation = client => this.#keep({ client });
  tokens = () => this.#known.tokens;
  saveTokens = tokens => this.#keep({ tokens });
  codeVerifier = () => this.#known.verifier;
  saveCodeVerifier = verifier => this.#keep({ verifier });
  discoveryState = () => this.#known.discovery;
  saveDiscoveryState = discovery => this.#keep({ discovery });
  redirectToAuthorization = url => void (this.asked = url);

  get lastState() {
    return this.#known.state;
  }
}

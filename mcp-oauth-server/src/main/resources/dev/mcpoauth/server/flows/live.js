// Keeps the list of recent flows up to date. What arrives becomes text, never HTML. Without this the page is whole, and renews
// itself if asked to.
(() => {
  const MOST = 100;
  const rows = document.querySelector('tbody');
  const renewal = document.getElementById('renewal');
  const byReload = [...renewal.childNodes];
  const state = document.createElement('span');
  const button = document.createElement('button');
  let source;
  let paused = false;

  const element = (name, ...children) => {
    const made = document.createElement(name);
    made.append(...children);
    return made;
  };

  function row({ id, cells, stopped }) {
    const link = element('a', cells[0]);
    link.href = `${location.pathname}?flow=${id}`;
    const made = element('tr', element('td', link), ...cells.slice(1).map(cell => element('td', cell)));
    made.id = `flow-${id}`;
    made.lastElementChild.className = stopped ? 'stopped' : 'through';
    return made;
  }

  function show(flow) {
    const known = document.getElementById(`flow-${flow.id}`);
    if (!flow.cells) {
      known?.remove();
      return;
    }
    const fresh = row(flow);
    if (known?.textContent === fresh.textContent) return;
    const focused = known?.contains(document.activeElement);
    known?.remove();
    rows.prepend(fresh);
    if (focused) fresh.querySelector('a').focus();
    while (rows.children.length > MOST) rows.lastElementChild.remove();
  }

  function stop() {
    source?.close();
    source = undefined;
  }

  function begin() {
    stop();
    source = new EventSource(`${location.pathname}/live`);
    source.onopen = () => (state.textContent = 'Live.');
    source.onmessage = event => show(JSON.parse(event.data));
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED) renewal.replaceChildren(...byReload);
      else state.textContent = 'Not connected, trying again.';
    };
  }

  function turn() {
    paused = !paused;
    button.textContent = paused ? 'Go on' : 'Pause';
    state.textContent = paused ? 'Paused.' : '';
    if (paused) stop();
    else begin();
  }

  state.setAttribute('role', 'status');
  button.type = 'button';
  button.textContent = 'Pause';
  button.addEventListener('click', turn);
  renewal.replaceChildren(state, ' ', button);
  // A page that nobody looks at leaves its place to others.
  document.addEventListener('visibilitychange', () => {
    if (paused) return;
    if (document.hidden) stop();
    else begin();
  });
  begin();
})();

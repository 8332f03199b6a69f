// An event store in memory, as both generations of the official TypeScript server want it.
export class MemoryEvents {
  #events = [];

  async storeEvent(streamId, message) {
    this.#events.push({ streamId, message });
    return String(this.#events.length - 1);
  }

  async getStreamIdForEventId(eventId) {
    return this.#events[Number(eventId)]?.streamId;
  }

  async replayEventsAfter(lastEventId, { send }) {
    const last = Number(lastEventId);
    const { streamId } = this.#events[last];
    for (const [id, event] of this.#events.entries()) {
      if (id > last && event.streamId === streamId && event.message.jsonrpc) await send(String(id), event.message);
    }
    return streamId;
  }
}

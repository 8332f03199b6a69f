/**
 * The {@code text/event-stream} grammar: an incremental bounded parser and an encoder. What an event means to MCP
 * belongs to the transports.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML, §9.2 Server-sent events</a>
 */
@NullMarked
package dev.mcpoauth.transport.sse;

import org.jspecify.annotations.NullMarked;

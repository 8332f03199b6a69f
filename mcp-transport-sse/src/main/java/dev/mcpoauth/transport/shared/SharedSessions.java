package dev.mcpoauth.transport.shared;

/**
 * Where nodes that share sessions keep them. The three belong together: a node that knew the sessions of another but could
 * not hear it would lose answers, and one without the events could not go on with a stream.
 *
 * @param sessions who has a session
 * @param events what was sent on streams
 * @param bus how nodes tell each other
 */
public record SharedSessions(SessionStore sessions, EventStore events, EventBus bus) {}

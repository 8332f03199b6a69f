package dev.mcpoauth.transport.server;

/** Whether calls of a tool may run as tasks: answered at once, their results fetched later (Tasks extension). */
public enum TaskSupport {

    /** Every call is answered by its result. */
    NEVER,

    /** As tasks for clients that can have them, as ordinary calls for others and where no more tasks can be had. */
    OPTIONAL,

    /** As tasks only: calls of clients that cannot have them are refused. */
    REQUIRED
}

package dev.mcpoauth.server.resource;

/** Whether a request may reach a protected resource. */
public sealed interface Access {

    /** It may, on behalf of this caller. */
    record Granted(AuthenticatedCaller caller) implements Access {}

    /** It may not, and this is the answer. */
    record Refused(AccessRefusal refusal) implements Access {}
}

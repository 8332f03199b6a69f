package dev.mcpoauth.transport.server;

import java.util.Locale;

/** The two sides of a conversation. */
public enum Role {
    /** The person. */
    USER,
    /** The model. */
    ASSISTANT;

    /** The name on the wire. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}

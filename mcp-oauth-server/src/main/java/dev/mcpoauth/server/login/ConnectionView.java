package dev.mcpoauth.server.login;

import java.time.Instant;
import java.util.List;

/**
 * An application that a person connected.
 *
 * @param id names the connection in the form
 * @param client what is known of the application
 * @param access what it may use
 * @param since when it was connected
 */
public record ConnectionView(String id, ClientView client, List<Access> access, Instant since) {
    public ConnectionView {
        access = List.copyOf(access);
    }

    /**
     * A resource that the application may use.
     *
     * @param resource by name
     * @param scopes what it may do there
     */
    public record Access(String resource, List<String> scopes) {
        public Access {
            scopes = List.copyOf(scopes);
        }
    }
}

package dev.mcpoauth.server.login;

import java.util.List;
import java.util.Optional;

/**
 * The consent page: buttons {@code action=approve}, {@code action=deny} and {@code action=switch}.
 *
 * @param client who asks
 * @param resources what it wants to use, by name
 * @param scopes what it wants to do there
 * @param userCode what the device shows that is to be connected, where it is one
 * @param person who is signed in
 * @param problem what went wrong just before, or empty
 * @param form what to send back
 */
public record ConsentView(
        ClientView client,
        List<String> resources,
        List<String> scopes,
        Optional<String> userCode,
        String person,
        String problem,
        FormHandle form) {
    public ConsentView {
        resources = List.copyOf(resources);
        scopes = List.copyOf(scopes);
    }
}

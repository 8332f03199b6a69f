package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;

/**
 * Lets one client trade access tokens for narrower ones (RFC 8693): tokens that came to the resource {@code from}, for
 * tokens that are good at {@code to}. Without a rule nobody may.
 *
 * @param clientId the client, mostly the server of {@code from}: registered ahead, with a secret or a key
 * @param from the resource that the tokens to trade are good for
 * @param to the resource that the new tokens are good for; may be the same, for less scope
 * @param most the most scope of the new tokens, which never exceeds that of the old ones either
 */
public record TokenExchangeRule(String clientId, ResourceIndicator from, ResourceIndicator to, Scope most) {

    /**
     * The rule, with the resources as the settings name them.
     *
     * @throws IllegalArgumentException if one of them is no resource identifier
     */
    public static TokenExchangeRule of(String clientId, String from, String to, Scope most) {
        return new TokenExchangeRule(clientId, new ResourceIndicator(from), new ResourceIndicator(to), most);
    }
}

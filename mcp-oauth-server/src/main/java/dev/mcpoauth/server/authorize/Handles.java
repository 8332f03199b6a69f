package dev.mcpoauth.server.authorize;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.server.internal.Seal;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Random handles that a browser holds, and the hashes under which the store keeps what they open. Each kind is hashed under
 * its own name, so that none can be passed off as another.
 */
final class Handles {
    private static final int BYTES = 32;

    private final SecureRandom random;
    private final TokenHasher hasher;
    private final Seal seal;
    private final Seal attempts;

    Handles(SecureRandom random, TokenHasher hasher) {
        this.random = random;
        this.hasher = hasher;
        this.attempts = new Seal("upstream-attempt", random);
        this.seal = new Seal("sign-in-properties", random);
    }

    String generate() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What is kept for a handle, and only its holder may open. */
    Seal seal() {
        return seal;
    }

    /** What is kept of a sign-in at a provider, and only its state opens. */
    Seal attempts() {
        return attempts;
    }

    TokenHash upstream(String state) {
        return hasher.hash("upstream:" + state);
    }

    TokenHash request(String handle) {
        return hasher.hash("request:" + handle);
    }

    TokenHash pushed(String handle) {
        return hasher.hash("pushed:" + handle);
    }

    /** What a form carries: made under the browser's cookie, so that only who holds it can know it, and kept nowhere. */
    String nonce(String browser, String handle, long version) {
        return TokenHasher.peppered(browser.getBytes(US_ASCII))
                .hash("nonce:" + handle + ":" + version)
                .encoded();
    }

    /** The nonce of the form for a device's code, which changes nothing by itself and may be sent again. */
    String deviceForm(String browser) {
        return TokenHasher.peppered(browser.getBytes(US_ASCII))
                .hash("device-form")
                .encoded();
    }

    /** The nonce of the forms for connected applications: good for one sign-in in one browser. */
    String connectionsForm(String browser, String signIn) {
        return TokenHasher.peppered(browser.getBytes(US_ASCII))
                .hash("connections-form:" + signIn)
                .encoded();
    }

    TokenHash signIn(String handle) {
        return hasher.hash("sign-in:" + handle);
    }

    TokenHash browser(String handle) {
        return hasher.hash("browser:" + handle);
    }
}

package dev.mcpoauth.client.dpop;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The newest nonce that each origin asked for (RFC 9449 §8, §9). Keeps the last 100 origins. Thread-safe. */
public final class DpopNonces {
    private static final int MOST_ORIGINS = 100;
    private static final int LONGEST = 1000;

    private final Map<String, String> nonces = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_ORIGINS;
        }
    };

    /** The nonce to use towards the URI's origin. */
    public synchronized Optional<String> of(URI uri) {
        return Optional.ofNullable(nonces.get(origin(uri)));
    }

    /** Remembers a nonce; one that is too long to be one is ignored. */
    public synchronized void learn(URI uri, String nonce) {
        if (!nonce.isEmpty() && nonce.length() <= LONGEST) {
            nonces.put(origin(uri), nonce);
        }
    }

    private static String origin(URI uri) {
        return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT);
    }
}

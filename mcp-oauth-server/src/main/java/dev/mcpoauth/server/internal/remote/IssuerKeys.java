package dev.mcpoauth.server.internal.remote;

import dev.mcpoauth.server.internal.jose.JcaVerifier;
import dev.mcpoauth.server.internal.jose.PublicJwk;
import dev.mcpoauth.server.internal.remote.Refreshed.Known;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.util.List;
import java.util.Optional;

/** An issuer's keys, by what a token's header says about its own (RFC 7515 §4.1.4). Thread-safe. */
public final class IssuerKeys {
    private final Refreshed<List<PublicJwk>> keys;

    /** The keys that are refreshed there. */
    public IssuerKeys(Refreshed<List<PublicJwk>> keys) {
        this.keys = keys;
    }

    /**
     * The key of a token. One that is not known may be new, so that the issuer is asked once more.
     *
     * @param keyId empty if the token names none, which is enough if only one key fits
     * @throws dev.mcpoauth.core.store.StoreException if the issuer does not answer and the key is not known
     */
    public Optional<JcaVerifier> find(String keyId, SignatureAlgorithm algorithm) {
        Known<List<PublicJwk>> known = keys.get();
        Optional<JcaVerifier> found = find(known, keyId, algorithm);
        if (found.isPresent()) {
            return found;
        }
        Known<List<PublicJwk>> newer = keys.newerThan(known);
        return newer.equals(known) ? Optional.empty() : find(newer, keyId, algorithm);
    }

    private static Optional<JcaVerifier> find(
            Known<List<PublicJwk>> known, String keyId, SignatureAlgorithm algorithm) {
        List<JcaVerifier> fitting = known.value().stream()
                .filter(key -> keyId.isEmpty() || key.keyId().equals(keyId))
                .flatMap(key -> key.verifier(algorithm).stream())
                .toList();
        return fitting.size() == 1 || (!keyId.isEmpty() && !fitting.isEmpty())
                ? Optional.of(fitting.get(0))
                : Optional.empty();
    }

    /** Asks now, if nothing is known. */
    public void load() {
        keys.get();
    }
}

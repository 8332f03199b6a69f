package dev.mcpoauth.core.store.example;

import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.contract.OAuthStoreContract;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

class KeyValueOAuthStoreTest extends OAuthStoreContract {
    private static final Pattern BASE64 =
            Pattern.compile("\"((?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\"");

    private final Map<OAuthStore, MapKeyValues> backends = new ConcurrentHashMap<>();

    private OAuthStore open(MapKeyValues backend) {
        var store = new KeyValueOAuthStore(backend);
        backends.put(store, backend);
        return store;
    }

    @Override
    public OAuthStore newStore() {
        return open(new MapKeyValues());
    }

    @Override
    public Optional<OAuthStore> sameData(OAuthStore store) {
        return Optional.of(open(backends.get(store)));
    }

    @Override
    public Optional<byte[]> dump(OAuthStore store) {
        return Optional.of(readable(backends.get(store).dump()));
    }

    /** The backend's bytes, and what those of them are that base64 hides. */
    private static byte[] readable(byte[] dump) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(dump);
        BASE64.matcher(new String(dump, StandardCharsets.ISO_8859_1))
                .results()
                .forEach(hidden -> all.writeBytes(Base64.getDecoder().decode(hidden.group(1))));
        return all.toByteArray();
    }

    @Override
    public Optional<AutoCloseable> outage(OAuthStore store) {
        backends.get(store).down(true);
        return Optional.of(() -> backends.get(store).down(false));
    }
}

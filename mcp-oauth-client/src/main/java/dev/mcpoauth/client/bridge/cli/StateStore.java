package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.client.store.KeySources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The encrypted store of the state directory, with its key where the flags say. */
final class StateStore {
    private final Invocation invocation;
    private final Map<String, String> environment;

    StateStore(Invocation invocation, Map<String, String> environment) {
        this.invocation = invocation;
        this.environment = environment;
    }

    EncryptedFileCredentialStore open() throws Misuse {
        try {
            return open(directory());
        } catch (IOException e) {
            throw new Misuse("the state directory cannot be used: " + e.getMessage(), e);
        }
    }

    /** Where it is, or will be. */
    Path directory() {
        return invocation
                .value(Flag.STATE_DIR)
                .map(Path::of)
                .orElseGet(() -> StateDirectory.of(
                        environment, System.getProperty("os.name", ""), System.getProperty("user.home", "")));
    }

    private EncryptedFileCredentialStore open(Path directory) throws Misuse, IOException {
        EncryptedFileCredentialStore.Builder store = EncryptedFileCredentialStore.in(directory);
        String place = invocation.value(Flag.KEY_SOURCE).orElse("auto");
        switch (place) {
            case "auto" -> {}
            case "keychain" -> store.key(KeySources.keychain());
            case "file" -> store.key(KeySources.keyFile(directory));
            default -> throw new Misuse(Flag.KEY_SOURCE.option() + " is auto, keychain or file, not " + place);
        }
        if (invocation.has(Flag.REPLACE_LOST_KEY)) {
            store.replacingLostKey();
        }
        return store.open();
    }
}

package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * The Secret Service of a desktop session (GNOME Keyring, KWallet, KeePassXC) through {@code secret-tool}, which reads the
 * secret from standard input and asks the user to unlock the keyring if need be.
 */
final class SecretService implements KeySource {
    private static final String PLACE = "secret-service:";

    private final Tool secretTool;

    SecretService(Tool secretTool) {
        this.secretTool = secretTool;
    }

    @Override
    public String keep(EncryptionKey key) throws IOException {
        KeyId id = KeyId.generate();
        secretTool
                .run(key.reveal(), "store", "--label=MCP OAuth credentials", "service", "mcp-oauth", "key", id.value())
                .requireSuccess();
        return PLACE + id;
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Tool.Answer answer = secretTool.run("", attributes("lookup", id.get()));
        if (answer.exit() != 0 && answer.errors().isEmpty()) {
            throw new IOException("the keyring has no key " + id.get() + ", or stayed locked");
        }
        return Optional.of(answer.key());
    }

    @Override
    public void forget(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isPresent()) {
            secretTool.run("", attributes("clear", id.get()));
        }
    }

    private static String[] attributes(String verb, KeyId id) {
        return List.of(verb, "service", "mcp-oauth", "key", id.value()).toArray(String[]::new);
    }
}

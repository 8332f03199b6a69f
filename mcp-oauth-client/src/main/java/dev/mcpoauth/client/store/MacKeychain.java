package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.Optional;

/**
 * The login keychain of macOS through {@code security}. A secret among its arguments would be seen by every user, so it is
 * given as a command on standard input ({@code security -i}); what that ended with is only known by looking again.
 */
final class MacKeychain implements KeySource {
    private static final String PLACE = "macos-keychain:";
    private static final int NO_SUCH_ITEM = 44;

    private final Tool security;

    MacKeychain(Tool security) {
        this.security = security;
    }

    @Override
    public String keep(EncryptionKey key) throws IOException {
        KeyId id = KeyId.generate();
        security.run(
                "add-generic-password -s mcp-oauth -a " + id + " -l \"MCP OAuth credentials\" -w " + key.reveal()
                        + "\n",
                "-i");
        return PLACE + id;
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        Tool.Answer answer = security.run(
                "", "find-generic-password", "-s", "mcp-oauth", "-a", id.get().value(), "-w");
        if (answer.exit() == NO_SUCH_ITEM) {
            throw new IOException("the login keychain has no key " + id.get());
        }
        return Optional.of(answer.key());
    }

    @Override
    public void forget(String reference) throws IOException {
        Optional<KeyId> id = KeyId.after(PLACE, reference);
        if (id.isPresent()) {
            security.run(
                    "",
                    "delete-generic-password",
                    "-s",
                    "mcp-oauth",
                    "-a",
                    id.get().value());
        }
    }
}

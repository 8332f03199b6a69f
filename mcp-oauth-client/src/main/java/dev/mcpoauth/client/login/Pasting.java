package dev.mcpoauth.client.login;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Reads what a user pastes until it is the address with the answer to the sign-in, or no more comes. */
final class Pasting {

    private Pasting() {}

    /** Reads in the background, and completes the answer. Lines that are something else are passed over. */
    static Thread into(
            CompletableFuture<Callback.Ended> answer, PasteUserAgent.Paste lines, Function<String, Callback> check) {
        Thread reader = new Thread(() -> complete(answer, lines, check), "mcp-oauth-paste");
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private static void complete(
            CompletableFuture<Callback.Ended> answer, PasteUserAgent.Paste lines, Function<String, Callback> check) {
        try {
            read(lines, check).ifPresent(answer::complete);
        } catch (IOException unreadable) {
            return; // The browser may still come back by itself.
        }
    }

    static Optional<Callback.Ended> read(PasteUserAgent.Paste lines, Function<String, Callback> check)
            throws IOException {
        for (Optional<String> line = lines.read(); line.isPresent(); line = lines.read()) {
            String text = line.get().trim();
            int query = text.indexOf('?');
            if (query >= 0 && check.apply(text.substring(query + 1)) instanceof Callback.Ended end) {
                return Optional.of(end);
            }
        }
        return Optional.empty();
    }
}

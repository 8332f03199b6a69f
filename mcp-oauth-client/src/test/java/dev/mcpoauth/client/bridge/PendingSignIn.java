package dev.mcpoauth.client.bridge;

import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A sign-in that takes as long as a test wants. */
final class PendingSignIn implements HttpAuthorizer {
    static final SignInNotice NOTICE =
            new SignInNotice(URI.create("https://as.example/in?state=s"), "Sign in at: https://as.example/in", false);

    final SignInBoard board = new SignInBoard();
    private volatile CompletableFuture<Boolean> end = new CompletableFuture<>();
    private volatile int begun;

    @Override
    public Map<String, String> headers(Target target) throws IOException, InterruptedException {
        begun++;
        try {
            if (!end.get()) {
                throw new IOException("nobody signed in");
            }
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        return Map.of();
    }

    @Override
    public Verdict rejected(Target target, Rejection rejection) {
        return Verdict.GIVE_UP;
    }

    boolean isUnderWay() {
        return begun > 0;
    }

    void shows(SignInNotice notice) {
        board.post(notice);
    }

    void succeeds() {
        end.complete(true);
    }

    /** The next one is pending again. */
    void fails() {
        CompletableFuture<Boolean> failed = end;
        end = new CompletableFuture<>();
        begun = 0;
        failed.complete(false);
    }
}

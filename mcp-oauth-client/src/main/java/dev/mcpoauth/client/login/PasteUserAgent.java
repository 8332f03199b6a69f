package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.RedirectUri;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * For machines without a browser: shows the URL, and the user pastes back the address at which the browser of another
 * machine ended up. The page there does not load, which is as it should be. Thread-safe.
 */
public final class PasteUserAgent implements UserAgent {
    private final LoginPrompt prompt;
    private final Paste paste;
    private final RedirectUri redirectUri;

    /** Reads one line that the user pasted; empty when no more will come. */
    @FunctionalInterface
    public interface Paste {
        Optional<String> read() throws IOException;
    }

    /**
     * With the redirect URI to register.
     *
     * @param redirectUri a loopback address on which nothing needs to listen
     */
    public PasteUserAgent(LoginPrompt prompt, Paste paste, RedirectUri redirectUri) {
        this.prompt = prompt;
        this.paste = paste;
        this.redirectUri = redirectUri;
    }

    @Override
    public Visit prepare(List<RedirectUri> registered) {
        return new PasteVisit(registered.stream().findFirst().orElse(redirectUri));
    }

    private final class PasteVisit implements Visit {
        private final RedirectUri used;

        private PasteVisit(RedirectUri used) {
            this.used = used;
        }

        @Override
        public RedirectUri redirectUri() {
            return used;
        }

        @Override
        public List<RedirectUri> registrable() {
            return List.of(used);
        }

        @Override
        public Optional<Callback.Ended> send(
                URI authorizationUrl, Function<String, Callback> check, Duration patience, FlowTrace trace)
                throws IOException, InterruptedException {
            prompt.show(authorizationUrl, false);
            trace.step("paste", authorizationUrl, "shown");
            FutureTask<Optional<Callback.Ended>> reading = new FutureTask<>(() -> Pasting.read(paste, check));
            Thread reader = new Thread(reading, "mcp-oauth-paste");
            reader.setDaemon(true);
            reader.start();
            try {
                return reading.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IOException("the pasted address cannot be read", e.getCause());
            } finally {
                reading.cancel(true);
            }
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}

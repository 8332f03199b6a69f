package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.client.http.Loopback;
import dev.mcpoauth.core.RedirectUri;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Opens a browser and receives the redirect on a port of 127.0.0.1 (RFC 8252 §7.3). The port is bound before the browser
 * opens. Immutable.
 */
public final class LoopbackUserAgent implements UserAgent {
    private static final String NUMERIC = "127.0.0.1";

    private final Browser browser;
    private final LoginPrompt prompt;
    private final String host;
    private final int preferredPort;
    private final String path;
    private final Optional<URI> successPage;
    private final Optional<PasteUserAgent.Paste> paste;

    private LoopbackUserAgent(
            Browser browser,
            LoginPrompt prompt,
            String host,
            int preferredPort,
            String path,
            Optional<URI> successPage,
            Optional<PasteUserAgent.Paste> paste) {
        this.browser = browser;
        this.prompt = prompt;
        this.host = host;
        this.preferredPort = preferredPort;
        this.path = path;
        this.successPage = successPage;
        this.paste = paste;
    }

    /** Any free port and the path {@code /callback}. */
    public static LoopbackUserAgent of(Browser browser, LoginPrompt prompt) {
        return new LoopbackUserAgent(browser, prompt, NUMERIC, 0, "/callback", Optional.empty(), Optional.empty());
    }

    /**
     * The same with a fixed redirect URI, as a pre-registered client needs it. Whatever its host is called, the port is bound
     * on 127.0.0.1.
     *
     * @param redirectUri plain http on a loopback host; without a port any free one is taken
     */
    public LoopbackUserAgent at(RedirectUri redirectUri) {
        URI uri = redirectUri.uri();
        if (!redirectUri.isLoopback() || uri.getPort() == 0 || uri.getRawPath().isEmpty()) {
            throw new IllegalArgumentException(
                    "the redirect URI must be http://127.0.0.1:PORT/PATH or http://localhost:PORT/PATH");
        }
        int port = Math.max(0, uri.getPort());
        return new LoopbackUserAgent(browser, prompt, uri.getHost(), port, uri.getRawPath(), successPage, paste);
    }

    /**
     * Sends the browser on to this page when the user has allowed the access, instead of showing one of its own.
     *
     * @param page https, or http on a loopback host; without query, fragment and user information, so that nothing of the
     *     answer can be meant to go there
     */
    public LoopbackUserAgent thenShowing(URI page) {
        boolean web = "https".equals(page.getScheme())
                || ("http".equals(page.getScheme()) && page.getHost() != null && Loopback.is(page.getHost()));
        boolean plain = page.getRawQuery() == null && page.getRawFragment() == null && page.getRawUserInfo() == null;
        if (!web || !plain || page.getHost() == null) {
            throw new IllegalArgumentException("the page must be an https URL, or http on a loopback host, without"
                    + " query, fragment and user information");
        }
        return new LoopbackUserAgent(browser, prompt, host, preferredPort, path, Optional.of(page), paste);
    }

    /** Takes an address that the user pastes as well, for browsers on machines from which none comes back to this one. */
    public LoopbackUserAgent orPasted(PasteUserAgent.Paste lines) {
        return new LoopbackUserAgent(browser, prompt, host, preferredPort, path, successPage, Optional.of(lines));
    }

    @Override
    public Visit prepare(List<RedirectUri> registered) throws IOException {
        int wanted = registered.stream()
                .filter(RedirectUri::isLoopback)
                .map(uri -> uri.uri().getPort())
                .filter(port -> port > 0)
                .findFirst()
                .orElse(preferredPort);
        return new LoopbackVisit(bind(wanted));
    }

    private LoopbackReceiver bind(int port) throws IOException {
        try {
            return new LoopbackReceiver(port, path, successPage);
        } catch (BindException e) {
            if (port == 0) {
                throw e;
            }
            return new LoopbackReceiver(0, path, successPage);
        }
    }

    private final class LoopbackVisit implements Visit {
        private final LoopbackReceiver receiver;

        private LoopbackVisit(LoopbackReceiver receiver) {
            this.receiver = receiver;
        }

        @Override
        public RedirectUri redirectUri() {
            return on(host);
        }

        /** Both spellings, as some servers rewrite one into the other. */
        @Override
        public List<RedirectUri> registrable() {
            return List.of(redirectUri(), on(host.equals(NUMERIC) ? "localhost" : NUMERIC));
        }

        private RedirectUri on(String host) {
            return new RedirectUri("http://" + host + ":" + receiver.port() + path);
        }

        @Override
        public Optional<Callback.Ended> send(
                URI authorizationUrl, Function<String, Callback> check, Duration patience, FlowTrace trace)
                throws IOException, InterruptedException {
            CompletableFuture<Callback.Ended> answer = receiver.listen(check);
            boolean opened = browser.open(authorizationUrl);
            trace.step("browser", authorizationUrl, opened ? "opened" : "not opened");
            if (!prompt.show(authorizationUrl, opened) && !opened) {
                throw trace.refuse(
                        (reason, message, steps) -> new LoginRequired(reason, message, steps, authorizationUrl),
                        ClientReasons.LOGIN_REQUIRED,
                        "no browser can be opened and nobody was told where to sign in");
            }
            Optional<Thread> reader = paste.map(lines -> Pasting.into(answer, lines, check));
            try {
                return await(answer, patience);
            } finally {
                reader.ifPresent(Thread::interrupt);
            }
        }

        private static Optional<Callback.Ended> await(CompletableFuture<Callback.Ended> answer, Duration patience)
                throws IOException, InterruptedException {
            try {
                return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                return Optional.empty();
            } catch (ExecutionException e) {
                throw new IOException("the loopback receiver failed", e.getCause());
            }
        }

        @Override
        public void close() {
            receiver.close();
        }
    }
}

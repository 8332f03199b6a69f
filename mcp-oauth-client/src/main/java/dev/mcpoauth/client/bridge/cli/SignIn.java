package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.bridge.SignInBoard;
import dev.mcpoauth.client.bridge.SignInNotice;
import dev.mcpoauth.client.login.Browser;
import dev.mcpoauth.client.login.DesktopBrowser;
import dev.mcpoauth.client.login.DeviceLogin;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.login.PasteUserAgent;
import dev.mcpoauth.client.store.CredentialStore;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.Scope;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Sets up the OAuth client as the flags say. */
final class SignIn {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;
    private final SignInBoard board;
    private final Optional<PasteUserAgent.Paste> paste;

    /**
     * For this invocation.
     *
     * @param terminal where the user is told to sign in
     * @param board where a host is told the same
     */
    SignIn(Invocation invocation, Map<String, String> environment, PrintStream terminal, SignInBoard board) {
        this(invocation, environment, terminal, board, Optional.empty());
    }

    private SignIn(
            Invocation invocation,
            Map<String, String> environment,
            PrintStream terminal,
            SignInBoard board,
            Optional<PasteUserAgent.Paste> paste) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
        this.board = board;
        this.paste = paste;
    }

    /** The same where the user may answer by pasting an address. */
    SignIn orPasted(PasteUserAgent.Paste lines) {
        return new SignIn(invocation, environment, terminal, board, Optional.of(lines));
    }

    ResourceSession session(Target target, CredentialStore store, Network network) throws Misuse {
        return session(target, new AuthorizationWishes(invocation).subject(), store, network);
    }

    /**
     * The session with a server for tokens that flags keep apart.
     *
     * @param subject by what they are kept apart, see {@link AuthorizationWishes#subject}
     */
    ResourceSession session(Target target, String subject, CredentialStore store, Network network) throws Misuse {
        if (!target.isTrustworthy()) {
            throw new Misuse("there is no signing in over plain http");
        }
        ClientDocuments documents = new ClientDocuments(invocation, environment);
        AuthorizationWishes wishes = new AuthorizationWishes(invocation);
        try {
            Optional<OAuthClient.Builder> unattended = new WithoutUser(invocation, documents).client();
            OAuthClient.Builder client = unattended.isPresent() ? unattended.get() : client(target, documents);
            if (invocation.has(Flag.DPOP)) {
                client.requireDpop();
            }
            if (invocation.has(Flag.USE_ID_TOKEN)) {
                client.dangerouslyUseIdTokens();
            }
            return client.store(store)
                    .http(network.toAuthorizationServers())
                    .scope(scope(documents.scope()))
                    .providers(wishes.profiles())
                    .loginPatience(invocation.seconds(Flag.AUTH_TIMEOUT).orElse(PATIENCE))
                    .build()
                    .session(target.url(), subject);
        } catch (IllegalArgumentException e) {
            throw new Misuse(String.valueOf(e.getMessage()), e);
        }
    }

    private OAuthClient.Builder client(Target target, ClientDocuments documents) throws Misuse {
        Optional<RedirectUri> redirectUri = redirectUri(target);
        if (invocation.has(Flag.DEVICE_CODE)) {
            return OAuthClient.forDevices(this::show, documents.registration(Optional.empty()));
        }
        LoopbackUserAgent plain = LoopbackUserAgent.of(browser(), prompt());
        LoopbackUserAgent pasted = paste.map(plain::orPasted).orElse(plain);
        LoopbackUserAgent anyPort = invocation
                .value(Flag.AUTH_SUCCESS_URL)
                .map(URI::create)
                .map(pasted::thenShowing)
                .orElse(pasted);
        return OAuthClient.forUsers(
                redirectUri.map(anyPort::at).orElse(anyPort),
                documents.registration(redirectUri.filter(uri -> target.callbackPort() > 0)));
    }

    private void show(DeviceLogin login) {
        terminal.println("Sign in on any device at: " + login.verificationUri());
        terminal.println("with the code: " + login.userCode());
        if (!login.directUri().equals(login.verificationUri())) {
            terminal.println("or, the code entered already, at: " + login.directUri());
        }
        terminal.flush();
        board.post(new SignInNotice(
                login.directUri(),
                "Sign in on any device at: " + login.verificationUri() + " with the code: " + login.userCode(),
                false));
    }

    private static Scope scope(String text) throws Misuse {
        return Scope.parse(text).orElseThrow(() -> new Misuse("this is no scope: " + text));
    }

    /** The redirect URI, as far as the flags say it. */
    Optional<RedirectUri> redirectUri(Target target) throws Misuse {
        boolean plain = target.callbackPort() == 0
                && invocation.value(Flag.HOST).isEmpty()
                && invocation.value(Flag.CALLBACK_PATH).isEmpty();
        if (plain) {
            return Optional.empty();
        }
        String port = target.callbackPort() == 0 ? "" : ":" + target.callbackPort();
        String host = invocation.value(Flag.HOST).orElse("127.0.0.1");
        String path = invocation.value(Flag.CALLBACK_PATH).orElse("/callback");
        try {
            RedirectUri uri = new RedirectUri("http://" + host + port + path);
            if (uri.isLoopback() && path.startsWith("/")) {
                return Optional.of(uri);
            }
        } catch (IllegalArgumentException e) {
            throw new Misuse("the redirect URI cannot be used: " + e.getMessage(), e);
        }
        throw new Misuse(Flag.HOST.option() + " must be localhost or 127.0.0.1, and the callback path begin with /");
    }

    private Browser browser() {
        return invocation.has(Flag.NO_BROWSER) ? url -> false : new DesktopBrowser();
    }

    private LoginPrompt prompt() {
        return (URI url, boolean opened) -> {
            String text = (opened ? "Sign in with the browser that has been opened, or at: " : "Sign in at: ") + url;
            terminal.println(text);
            if (paste.isPresent()) {
                terminal.println("If the browser is on another machine and its last page does not load, paste its"
                        + " address here:");
            }
            terminal.flush();
            board.post(new SignInNotice(url, text, opened));
            return true;
        };
    }
}

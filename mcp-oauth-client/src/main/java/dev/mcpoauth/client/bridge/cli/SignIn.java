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

    /**
     * For this invocation.
     *
     * @param terminal where the user is told to sign in
     * @param board where a host is told the same
     */
    SignIn(Invocation invocation, Map<String, String> environment, PrintStream terminal, SignInBoard board) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
        this.board = board;
    }

    ResourceSession session(Target target, CredentialStore store) throws Misuse {
        if (!target.isTrustworthy()) {
            throw new Misuse("there is no signing in over plain http");
        }
        ClientDocuments documents = new ClientDocuments(invocation, environment);
        try {
            OAuthClient client = client(target, documents)
                    .store(store)
                    .scope(scope(documents.scope()))
                    .loginPatience(invocation.seconds(Flag.AUTH_TIMEOUT).orElse(PATIENCE))
                    .build();
            return client.session(target.url());
        } catch (IllegalArgumentException e) {
            throw new Misuse(String.valueOf(e.getMessage()), e);
        }
    }

    private OAuthClient.Builder client(Target target, ClientDocuments documents) throws Misuse {
        Optional<RedirectUri> redirectUri = redirectUri(target);
        if (invocation.has(Flag.DEVICE_CODE)) {
            return OAuthClient.forDevices(this::show, documents.registration(Optional.empty()));
        }
        LoopbackUserAgent anyPort = LoopbackUserAgent.of(browser(), prompt());
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
            terminal.flush();
            board.post(new SignInNotice(url, text, opened));
            return true;
        };
    }
}

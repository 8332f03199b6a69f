package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.AuthException.LoginRequired;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.error.FlowTrace;
import dev.mcpoauth.core.RedirectUri;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** For programs that must not stop for a user: a needed sign-in fails at once with {@link LoginRequired}. */
public final class NoUserAgent implements UserAgent {
    private final RedirectUri redirectUri;

    /**
     * With the redirect URI of the URL that a failure carries.
     *
     * @param redirectUri what a sign-in elsewhere will use
     */
    public NoUserAgent(RedirectUri redirectUri) {
        this.redirectUri = redirectUri;
    }

    @Override
    public Visit prepare(List<RedirectUri> registered) {
        RedirectUri used = registered.stream().findFirst().orElse(redirectUri);
        return new Visit() {
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
                    throws LoginRequired {
                throw trace.refuse(
                        (reason, message, steps) -> new LoginRequired(reason, message, steps, authorizationUrl),
                        ClientReasons.LOGIN_REQUIRED,
                        "a sign-in is needed and this program does not start one");
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}

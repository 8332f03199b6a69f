package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.http.RetryAfter;
import dev.mcpoauth.server.http.WebRequest;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.settings.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who is at a page of this server's own, and how somebody signs in for it. */
final class Visits {
    private static final String EVERYONE = "everyone";

    private final Interaction interaction;
    private final Visit.Place place;
    private final RateLimiter begun;

    Visits(Interaction interaction, Visit.Place place) {
        this.interaction = interaction;
        this.place = place;
        RateLimits rates = interaction.settings().rateLimits();
        this.begun = new RateLimiter(rates.pendingRequests(), rates.window(), 1);
    }

    /** A person, and the handle of the sign-in. */
    record Visitor(SignIn signIn, String handle, String browser) {
        String subject() {
            return signIn.person().id();
        }

        /** Neither handle nor cookie. */
        @Override
        public String toString() {
            return "Visitor[" + subject() + "]";
        }
    }

    /** Empty if nobody is signed in. */
    Optional<Visitor> visitor(Exchange exchange) {
        return visitor(exchange.request(), exchange.now());
    }

    /** Who sent a request, as far as that is still known at another time. */
    Optional<Visitor> visitor(WebRequest request, Instant now) {
        Optional<String> handle = interaction.cookies().signIn(request);
        Optional<String> browser = interaction.cookies().browser(request);
        return interaction
                .signIns()
                .find(handle, now)
                .flatMap(signIn -> browser.map(cookie -> new Visitor(signIn, handle.orElseThrow(), cookie)));
    }

    /** Lets somebody sign in and come back. */
    WebResponse begin(Exchange exchange) {
        Optional<Duration> delay = begun.delay(EVERYONE, exchange.now());
        if (delay.isPresent()) {
            throw RetryAfter.because(
                    ServerReasons.CONNECTIONS_RATE_LIMITED,
                    "Too many people are signing in. Please try again in a few minutes.",
                    delay.get());
        }
        begun.count(EVERYONE, exchange.now());
        return interaction.begin(exchange, new Visit(place), Optional.empty());
    }
}

package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** Asks the accounts, and not too often: wrong passwords are counted per name and per pending request. */
final class PasswordLogin {
    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_PASSWORD = 1000;

    private final Accounts accounts;
    private final RateLimiter failures;

    PasswordLogin(Accounts accounts, RateLimits limits) {
        this.accounts = accounts;
        this.failures = new RateLimiter(limits.loginFailures(), limits.window(), limits.trackedKeys());
    }

    Optional<Duration> delay(PendingRequest pending, String name, Instant now) {
        return failures.delay(nameKey(name), now).or(() -> failures.delay(requestKey(pending), now));
    }

    Optional<Subject> authenticate(PendingRequest pending, String name, String password, Instant now) {
        boolean plausible = !name.isEmpty() && name.length() <= LONGEST_NAME && password.length() <= LONGEST_PASSWORD;
        Optional<Subject> person = plausible ? accounts.authenticate(name, password) : Optional.empty();
        if (person.isEmpty()) {
            failures.count(nameKey(name), now);
            failures.count(requestKey(pending), now);
        } else {
            failures.reset(nameKey(name));
        }
        return person;
    }

    private static String nameKey(String name) {
        String bounded = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME);
        return "name:" + bounded.toLowerCase(Locale.ROOT);
    }

    private static String requestKey(PendingRequest pending) {
        return "request:" + pending.record().id().encoded();
    }
}

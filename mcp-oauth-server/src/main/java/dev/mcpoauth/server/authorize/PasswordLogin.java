package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.internal.RateLimiter;
import dev.mcpoauth.server.login.Accounts;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.settings.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Asks the accounts, and not too often: wrong passwords are counted per name and per pending request, and only so many are
 * checked at once that their memory does not run out.
 */
final class PasswordLogin {
    static final int LONGEST_NAME = 200;
    private static final int LONGEST_PASSWORD = 1000;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Accounts accounts;
    private final RateLimiter failures;
    private final Semaphore slots;

    PasswordLogin(Accounts accounts, RateLimits limits) {
        this.accounts = accounts;
        this.failures = new RateLimiter(limits.loginFailures(), limits.window(), limits.trackedKeys());
        this.slots = new Semaphore(limits.concurrentLogins());
    }

    /** Whether an account can have this name. */
    static boolean isPlausible(String name) {
        return !name.isEmpty() && name.length() <= LONGEST_NAME;
    }

    LoginOutcome attempt(PendingRequest pending, String name, String password, Instant now) {
        if (!slots.tryAcquire()) {
            return new LoginOutcome.Wait(BUSY);
        }
        try {
            Optional<Duration> delay = keys(pending, name).stream()
                    .flatMap(key -> failures.delay(key, now).stream())
                    .findFirst();
            return delay.isPresent() ? new LoginOutcome.Wait(delay.get()) : authenticate(pending, name, password, now);
        } finally {
            slots.release();
        }
    }

    private LoginOutcome authenticate(PendingRequest pending, String name, String password, Instant now) {
        boolean plausible = isPlausible(name) && password.length() <= LONGEST_PASSWORD;
        Optional<Subject> person = plausible ? accounts.authenticate(name, password) : Optional.empty();
        if (person.isEmpty()) {
            keys(pending, name).forEach(key -> failures.count(key, now));
            return new LoginOutcome.Wrong();
        }
        failures.reset(nameKey(name));
        return new LoginOutcome.SignedIn(person.get());
    }

    /** A name that no account can have gets no counter of its own: it must not push out, or add to, those of accounts. */
    private static List<String> keys(PendingRequest pending, String name) {
        return name.length() <= LONGEST_NAME
                ? List.of(nameKey(name), requestKey(pending))
                : List.of(requestKey(pending));
    }

    private static String nameKey(String name) {
        return "name:" + name.toLowerCase(Locale.ROOT);
    }

    private static String requestKey(PendingRequest pending) {
        return "request:" + pending.record().id().encoded();
    }
}

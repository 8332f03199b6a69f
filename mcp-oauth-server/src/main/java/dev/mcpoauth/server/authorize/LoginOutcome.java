package dev.mcpoauth.server.authorize;

import dev.mcpoauth.server.login.Subject;
import java.time.Duration;

/** How an attempt to sign in ended. */
sealed interface LoginOutcome {

    /** Name and password belong to this person. */
    record SignedIn(Subject person) implements LoginOutcome {}

    /** They do not. */
    record Wrong() implements LoginOutcome {}

    /** Nobody looked: there were too many attempts, or there are too many at this moment. */
    record Wait(Duration delay) implements LoginOutcome {}
}

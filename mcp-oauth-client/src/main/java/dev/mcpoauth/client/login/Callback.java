package dev.mcpoauth.client.login;

import dev.mcpoauth.client.error.AuthException;
import dev.mcpoauth.core.secret.AuthorizationCode;

/** What an arriving authorization response turned out to be. */
public sealed interface Callback {

    /** Not an answer to this sign-in. The sign-in goes on as if it had not come. */
    record NotOurs() implements Callback {}

    /** The answer once more, such as a reloaded page. */
    record AlreadyUsed() implements Callback {}

    /** The answer; the sign-in has ended. */
    sealed interface Ended extends Callback {}

    /** The user approved. */
    record Approved(AuthorizationCode code) implements Ended {}

    /** The user or the server declined, or the answer must not be believed. */
    record Declined(AuthException failure) implements Ended {}
}

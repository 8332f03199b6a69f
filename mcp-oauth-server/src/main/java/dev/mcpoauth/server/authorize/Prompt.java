package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.server.diagnostics.ServerReasons;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How much a person is to be asked (OpenID Connect Core §3.1.2.1, {@code prompt}). Unknown values are ignored.
 *
 * @param none nothing may be asked
 * @param login sign in even if signed in
 * @param consent consent even if remembered
 */
record Prompt(boolean none, boolean login, boolean consent) {

    static Prompt of(Optional<String> parameter) {
        Set<String> values = parameter
                .map(text -> (Set<String>) new HashSet<>(Arrays.asList(text.split(" ", -1))))
                .orElse(Set.of());
        if (values.contains("none") && values.size() > 1) {
            throw INVALID_REQUEST.because(ServerReasons.PROMPT_INVALID, "prompt=none stands alone");
        }
        return new Prompt(
                values.contains("none"),
                values.contains("login") || values.contains("select_account"),
                values.contains("consent"));
    }
}

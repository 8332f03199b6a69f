package dev.mcpoauth.server.authorize;

import static dev.mcpoauth.core.OAuthError.INVALID_REQUEST;

import dev.mcpoauth.core.json.JsonObject;
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
 * @param selectAccount choose an account even if signed in, which here means to sign in
 * @param consent consent even if remembered
 */
record Prompt(boolean none, boolean login, boolean selectAccount, boolean consent) {

    static Prompt of(Optional<String> parameter) {
        Set<String> values = parameter
                .map(text -> (Set<String>) new HashSet<>(Arrays.asList(text.split(" ", -1))))
                .orElse(Set.of());
        if (values.contains("none") && values.size() > 1) {
            throw INVALID_REQUEST.because(ServerReasons.PROMPT_INVALID, "prompt=none stands alone");
        }
        return new Prompt(
                values.contains("none"),
                values.contains("login"),
                values.contains("select_account"),
                values.contains("consent"));
    }

    /** Whether nobody counts as signed in who was so before. */
    boolean signsInAgain() {
        return login || selectAccount;
    }

    /** Adds what {@link #read} reads: all that matters after the first look at a request. */
    void write(JsonObject.Builder json) {
        json.put("login", login).put("select_account", selectAccount).put("consent", consent);
    }

    static Prompt read(JsonObject json) {
        return new Prompt(false, is(json, "login"), is(json, "select_account"), is(json, "consent"));
    }

    private static boolean is(JsonObject json, String member) {
        return json.bool(member).orElse(false);
    }
}

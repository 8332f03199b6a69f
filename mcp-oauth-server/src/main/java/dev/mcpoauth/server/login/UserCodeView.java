package dev.mcpoauth.server.login;

/**
 * The page for the code that a device shows: field {@code user_code} and hidden field {@code nonce}, by POST to the action.
 *
 * @param typed what is in the field already, or empty
 * @param problem what went wrong just before, or empty
 * @param action the URL to post to
 * @param nonce proves that the form was rendered for this browser
 */
public record UserCodeView(String typed, String problem, String action, String nonce) {
    /** Neither code nor nonce. */
    @Override
    public String toString() {
        return "UserCodeView[" + action + "]";
    }
}

package dev.mcpoauth.server.login;

/**
 * What each form sends back: hidden fields {@code txn} and {@code nonce}, by POST to the action.
 *
 * @param action the URL to post to
 * @param transaction names the pending request
 * @param nonce good for one submission of this very page
 */
public record FormHandle(String action, String transaction, String nonce) {
    /** Neither handle nor nonce. */
    @Override
    public String toString() {
        return "FormHandle[" + action + "]";
    }
}

package dev.mcpoauth.server.login;

import java.util.List;
import java.util.Optional;

/**
 * The login page: fields {@code username} and {@code password}, button {@code action=login} or {@code action=deny}.
 *
 * @param client who asks; empty if the person came on their own
 * @param name the account name to start with, or empty
 * @param problem what went wrong just before, or empty
 * @param takesPasswords whether there are accounts with passwords
 * @param providers where else to sign in, in this order
 * @param form what to send back
 */
public record LoginView(
        Optional<ClientView> client,
        String name,
        String problem,
        boolean takesPasswords,
        List<ProviderView> providers,
        FormHandle form) {
    public LoginView {
        providers = List.copyOf(providers);
    }
}

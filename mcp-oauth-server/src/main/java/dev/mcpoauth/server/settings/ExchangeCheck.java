package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import java.util.List;
import java.util.function.Consumer;

/** Whether the rules for token exchange speak of what there is. */
record ExchangeCheck(List<ResourceSettings> resources, List<ClientSettings> clients, List<TokenExchangeRule> rules) {

    void run(Consumer<String> problem) {
        rules.forEach(rule -> {
            checkClient(rule, problem);
            checkResources(rule, problem);
        });
    }

    private void checkClient(TokenExchangeRule rule, Consumer<String> problem) {
        boolean known = clients.stream()
                .anyMatch(
                        client -> client.clientId().equals(rule.clientId()) && client.uses(GrantTypes.TOKEN_EXCHANGE));
        if (!known) {
            problem.accept("client " + rule.clientId() + " is to exchange tokens, and is not registered ahead for "
                    + GrantTypes.TOKEN_EXCHANGE);
        }
    }

    private void checkResources(TokenExchangeRule rule, Consumer<String> problem) {
        if (!has(rule.from()) || !has(rule.to())) {
            problem.accept("an exchange from " + rule.from() + " to " + rule.to() + " needs both among the resources");
            return;
        }
        boolean fits = resources.stream()
                .filter(one -> one.identifier().equals(rule.to()))
                .allMatch(one -> one.scopes().containsAll(rule.most()));
        if (rule.most().isEmpty() || !fits) {
            problem.accept("an exchange for " + rule.to() + " needs scope, and of that resource");
        }
    }

    private boolean has(ResourceIndicator resource) {
        return resources.stream().anyMatch(one -> one.identifier().equals(resource));
    }
}

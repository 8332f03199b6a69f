package dev.mcpoauth.server.settings;

import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the trusted issuers speak of what there is, each once. */
record TrustCheck(
        String own, List<ResourceSettings> resources, List<ClientSettings> clients, List<TrustedIssuer> trusted) {

    void run(Consumer<String> problem) {
        Set<Issuer> issuers = trusted.stream().map(TrustedIssuer::issuer).collect(Collectors.toSet());
        if (issuers.size() < trusted.size()) {
            problem.accept("an issuer is trusted twice");
        }
        if (issuers.stream().anyMatch(one -> one.value().equals(own))) {
            problem.accept("a server must not take its own assertions for grants");
        }
        trusted.forEach(one -> check(one, problem));
    }

    private void check(TrustedIssuer issuer, Consumer<String> problem) {
        issuer.clients().stream()
                .filter(id -> clients.stream()
                        .noneMatch(client -> client.clientId().equals(id) && client.uses(GrantTypes.JWT_BEARER)))
                .forEach(id -> problem.accept("client " + id + " is to present assertions of " + issuer.issuer()
                        + ", and is not registered ahead for " + GrantTypes.JWT_BEARER));
        Set<ResourceIndicator> known =
                resources.stream().map(ResourceSettings::identifier).collect(Collectors.toSet());
        issuer.resources().stream()
                .filter(resource -> !known.contains(resource))
                .forEach(resource -> problem.accept(
                        "assertions of " + issuer.issuer() + " are to be good for " + resource + ", which is unknown"));
        Scope all = resources.stream()
                .filter(issuer::covers)
                .map(ResourceSettings::scopes)
                .reduce(Scope.EMPTY, Scope::union);
        if (issuer.scope()
                .filter(scope -> scope.isEmpty() || !all.containsAll(scope))
                .isPresent()) {
            problem.accept("the scope of " + issuer.issuer() + " must be some of its resources'");
        }
    }
}

package dev.mcpoauth.client.doctor;

import java.util.Locale;
import java.util.Optional;

/** What has to be known before rules can be applied. */
final class Gates {
    private static final String NO_ANSWER = "the server gives no answer";
    private static final String OPEN = "the server asks for no sign-in";

    private Gates() {}

    static Optional<String> none(Facts facts) {
        return Optional.empty();
    }

    static Optional<String> https(Facts facts) throws InterruptedException {
        if (!facts.settings().isHttps()) {
            return Optional.of("the URL is plain http");
        }
        if (!facts.proxy().isDirect()) {
            return Optional.of("a proxy is between; the answer of the server tells");
        }
        return facts.reach().connected().isEmpty() ? Optional.of("there is no connection") : Optional.empty();
    }

    /** Without a connection each request would only wait for the same failure. */
    static Optional<String> connected(Facts facts) throws InterruptedException {
        if (facts.reach().connected().isEmpty()) {
            return Optional.of("there is no connection");
        }
        return Optional.empty();
    }

    static Optional<String> answered(Facts facts) throws InterruptedException {
        Optional<String> obstacle = connected(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.knock().isAnswered() ? Optional.empty() : Optional.of(NO_ANSWER);
    }

    static Optional<String> refused(Facts facts) throws InterruptedException {
        Optional<String> obstacle = answered(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.knock().isUnauthorized() ? Optional.empty() : Optional.of(OPEN);
    }

    /** Also where the answer is neither 401 nor MCP: the metadata may tell what is wrong with the URL. */
    static Optional<String> discoverable(Facts facts) throws InterruptedException {
        Optional<String> obstacle = answered(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.knock().isOpen() ? Optional.of(OPEN) : Optional.empty();
    }

    static Optional<String> documentedResource(Facts facts) throws InterruptedException {
        Optional<String> obstacle = discoverable(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.resource().metadata().isPresent()
                ? Optional.empty()
                : Optional.of("there is no protected resource metadata");
    }

    static Optional<String> documentedIssuer(Facts facts) throws InterruptedException {
        Optional<String> obstacle = discoverable(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.authorizationServer().isPresent()
                ? Optional.empty()
                : Optional.of("there is no authorization server metadata");
    }

    static Optional<String> store(Facts facts) throws InterruptedException {
        if (facts.settings().store().isEmpty()) {
            return Optional.of("nothing is stored here");
        }
        return facts.local().isThere() ? Optional.empty() : Optional.of("the store cannot be read");
    }

    static Optional<String> signIn(Facts facts) throws InterruptedException {
        Optional<String> obstacle = store(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.local().signIn().isPresent() ? Optional.empty() : Optional.of("no sign-in is stored");
    }

    /** Whether the server will speak with us. */
    static Optional<String> admitted(Facts facts) throws InterruptedException {
        Optional<String> obstacle = answered(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        boolean credentials = facts.local().signIn().isPresent()
                || facts.settings().headers.keySet().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals("authorization"));
        return facts.knock().isOpen() || credentials ? Optional.empty() : Optional.of("no sign-in is stored");
    }

    static Optional<String> registering(Facts facts) throws InterruptedException {
        Optional<String> obstacle = documentedIssuer(facts);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        return facts.settings().registering
                ? Optional.empty()
                : Optional.of("not asked for, as it leaves something at the server");
    }
}

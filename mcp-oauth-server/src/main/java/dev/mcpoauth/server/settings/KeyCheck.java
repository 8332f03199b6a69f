package dev.mcpoauth.server.settings;

import dev.mcpoauth.server.key.KeySource;
import dev.mcpoauth.server.key.SigningKey;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Whether the signing keys are what the resources need. */
record KeyCheck(List<ResourceSettings> resources, KeySource source) {

    void run(Consumer<String> problem) {
        List<SigningKey> keys = source.keys();
        Set<String> names = keys.stream().map(SigningKey::keyId).collect(Collectors.toSet());
        if (names.size() < keys.size()) {
            problem.accept("a signing key is named twice");
        }
        resources.stream()
                .flatMap(resource -> resource.jwtAlgorithm().stream())
                .distinct()
                .filter(algorithm -> keys.stream().noneMatch(key -> key.algorithm() == algorithm))
                .forEach(algorithm -> problem.accept("a resource wants tokens signed with " + algorithm.wireName()
                        + ", and there is no signing key for that"));
    }
}

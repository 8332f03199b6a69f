package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.provider.ProviderProfile;
import dev.mcpoauth.client.provider.ProviderProfiles;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.ResourceIndicator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What the user wants to be different about requests to authorization servers, besides what their profiles say. */
final class AuthorizationWishes {
    /** What a sign-in is made safe by, or what this program has another flag for. */
    private static final Set<String> OWN = Set.of(
            "state",
            "code_challenge",
            "code_challenge_method",
            "client_id",
            "redirect_uri",
            "response_type",
            "request",
            "request_uri",
            "scope",
            "resource");

    private final Invocation invocation;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Optional<ResourceIndicator> resource;

    AuthorizationWishes(Invocation invocation) throws Misuse {
        this.invocation = invocation;
        for (String text : invocation.all(Flag.AUTHORIZE_PARAM)) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new Misuse(Flag.AUTHORIZE_PARAM.option() + " is written NAME=VALUE");
            }
            add(text.substring(0, equals), text.substring(equals + 1));
        }
        resource = resource();
    }

    private void add(String name, String value) throws Misuse {
        if (OWN.contains(name)) {
            throw new Misuse(Flag.AUTHORIZE_PARAM.option() + " cannot set " + name
                    + ", which the sign-in needs for itself" + Nearest.hint("--" + name, Flag.options()));
        }
        if (parameters.putIfAbsent(name, value) != null) {
            throw new Misuse(Flag.AUTHORIZE_PARAM.option() + " sets " + name + " twice");
        }
    }

    private Optional<ResourceIndicator> resource() throws Misuse {
        Optional<String> named = invocation.value(Flag.RESOURCE);
        if (named.isPresent() && invocation.has(Flag.DISABLE_RESOURCE_PARAMETER)) {
            throw new Misuse(Flag.RESOURCE.option() + " and " + Flag.DISABLE_RESOURCE_PARAMETER.option()
                    + " exclude one another");
        }
        try {
            return named.map(ResourceIndicator::new);
        } catch (IllegalArgumentException e) {
            throw new Misuse(Flag.RESOURCE.option() + ": " + e.getMessage(), e);
        }
    }

    /** The profiles of known servers with what was wished for on top. */
    Function<Issuer, ProviderProfile> profiles() {
        return issuer -> {
            ProviderProfile profile = ProviderProfiles.of(issuer);
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                profile = profile.withAuthorizationParameter(parameter.getKey(), parameter.getValue());
            }
            if (invocation.has(Flag.DISABLE_RESOURCE_PARAMETER)) {
                return profile.namingTheResourceBy();
            }
            return resource.isEmpty()
                    ? profile
                    : profile.namingTheResourceBy("resource").namingTheResource(resource.get());
        };
    }

    /**
     * What keeps tokens apart that were got by other wishes, as they are other tokens; empty without any. A fingerprint, so
     * that nothing of the wishes is in names of stored documents.
     */
    String subject() {
        List<String> all = new ArrayList<>();
        resource.ifPresent(value -> all.add("resource " + value));
        parameters.forEach((name, value) -> all.add("parameter " + name + "=" + value));
        for (Flag flag : List.of(
                Flag.DISABLE_RESOURCE_PARAMETER, Flag.USE_ID_TOKEN, Flag.CLIENT_CREDENTIALS, Flag.TOKEN_ENDPOINT)) {
            invocation.value(flag).filter(value -> invocation.has(flag)).ifPresent(value -> all.add(flag + value));
        }
        if (invocation.value(Flag.IDENTITY_PROVIDER).isPresent()) {
            all.add(Flag.IDENTITY_PROVIDER.option());
        }
        return all.isEmpty() ? "" : "flags-" + fingerprint(String.join("\n", all));
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

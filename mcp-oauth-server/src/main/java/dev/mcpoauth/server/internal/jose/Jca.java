package dev.mcpoauth.server.internal.jose;

import dev.mcpoauth.server.jose.KeyType;
import dev.mcpoauth.server.jose.SignatureAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the Java Cryptography Architecture calls an algorithm, and which of its providers to take. */
final class Jca {
    /** Native code: several times faster than the JDK for every algorithm. */
    private static final String CORRETTO = "AmazonCorrettoCryptoProvider";
    /** Several times faster than the JDK on curves, slower with RSA. */
    private static final String BOUNCY_CASTLE = "BC";

    private Jca() {}

    /** The providers to try, best first; the last, empty, stands for the platform's own order. */
    static List<Optional<Provider>> providers(SignatureAlgorithm algorithm) {
        Stream<String> faster =
                algorithm.keyType() == KeyType.RSA ? Stream.of(CORRETTO) : Stream.of(CORRETTO, BOUNCY_CASTLE);
        return Stream.concat(
                        faster.map(Security::getProvider)
                                .filter(Objects::nonNull)
                                .map(Optional::of),
                        Stream.of(Optional.<Provider>empty()))
                .toList();
    }

    static Signature signature(SignatureAlgorithm algorithm, Optional<Provider> provider)
            throws GeneralSecurityException {
        String name = name(algorithm);
        Signature signature =
                provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
        PSSParameterSpec parameters = pss(algorithm);
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    /** What turns keys into the provider's own; empty if it takes those of others. */
    static Optional<KeyFactory> keyFactory(SignatureAlgorithm algorithm, Optional<Provider> provider)
            throws GeneralSecurityException {
        String name = keyName(algorithm.keyType());
        return provider.isPresent() && provider.get().getService("KeyFactory", name) != null
                ? Optional.of(KeyFactory.getInstance(name, provider.get()))
                : Optional.empty();
    }

    private static String name(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case ES256 -> "SHA256withECDSAinP1363Format";
            case ES384 -> "SHA384withECDSAinP1363Format";
            case ES512 -> "SHA512withECDSAinP1363Format";
            case EDDSA -> "Ed25519";
            case RS256 -> "SHA256withRSA";
            case RS384 -> "SHA384withRSA";
            case RS512 -> "SHA512withRSA";
            case PS256, PS384, PS512 -> "RSASSA-PSS";
        };
    }

    /** RFC 7518 §3.5: MGF1 with the same hash, and as much salt as the hash is long. */
    private static @Nullable PSSParameterSpec pss(SignatureAlgorithm algorithm) {
        return switch (algorithm) {
            case PS256 -> new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
            case PS384 -> new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1);
            case PS512 -> new PSSParameterSpec("SHA-512", "MGF1", MGF1ParameterSpec.SHA512, 64, 1);
            default -> null;
        };
    }

    /** The name under which providers know the keys of an algorithm. */
    static String keyName(KeyType type) {
        return type == KeyType.OKP ? "Ed25519" : type.name();
    }
}

package dev.mcpoauth.core.pkce;

import java.util.Arrays;
import java.util.Optional;

/**
 * A named deviation from RFC 7636 that a {@link PkcePolicy} can be told to accept. Each stands alone: accepting one
 * accepts no other.
 *
 * <p>The encodings (D1 to D5) are one-to-one renderings of the same SHA-256 digest, so that accepting them costs no
 * security compared with {@code S256}. A challenge that deviates twice, such as standard alphabet <em>with</em>
 * padding, needs both tolerances.
 */
public enum PkceTolerance {
    /**
     * D1: base64url of the digest's hexadecimal text (86 characters). Sent by clients whose SHA-256 function returns
     * hex: readers of the ts-oauth2-server documentation, reports ory/hydra 1572 and node-oidc-provider 771.
     */
    HEX_DIGEST_IN_BASE64URL("D1"),

    /** D2: the digest as 64 hexadecimal digits, all lower or all upper case. Sent by hand-written JavaScript clients. */
    HEX_DIGEST("D2"),

    /**
     * D3: base64 with the {@code =} padding left on. Sent by clients that use a library's default encoder, such as
     * earlier google-auth-library-java and Keycloak adapters.
     */
    PADDING("D3"),

    /**
     * D4: the standard base64 alphabet, {@code +} and {@code /} in place of {@code -} and {@code _}. A space counts as
     * {@code +}, which is what an unescaped plus becomes in a query. Seen together with D3 in most reports.
     */
    STANDARD_ALPHABET("D4"),

    /**
     * D5: {@code =}, {@code +} or {@code /} percent-encoded once more than the query needs, report
     * thephpleague/oauth2-server 819. Covers only text that is base64 with padding or standard alphabet underneath.
     */
    DOUBLE_PERCENT_ENCODING("D5"),

    /** D6: the method spelled {@code s256}, {@code SHA256} or {@code SHA-256}, report node-oidc-provider 771. */
    METHOD_SPELLING("D6"),

    /**
     * D7: no {@code code_challenge_method}, although the challenge has the shape of a digest. Sent by clients that read
     * the parameter as optional (RFC 7636 §4.3 makes {@code plain} the default), such as oxAuth report 1158.
     */
    METHOD_MISSING("D7"),

    /**
     * D10: a verifier of 32 to 42 or 129 to 256 characters. Sent by clients that use a UUID (36) or 32 hexadecimal
     * digits, reports zitadel 125 and openid-client 131. Fewer than 43 characters may mean less than 256 bits of
     * entropy; the floor still leaves more than an attacker can try against a code that burns after a few failures.
     */
    VERIFIER_LENGTH("D10"),

    /**
     * D11: a verifier in standard base64 with {@code +}, {@code /} or {@code =}, reports oidcc 199 and
     * thephpleague/oauth2-server 1392. The bytes are hashed as received.
     */
    VERIFIER_ALPHABET("D11");

    private final String code;

    PkceTolerance(String code) {
        this.code = code;
    }

    /** The short stable name for diagnostics and configuration, {@code "D1"} to {@code "D11"}. */
    public String code() {
        return code;
    }

    /** The tolerance with this {@linkplain #code() code}. */
    public static Optional<PkceTolerance> ofCode(String code) {
        return Arrays.stream(values()).filter(t -> t.code.equals(code)).findFirst();
    }
}

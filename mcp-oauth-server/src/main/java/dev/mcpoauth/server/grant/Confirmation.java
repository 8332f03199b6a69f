package dev.mcpoauth.server.grant;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.server.dpop.JwkThumbprint;
import java.util.Optional;

/** The key that a token is bound to, kept beside its terms (RFC 9449 §6). */
public final class Confirmation {
    private static final String MEMBER = "jkt";

    private Confirmation() {}

    /** The payload of an access token with these terms, bound to the key if there is one. */
    public static OpaqueBytes write(GrantTerms terms, Optional<JwkThumbprint> key) {
        return key.isEmpty()
                ? terms.write()
                : OpaqueBytes.of(member(terms.toJson().toBuilder(), key.get()).toBytes());
    }

    /** The payload of a refresh token, which has nothing else to say. */
    public static OpaqueBytes write(Optional<JwkThumbprint> key) {
        return key.map(bound ->
                        OpaqueBytes.of(member(JsonObject.builder(), bound).toBytes()))
                .orElse(OpaqueBytes.empty());
    }

    private static JsonObject member(JsonObject.Builder json, JwkThumbprint key) {
        return json.put(MEMBER, key.encoded()).build();
    }

    /** The key; empty if whoever has the token may use it. */
    public static Optional<JwkThumbprint> read(OpaqueBytes payload) {
        byte[] bytes = payload.toByteArray();
        return bytes.length == 0 ? Optional.empty() : of(JsonObject.parse(bytes));
    }

    /** The same of a payload that is parsed already. A key that can not be read is never no key. */
    public static Optional<JwkThumbprint> of(JsonObject payload) {
        return payload.string(MEMBER).map(text -> JwkThumbprint.parse(text).orElseThrow());
    }

    /** The member {@code cnf} of a signed token or an introspection response (RFC 7800 §3.1, RFC 9449 §6.1, §6.2). */
    public static Optional<JsonObject> claim(Optional<JwkThumbprint> key) {
        return key.map(
                bound -> JsonObject.builder().put(MEMBER, bound.encoded()).build());
    }
}

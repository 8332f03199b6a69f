package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import java.util.List;
import java.util.Set;

/**
 * What a refused {@code server/discover} says about the era of a server (2026-07-28, "Backward Compatibility"). Refused
 * authorization, a failing server and silence say nothing.
 */
final class EraProbe {

    private static final Set<Integer> MODERN_ERRORS = Set.of(
            ErrorCode.HEADER_MISMATCH, ErrorCode.MISSING_CLIENT_CAPABILITY, ErrorCode.UNSUPPORTED_PROTOCOL_VERSION);

    private EraProbe() {}

    /** The era of a server that refuses the probe like this. */
    static Era verdict(HttpRefusalException refusal) throws HttpRefusalException {
        if (!isEvidence(refusal.status())) throw refusal;
        return refusal.error().map(error -> verdict(refusal.status(), error)).orElse(Era.SESSION);
    }

    /** The era of a server that answers the probe with this error. */
    static Era verdict(int status, JsonRpcError error) {
        if (!isModern(status, error)) return Era.SESSION;
        boolean onlyOlder = !supported(error).isEmpty()
                && supported(error).stream().noneMatch(version -> version.era() == Era.STATELESS);
        return onlyOlder ? Era.SESSION : Era.STATELESS;
    }

    /** Whether a refusal contradicts the verdict that the server is of the stateless era. */
    static boolean isOlder(HttpRefusalException refusal) {
        return isEvidence(refusal.status())
                && refusal.error()
                        .filter(error -> isModern(refusal.status(), error))
                        .isEmpty();
    }

    /** The statuses by which servers say that they do not know this kind of request. */
    static boolean isEvidence(int status) {
        return status == 400 || status == 404 || status == 405;
    }

    /** The revisions that an {@code UnsupportedProtocolVersion} error names, as far as they are known here. */
    static List<ProtocolVersion> supported(JsonRpcError error) {
        return error.data().get("supported").map(Json::elements).orElse(List.of()).stream()
                .flatMap(name -> name.asString().stream())
                .flatMap(name -> ProtocolVersion.parse(name).stream())
                .toList();
    }

    /** An unknown method is modern only with 404: older servers answer it with 200 or 400. */
    private static boolean isModern(int status, JsonRpcError error) {
        return MODERN_ERRORS.contains(error.code()) || (status == 404 && error.code() == ErrorCode.METHOD_NOT_FOUND);
    }
}

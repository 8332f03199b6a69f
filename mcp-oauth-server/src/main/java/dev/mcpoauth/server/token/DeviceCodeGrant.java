package dev.mcpoauth.server.token;

import static dev.mcpoauth.core.OAuthError.INVALID_GRANT;

import dev.mcpoauth.core.OAuthError;
import dev.mcpoauth.core.OAuthException;
import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.diagnostics.Reason;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.server.client.metadata.GrantTypes;
import dev.mcpoauth.server.device.DevicePoll;
import dev.mcpoauth.server.device.DeviceRequests;
import dev.mcpoauth.server.device.Mailbox;
import dev.mcpoauth.server.diagnostics.ServerReasons;
import dev.mcpoauth.server.grant.GrantKey;
import dev.mcpoauth.server.grant.GrantTerms;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Answers a device that polls (RFC 8628 §3.4, §3.5). Once a person approved, its device code is a code like any other and
 * redeemed like one.
 */
final class DeviceCodeGrant implements GrantHandler {
    private static final OAuthError PENDING = new OAuthError("authorization_pending", 400);
    private static final OAuthError SLOW_DOWN = new OAuthError("slow_down", 400);
    private static final OAuthError EXPIRED = new OAuthError("expired_token", 400);
    private static final OAuthError DENIED = new OAuthError(OAuthError.ACCESS_DENIED.code(), 400);

    private final OAuthStore store;
    private final DeviceRequests requests;
    private final GrantedTerms terms;
    private final CodeRedemption redemption;
    private final SecureRandom random;

    DeviceCodeGrant(
            OAuthStore store,
            DeviceRequests requests,
            GrantedTerms terms,
            CodeRedemption redemption,
            SecureRandom random) {
        this.store = store;
        this.requests = requests;
        this.terms = terms;
        this.redemption = redemption;
        this.random = random;
    }

    @Override
    public String grantType() {
        return GrantTypes.DEVICE_CODE;
    }

    @Override
    public byte[] issue(TokenRequest request) {
        AuthorizationCode code = parse(request.required("device_code"));
        TokenHash hash = requests.hash(code);
        request.exchange().about(FlowKeys.DEVICE, Fingerprint.of(hash.encoded()));
        Optional<CodeRecord> record =
                store.codes().peek(hash).filter(found -> found.clientId().equals(request.clientId()));
        return record.isPresent() ? redeem(request, code, record.get()) : poll(request, code);
    }

    private static AuthorizationCode parse(String text) {
        try {
            return AuthorizationCode.parse(text);
        } catch (IllegalArgumentException e) {
            throw unknown(ServerReasons.DEVICE_UNKNOWN);
        }
    }

    private byte[] redeem(TokenRequest request, AuthorizationCode code, CodeRecord record) {
        GrantRecord grant = store.grants()
                .find(record.grantId())
                .filter(found -> found.expiresAt().isAfter(request.now()))
                .orElseThrow(() -> CodeRedemption.refuse(ServerReasons.CODE_EXPIRED));
        GrantTerms asked = terms.of(request, GrantTerms.read(grant.payload()), Optional.empty());
        GrantKey key = Mailbox.fetch(code, record.payload(), random);
        return redemption.redeem(request, code, record.hash(), grant, key, asked);
    }

    private byte[] poll(TokenRequest request, AuthorizationCode code) {
        DevicePoll standing = requests.poll(code, request.clientId(), request.now());
        OAuthException refusal = switch (standing) {
            case APPROVED, PENDING -> PENDING.because(ServerReasons.DEVICE_PENDING, "nobody has answered yet");
            case TOO_OFTEN ->
                SLOW_DOWN.because(ServerReasons.DEVICE_SLOW_DOWN, "wait five seconds longer between two requests");
            case DENIED -> DENIED.because(ServerReasons.DEVICE_REFUSED, "the resource owner denied the request");
            case OVER -> EXPIRED.because(ServerReasons.DEVICE_EXPIRED, "the codes have expired");
            case OTHER_CLIENT -> unknown(ServerReasons.DEVICE_OTHER_CLIENT);
            case UNKNOWN -> unknown(ServerReasons.DEVICE_UNKNOWN);
        };
        throw refusal.with("client_id", request.clientId());
    }

    private static OAuthException unknown(Reason reason) {
        return INVALID_GRANT.because(reason, "the device code is not valid for this request");
    }
}

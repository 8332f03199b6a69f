package dev.mcpoauth.server.device;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.secret.TokenHasher;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.TransactionStore;
import dev.mcpoauth.server.device.DeviceState.Answer;
import dev.mcpoauth.server.grant.GrantTerms;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps device requests: each under the hash of its device code, and a reference to it under that of its user code. Every
 * change is a compare-and-set, so that a request is answered once whoever polls or answers at the same time.
 */
public final class DeviceRequests {
    /** What RFC 8628 §3.2 assumes where a server does not say. */
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private static final Duration SLOWER = Duration.ofSeconds(5);
    /** Networks are not that regular. */
    private static final Duration LENIENCE = Duration.ofSeconds(1);
    /** How long a device is still told that it was too late. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);

    private static final int ATTEMPTS = 20;

    private final TransactionStore store;
    private final TokenHasher hasher;
    private final SecureRandom random;
    private final Duration life;

    /** Keeps requests in this store for as long as their codes live. */
    public DeviceRequests(TransactionStore store, TokenHasher hasher, SecureRandom random, Duration life) {
        this.store = store;
        this.hasher = hasher;
        this.random = random;
        this.life = life;
    }

    /** The two codes of a new request. */
    record Begun(AuthorizationCode deviceCode, UserCode userCode) {}

    Duration life() {
        return life;
    }

    Begun begin(String clientId, GrantTerms terms, Instant now) {
        AuthorizationCode deviceCode = AuthorizationCode.generate(random);
        Instant until = now.plus(life);
        DeviceState state = new DeviceState(
                clientId, terms, until, Answer.NONE, INTERVAL, Instant.EPOCH, Mailbox.open(deviceCode, random));
        TokenHash id = hash(deviceCode);
        store.put(TransactionRecord.begun(id, now, until.plus(AFTERLIFE), state.write()));
        OpaqueBytes reference = OpaqueBytes.of(
                JsonObject.builder().put("device", id.encoded()).build().toBytes());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            UserCode userCode = UserCode.generate(random);
            if (isPut(TransactionRecord.begun(hash(userCode), now, until, reference))) {
                return new Begun(deviceCode, userCode);
            }
        }
        throw new IllegalStateException("no free user code");
    }

    private boolean isPut(TransactionRecord record) {
        try {
            store.put(record);
            return true;
        } catch (IllegalStateException taken) {
            return false;
        }
    }

    /** The hash under which a device code is kept, and nothing else that looks alike. */
    public TokenHash hash(AuthorizationCode deviceCode) {
        return hasher.hash("device:" + deviceCode.reveal());
    }

    private TokenHash hash(UserCode userCode) {
        return hasher.hash("user-code:" + userCode.letters());
    }

    /** The request whose device shows this code, unless it was answered or is over. */
    public Optional<DeviceRequest> find(UserCode userCode, Instant now) {
        return store.get(hash(userCode), now)
                .flatMap(reference ->
                        JsonObject.parse(reference.payload().toByteArray()).string("device"))
                .map(TokenHash::parse)
                .flatMap(id -> store.get(id, now)
                        .map(DeviceState::read)
                        .filter(state -> state.answer() == Answer.NONE)
                        .map(state ->
                                new DeviceRequest(id, userCode, state.clientId(), state.terms(), state.mailbox())));
    }

    /** Notes that a person approved: true for one caller, once, and never after a denial. */
    public boolean approve(DeviceRequest request, Instant now) {
        return answer(request, Answer.APPROVED, now);
    }

    /** Notes that a person denied: true for one caller, once, and never after an approval. */
    public boolean deny(DeviceRequest request, Instant now) {
        return answer(request, Answer.DENIED, now);
    }

    /** Tries again when a poll of the device came between. */
    private boolean answer(DeviceRequest request, Answer given, Instant now) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<TransactionRecord> record = store.get(request.id(), now);
            Optional<DeviceState> state =
                    record.map(DeviceState::read).filter(found -> found.answer() == Answer.NONE && !found.isOver(now));
            if (record.isEmpty() || state.isEmpty()) {
                return false;
            }
            TransactionRecord next =
                    record.get().withPayload(state.get().answered(given).write());
            if (store.advance(next, record.get().version(), now)) {
                store.take(hash(request.userCode()), now);
                return true;
            }
        }
        return false;
    }

    /** Where the request stands; notes that its device asked. */
    public DevicePoll poll(AuthorizationCode deviceCode, String clientId, Instant now) {
        Optional<TransactionRecord> record = store.get(hash(deviceCode), now);
        if (record.isEmpty()) {
            return DevicePoll.UNKNOWN;
        }
        DeviceState state = DeviceState.read(record.get());
        if (!state.clientId().equals(clientId)) {
            return DevicePoll.OTHER_CLIENT;
        }
        return switch (state.answer()) {
            case APPROVED -> state.isOver(now) ? DevicePoll.OVER : DevicePoll.APPROVED;
            case DENIED -> DevicePoll.DENIED;
            case NONE -> state.isOver(now) ? DevicePoll.OVER : waiting(record.get(), state, now);
        };
    }

    /** Another poll or the answer that comes between counts as too often: the device asks again. */
    private DevicePoll waiting(TransactionRecord record, DeviceState state, Instant now) {
        boolean early = state.polledAt().plus(state.interval()).minus(LENIENCE).isAfter(now);
        Duration next = early ? state.interval().plus(SLOWER) : state.interval();
        boolean noted = store.advance(record.withPayload(state.polled(next, now).write()), record.version(), now);
        return early || !noted ? DevicePoll.TOO_OFTEN : DevicePoll.PENDING;
    }
}

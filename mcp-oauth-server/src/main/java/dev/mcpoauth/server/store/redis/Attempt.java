package dev.mcpoauth.server.store.redis;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Sixteen random bytes by which a script recognises that it is the same attempt that comes again. */
final class Attempt {
    private static final int BYTES = 16;

    private final byte[] bytes;

    private Attempt(byte[] bytes) {
        this.bytes = bytes;
    }

    static Attempt fresh() {
        UUID random = UUID.randomUUID();
        ByteBuffer buffer = ByteBuffer.allocate(BYTES);
        buffer.putLong(random.getMostSignificantBits()).putLong(random.getLeastSignificantBits());
        return new Attempt(buffer.array());
    }

    byte[] bytes() {
        return bytes.clone();
    }

    String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}

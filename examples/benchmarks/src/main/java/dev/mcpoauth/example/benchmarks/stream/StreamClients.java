package dev.mcpoauth.example.benchmarks.stream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many connections on one thread, each of which sends a request and then only listens. */
final class StreamClients implements AutoCloseable {
    private static final int BUFFER = 1 << 14;
    private static final int SHOWN = 500;
    private static final byte[] ANY = new byte[0];
    private static final byte[] STREAM = "text/event-stream".getBytes(StandardCharsets.US_ASCII);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(120);

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final int port;

    StreamClients(int port) throws IOException {
        this.port = port;
    }

    /** Opens a connection and sends the request; what comes back is read by {@link #await}. */
    void open(byte[] request) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        ByteBuffer bytes = ByteBuffer.wrap(request);
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        channels.add(channel);
    }

    /**
     * Reads until so many connections that were silent have become streams.
     *
     * @throws IOException if one is answered with anything else, such as a refusal because there are too many
     */
    void awaitNew(int expected) throws IOException {
        read(ANY, expected);
    }

    /**
     * Reads until each connection has said a word since the last time.
     *
     * @return when each had, in the order in which they had
     */
    long[] await(String word) throws IOException {
        for (SelectionKey key : selector.keys()) key.attach(null);
        return read(word.getBytes(StandardCharsets.US_ASCII), channels.size());
    }

    private long[] read(byte[] wanted, int expected) throws IOException {
        long[] arrivals = new long[expected];
        int arrived = 0;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (arrived < expected) {
            if (System.nanoTime() > deadline) throw new IOException(arrived + " of " + expected + " heard it");
            selector.select(1_000);
            for (SelectionKey key : selector.selectedKeys()) {
                if (hears(key, wanted)) arrivals[arrived++] = System.nanoTime();
            }
            selector.selectedKeys().clear();
        }
        return arrivals;
    }

    private boolean hears(SelectionKey key, byte[] word) throws IOException {
        buffer.clear();
        int length = ((SocketChannel) key.channel()).read(buffer);
        if (length < 0) throw new IOException("the server ended a stream");
        if (word == ANY && key.attachment() == null && !contains(length, STREAM)) throw refused(length);
        boolean heard = key.attachment() == null && contains(length, word);
        if (heard) key.attach(word);
        return heard;
    }

    private IOException refused(int length) {
        byte[] said = new byte[Math.min(length, SHOWN)];
        buffer.get(0, said);
        return new IOException("no stream but " + new String(said, StandardCharsets.UTF_8));
    }

    // Messages are short and come in one piece on loopback; a torn one shows as a run that times out.
    private boolean contains(int length, byte[] word) {
        for (int from = 0; from + word.length <= length; from++) {
            int at = 0;
            while (at < word.length && buffer.get(from + at) == word[at]) at++;
            if (at == word.length) return true;
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) channel.close();
        selector.close();
    }
}

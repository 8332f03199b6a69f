package dev.mcpoauth.server.store.backend;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP connection to a server that can be cut: at once, or after the server was asked and before its answer arrives, which
 * is when nobody can know whether a write happened.
 */
public final class Link implements AutoCloseable {
    private static final int BUFFER = 16 * 1024;

    private volatile int target;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong answersUntilCut = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong roundTrips = new AtomicLong();
    private final AtomicBoolean answered = new AtomicBoolean(true);
    private volatile boolean down;

    /** Listens on a free loopback port and passes everything on to this one. */
    public Link(int target) {
        this.target = target;
        try {
            this.door = new ServerSocket(0, 64, InetAddress.getByName(LocalServer.host()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("link", this::acceptAll);
    }

    /** The port it listens on. */
    public int port() {
        return door.getLocalPort();
    }

    /** New connections lead to another port, as when an address moves to another server. */
    public void leadTo(int port) {
        target = port;
    }

    /** Cuts every connection and refuses new ones, or accepts them again. */
    public void down(boolean isDown) {
        this.down = isDown;
        if (isDown) {
            cutAll();
        }
    }

    /** Cuts every connection once; new ones work. */
    public void cutAll() {
        open.forEach(Link::closeQuietly);
    }

    /** Passes on this many more pieces of answers, then cuts a connection instead of passing on the next. Then all is well. */
    public void loseAnswerAfter(long answers) {
        answersUntilCut.set(answers);
    }

    /** How often the server was asked for an answer so far, where one connection at a time asks and waits. */
    public long roundTrips() {
        return roundTrips.get();
    }

    /** Before it is passed on, as the next question may follow at once. */
    private void count(boolean isAnswer) {
        if (isAnswer) {
            answered.set(true);
        } else if (answered.getAndSet(false)) {
            roundTrips.incrementAndGet();
        }
    }

    private boolean isLost() {
        long left = answersUntilCut.getAndUpdate(n -> n == 0 ? Long.MAX_VALUE : n == Long.MAX_VALUE ? n : n - 1);
        return left == 0;
    }

    private void acceptAll() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                if (down) {
                    closeQuietly(near);
                } else {
                    connect(near);
                }
            } catch (IOException e) {
                // Closed, or the server is not there: the next one may have more luck.
                continue;
            }
        }
    }

    private void connect(Socket near) throws IOException {
        var far = new Socket();
        open.add(near);
        open.add(far);
        try {
            far.connect(new InetSocketAddress(LocalServer.host(), target));
        } catch (IOException e) {
            closeQuietly(near);
            throw e;
        }
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        start("link to server", () -> pump(near, far, false));
        start("link to client", () -> pump(far, near, true));
    }

    private void pump(Socket from, Socket to, boolean isAnswer) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[BUFFER];
            int read = in.read(buffer);
            while (read >= 0 && !(isAnswer && isLost())) {
                count(isAnswer);
                out.write(buffer, 0, read);
                out.flush();
                read = in.read(buffer);
            }
        } catch (IOException e) {
            // Either side has gone, and the other goes with it.
            return;
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closeDoor();
        cutAll();
    }

    private void closeDoor() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

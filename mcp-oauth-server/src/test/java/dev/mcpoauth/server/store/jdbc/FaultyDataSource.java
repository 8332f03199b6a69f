package dev.mcpoauth.server.store.jdbc;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source that can be down, can lose its connection at a chosen step, and counts what was not given back. */
final class FaultyDataSource implements DataSource {
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger stepsLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile Interruption interruption = () -> {};
    private volatile boolean afterwards;
    private volatile String giveBackFailure = "";
    private volatile DataSource real;
    private volatile boolean down;

    FaultyDataSource(DataSource real) {
        this.real = real;
    }

    /** From now on, connections come from there. */
    void use(DataSource other) {
        real = other;
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** What happens instead of, or right before, a step. */
    @FunctionalInterface
    interface Interruption {
        void happen() throws SQLException;
    }

    /** Before the step that follows the next {@code steps}, this happens once; statements and commits are steps. */
    void interruptAfter(int steps, Interruption what) {
        interruption = what;
        afterwards = false;
        stepsLeft.set(steps);
    }

    /** The step that follows the next {@code steps} fails once with this SQLSTATE. */
    void failAfter(int steps, String sqlState) {
        interruptAfter(steps, () -> {
            throw new SQLException("the connection broke", sqlState);
        });
    }

    /** The step that follows the next {@code steps} is done, but its answer is lost. */
    void loseAnswerAfter(int steps) {
        failAfter(steps, "08006");
        afterwards = true;
    }

    /** A connection that was used in a transaction can not be put right any more. */
    void failToGiveBack(String sqlState) {
        giveBackFailure = sqlState;
    }

    boolean wasInterrupted() {
        return stepsLeft.get() < 0;
    }

    void heal() {
        stepsLeft.set(Integer.MAX_VALUE);
    }

    int openConnections() {
        return open.get();
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (down) {
            throw new SQLException("connection refused", "08001");
        }
        Connection connection = real.getConnection();
        open.incrementAndGet();
        return proxy(Connection.class, connection);
    }

    private boolean isTheStep(String method) {
        boolean isStep = method.startsWith("execute") || method.equals("commit");
        return isStep && stepsLeft.get() != Integer.MAX_VALUE && stepsLeft.getAndDecrement() == 0;
    }

    private void failIfGivenBack(String method, Object... arguments) throws SQLException {
        boolean givenBack = method.equals("setAutoCommit") && arguments[0].equals(true);
        if (givenBack && !giveBackFailure.isEmpty()) {
            throw new SQLException("the connection broke", giveBackFailure);
        }
    }

    private <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                FaultyDataSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    String name = method.getName();
                    boolean isTheStep = isTheStep(name);
                    if (isTheStep && !afterwards) {
                        interruption.happen();
                    }
                    failIfGivenBack(name, arguments);
                    if (type == Connection.class && name.equals("close")) {
                        open.decrementAndGet();
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        if (isTheStep && afterwards) {
                            interruption.happen();
                        }
                        return result instanceof PreparedStatement prepared
                                ? proxy(PreparedStatement.class, prepared)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(Logger.GLOBAL_LOGGER_NAME);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
